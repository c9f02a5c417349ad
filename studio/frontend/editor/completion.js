// Completion of names, which may hold spaces: `caller n` completes to `caller name`.

import { EditorState } from "@codemirror/state";

const TYPES = {
  answer: "variable", let: "constant", function: "function", decision: "class", list: "enum", field: "property",
};
const LET = /^(?:let|function)\s+(.+?)\s*[=(]/gm;

// Each name: {name, kind, detail}. Without an answer there is no completion, and the editor works all the same.
export async function fetchNames(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
}

export function complete(names) {
  const data = [{ autocomplete: (context) => completionsAt(context, names) }];
  return EditorState.languageData.of(() => data);
}

function completionsAt(context, names) {
  const { text, from } = context.state.doc.lineAt(context.pos);
  const before = text.slice(0, context.pos - from);
  const isPath = /^\s+[\w.]*$/.test(before);
  const stored = names.filter(({ kind }) => (kind === "field") === isPath);
  const offered = isPath ? stored : [...stored, ...ownNames(context.state.doc.toString(), stored)];
  const start = startOfName(before, offered);
  if (start === before.length && !context.explicit) return null;
  const options = offered.map(({ name, kind, detail }) => ({ label: name, type: TYPES[kind], detail }));
  return { from: from + start, options };
}

// The names that the text has by now and the studio has not seen yet.
function ownNames(text, stored) {
  const known = new Set(stored.map(({ name }) => name));
  const written = [...text.matchAll(LET)].map(([, name]) => name);
  return written.filter((name) => !known.has(name)).map((name) => ({ name, kind: "let", detail: "in this mapping" }));
}

// The furthest word from which all that was typed begins a name; else the last word.
function startOfName(before, offered) {
  const starts = [...before.matchAll(/(?<![\p{L}\p{N}_.])[\p{L}_]/gu)].map(({ index }) => index);
  const typed = before.toLowerCase();
  const begins = (start) => offered.some(({ name }) => name.toLowerCase().startsWith(typed.slice(start)));
  return starts.find(begins) ?? before.search(/[\p{L}\p{N}_.]*$/u);
}
