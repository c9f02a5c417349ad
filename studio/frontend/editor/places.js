// Where the studio's problems and fixes stand in the text of the editor.

import { EditorView } from "@codemirror/view";

export function rangeOf({ line, column, endLine, endColumn }, doc) {
  return { from: positionOf(doc, line, column), to: positionOf(doc, endLine, endColumn) };
}

export function applyFix(view, fix) {
  applyEdits(view, [fix]);
}

// Edits that do not overlap, all at once: one step back takes them all back.
export function applyEdits(view, edits) {
  const changes = edits.map((edit) => ({ ...rangeOf(edit, view.state.doc), insert: edit.text }));
  view.dispatch({ changes, userEvent: "input" });
  view.focus();
}

export function goTo(view, line, column) {
  const anchor = positionOf(view.state.doc, line, column);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}

// The studio counts characters, the browser halves of the rare ones (UTF-16).
export function positionOf(doc, line, column) {
  if (line > doc.lines) return doc.length;
  const { from, text } = doc.line(Math.max(1, line));
  return from + [...text].slice(0, column - 1).join("").length;
}

export function cursorOf(doc, pos) {
  const { from, number, text } = doc.lineAt(pos);
  return { line: number, column: [...text.slice(0, pos - from)].length + 1 };
}
