// The buttons below the text: what stands at the cursor explained, where it is given, another name for it; and the
// layout tidied. Without script the last is a plain button of the form, and the others are not there.

import { ask, service } from "./ask.js";
import { explain } from "./meaning.js";
import { applyEdits, cursorOf, goTo } from "./places.js";

export function startTools(form, view) {
  const place = document.getElementById("told");
  const tell = (...words) => place.replaceChildren(...words);
  const tools = {
    explain: () => explain(form, view, place),
    definition: () => goToDefinition(form, view, tell),
    rename: () => openRename(form, view, tell),
  };
  for (const [name, act] of Object.entries(tools)) {
    document.getElementById(`tool-${name}`)?.addEventListener("click", act);
  }
  const tidy = document.getElementById("tidy");
  tidy?.addEventListener("click", (event) => {
    event.preventDefault();
    tidyLayout(form, view, tidy.formAction, tell);
  });
  document.getElementById("editor-tools")?.removeAttribute("hidden");
  return {
    keys: [
      { key: "F2", run: () => (tools.rename(), true) },
      { key: "F9", run: () => (tools.explain(), true) },
      { key: "Shift-F9", run: () => (tools.definition(), true) },
    ],
  };
}

async function goToDefinition(form, view, tell) {
  const { doc, selection } = view.state;
  const found = await ask(form, service(form, "definition"), { doc, pos: selection.main.head });
  const { definition, references = [] } = found ?? {};
  if (!definition && !references.length) return tell("No text of this library gives what stands at the cursor.");
  if (definition && !definition.address) goTo(view, definition.line, definition.column);
  tell(...placesOf(view, definition, references));
}

function placesOf(view, definition, references) {
  const heading = document.createElement("strong");
  heading.textContent = `${references.length} ${references.length === 1 ? "place" : "places"}`;
  const list = document.createElement("ul");
  list.className = "app-outline";
  const isGiven = (one) => definition?.path === one.path && definition.line === one.line;
  list.append(...references.map((one) => placeOf(view, one, isGiven(one) ? ", given here" : "")));
  return [heading, list];
}

function placeOf(view, { address, path, line, column, words }, remark) {
  const item = document.createElement("li");
  const link = document.createElement(address ? "a" : "button");
  link.className = address ? "govuk-link" : "app-problems__place";
  link.textContent = `${address ? `${path}, line` : "Line"} ${line}`;
  if (address) link.href = address;
  else {
    link.type = "button";
    link.addEventListener("click", () => goTo(view, line, column));
  }
  item.append(link, `${remark}: ${words}`);
  return item;
}

function openRename(form, view, tell) {
  const dialog = document.getElementById("rename");
  const input = dialog?.querySelector("input");
  if (!dialog || view.state.readOnly) return;
  const { doc, selection } = view.state;
  input.value = "";
  dialog.onclose = async () => {
    view.focus();
    if (dialog.returnValue !== "rename") return;
    const fields = { name: input.value };
    const answer = await ask(form, service(form, "name"), { doc, pos: selection.main.head, fields });
    if (!answer?.edits) return tell(answer?.sentence ?? "The studio does not answer just now.");
    applyEdits(view, answer.edits);
    tell(`Renamed in ${answer.edits.length} ${answer.edits.length === 1 ? "place" : "places"}.`);
  };
  dialog.returnValue = "";
  dialog.showModal();
  input.focus();
}

async function tidyLayout(form, view, address, tell) {
  const { doc, selection } = view.state;
  const answer = await ask(form, address, { doc });
  if (!answer) return tell("The studio does not answer just now.");
  const { line, column } = cursorOf(doc, selection.main.head);
  if (answer.text === doc.toString()) return tell("The layout is tidy.");
  view.dispatch({ changes: smallestChange(doc.toString(), answer.text), userEvent: "input" });
  goTo(view, line, column);
  tell("The layout has been tidied. What the mapping means stays as it was.");
}

// The lines in front and behind that are alike stay untouched, and with them folds and marks.
function smallestChange(old, text) {
  let from = 0;
  while (from < Math.min(old.length, text.length) && old[from] === text[from]) from++;
  let tail = 0;
  while (tail < Math.min(old.length, text.length) - from && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
  return { from, to: old.length - tail, insert: text.slice(from, text.length - tail) };
}
