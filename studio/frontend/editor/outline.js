// What the text consists of: a list that leads into it, what can be folded, and the names that expressions may hold.

import { codeFolding, foldGutter, foldKeymap, foldService } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

import { ask, service } from "./ask.js";
import { goTo, rangeOf } from "./places.js";

const PAUSE = 600; // milliseconds without typing before the studio is asked
const setFolds = StateEffect.define();

// Folds move with the text until the studio has looked at it again.
const folds = StateField.define({
  create: () => [],
  update(value, { changes, docChanged, effects }) {
    const set = effects.find((effect) => effect.is(setFolds));
    if (set) return set.value;
    return docChanged ? value.map(({ from, to }) => ({ from: changes.mapPos(from), to: changes.mapPos(to) })) : value;
  },
});

// `whenNamed` gets the names whenever they are others.
export function outline(form, whenNamed) {
  let waiting = 0;
  let known = "";
  const show = async (view) => {
    const { doc } = view.state;
    const found = await ask(form, service(form, "outline"), { doc });
    if (!found || view.state.doc !== doc) return;
    list(view, found.headings);
    view.dispatch({ effects: setFolds.of(found.folds.map((fold) => rangeOfFold(fold, doc))) });
    if (known === found.names.join("\n")) return;
    known = found.names.join("\n");
    whenNamed(found.names);
  };
  const typed = EditorView.updateListener.of(({ docChanged, view }) => {
    if (!docChanged) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE, view);
  });
  const folding = foldService.of((state, start, end) => {
    const found = state.field(folds).find(({ from, to }) => start <= from && from <= end && to > end);
    return found ? { from: end, to: found.to } : null;
  });
  return { start: show, extension: [folds, folding, codeFolding(), foldGutter(), keymap.of(foldKeymap), typed] };
}

function rangeOfFold({ line, end_line: endLine }, doc) {
  const { from, to } = rangeOf({ line, column: 1, endLine, endColumn: 1 }, doc);
  return { from, to: doc.lineAt(to).to };
}

function list(view, headings) {
  const panel = document.getElementById("outline");
  if (!panel) return;
  panel.hidden = false;
  panel.querySelector("ul").replaceWith(listOf(view, headings));
}

function listOf(view, headings) {
  const made = document.createElement("ul");
  made.className = "app-outline";
  made.append(...headings.map((heading) => item(view, heading)));
  return made;
}

function item(view, { kind, title, line, children }) {
  const made = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "app-problems__place";
  button.textContent = [kind === "group" ? "" : kind, title].filter(Boolean).join(" ");
  button.addEventListener("click", () => goTo(view, line, 1));
  made.append(button, ...(children.length ? [listOf(view, children)] : []));
  return made;
}
