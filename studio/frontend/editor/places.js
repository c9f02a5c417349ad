// Where the studio's problems and fixes stand in the text of the editor.

export function rangeOf({ line, column, endLine, endColumn }, doc) {
  return { from: positionOf(doc, line, column), to: positionOf(doc, endLine, endColumn) };
}

export function applyFix(view, fix) {
  view.dispatch({ changes: { ...rangeOf(fix, view.state.doc), insert: fix.text }, userEvent: "input" });
  view.focus();
}

// The studio counts characters, the browser halves of the rare ones (UTF-16).
export function positionOf(doc, line, column) {
  if (line > doc.lines) return doc.length;
  const { from, text } = doc.line(Math.max(1, line));
  return from + [...text].slice(0, column - 1).join("").length;
}
