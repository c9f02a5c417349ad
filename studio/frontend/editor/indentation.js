// How deep a line stands. Enter goes one level deeper below a heading, keeps the depth inside a block and returns to the
// margin below an empty line. What stands behind the cursor is not moved, and indentation is never given twice: spaces
// typed or pasted where the editor has indented already count once. Backspace takes a level back (`indentUnit`).

import { insertNewlineAndIndent } from "@codemirror/commands";
import { indentOnInput, indentService, indentUnit } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const LEVEL = 4;
const HEADING = /^(?:(?:mapping|module|flag|record|decide|example)\s+\S|triage\b)/;
// A statement is its word with what must follow it: a field or a sentence may begin with `record` too.
const STATEMENT = new RegExp(`^(?:${[
  String.raw`(?:flag|example)\s+"`,
  String.raw`(?:mapping|module)\s+\S+\s+"`,
  String.raw`use\s+[\w-]+(?:\s*,\s*[\w-]+)*\s*$`,
  String.raw`let\s[^=]+=`,
  String.raw`function\s[^=]+\(.*\)\s*=`,
  String.raw`list\s.+\sfrom\s+"`,
  String.raw`ignore\s.+\sbecause\s+"`,
  String.raw`decide\s.+\s(?:unique|any|first|priority|(?:rule|output)\s+order|collect(?:\s+\w+)?)\s*$`,
  String.raw`record\s+[\w.-]+\s*(?:$|for\s+each\b|when\b)`,
  String.raw`triage\s*$`,
].join("|")})`);
const BECOMES_STATEMENT =
  /^\s+(?:(?:flag|example)\s+"|(?:mapping|module|use|list|let|function|ignore|decide|record)\s+\S|triage$)/;
const GROUP = /^\s+[\p{L}_][\p{L}\p{N}_.]*(?:\s+(?:for\s+each|when)\b.*)?$/u;
const GOES_ON = /(?:[-+*/=,]|\b(?:and|or|if|then|else|in|return|satisfies))$/;
const TEXT = /"""$/;
const WITH_FIELDS = /^(?:record|triage)\b/;

// How many typed spaces the last Enter has already put there; none as soon as anything else happens.
const setGiven = StateEffect.define();
const given = StateField.define({
  create: () => 0,
  update(value, transaction) {
    const set = transaction.effects.find((effect) => effect.is(setGiven));
    return set ? set.value : transaction.docChanged || transaction.selection ? 0 : value;
  },
});

export const indentation = [
  indentUnit.of(" ".repeat(LEVEL)),
  indentService.of(depthAt),
  indentOnInput(),
  given,
  EditorView.inputHandler.of(takeSpaces),
  EditorView.clipboardInputFilter.of(fitPasted),
];

// For the language's data: a line that has become a statement while it is typed goes to the margin.
export const indentsOnInput = BECOMES_STATEMENT;

export function insertLine(view) {
  const { state } = view;
  const { head, empty } = state.selection.main;
  const { line, before, behind } = around(state);
  const put = (insert, from, anchor) =>
    view.dispatch({ changes: { from, insert }, selection: { anchor }, scrollIntoView: true, userEvent: "input" });
  if (state.readOnly || !empty || !behind.trim()) insertNewlineAndIndent(view);
  else if (!before.trim()) put("\n", line.from, head + 1);
  else if (STATEMENT.test(behind)) {
    const depth = depthAfter(before, line.number, state.doc);
    put(`\n${" ".repeat(depth)}${depth ? "\n" : ""}`, head, head + 1 + depth);
  } else insertNewlineAndIndent(view);
  const indent = around(view.state).before;
  view.dispatch({ effects: setGiven.of(indent.trim() ? 0 : indent.length) });
  return true;
}

function takeSpaces(view, from, to, text) {
  const left = view.state.field(given) - text.length;
  if (from !== to || text.trim() || left < 0) return false;
  view.dispatch({ effects: setGiven.of(left) });
  return true;
}

function fitPasted(text, state) {
  const { before, behind } = around(state);
  if (before.trim()) return text;
  const isInFront = text.includes("\n") && !text.endsWith("\n") && STATEMENT.test(behind);
  return text.slice(Math.min(before.length, depthOf(text))) + (isInFront ? "\n" : "");
}

function around(state) {
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  return { line, before: state.sliceDoc(line.from, from), behind: state.sliceDoc(to, state.doc.lineAt(to).to) };
}

// CodeMirror's question: how deep the line at a place is to stand, be it there already or about to be broken off there.
function depthAt(context, pos) {
  const { doc } = context.state;
  const line = doc.lineAt(pos);
  if (context.simulatedBreak !== null) return depthAfter(context.lineAt(pos, -1).text, line.number, doc);
  const isStatement = BECOMES_STATEMENT.test(line.text) && !WITH_FIELDS.test(outerLine(line.number, 1, doc)?.text);
  return isStatement ? 0 : depthOf(line.text);
}

function depthAfter(text, number, doc) {
  const depth = depthOf(text);
  const code = text.replace(/\s*\/\/.*$/, "");
  if (!code.trim()) return text.trim() ? depth : 0;
  const outer = outerLine(number, depth, doc);
  if (TEXT.test(outer?.text)) return TEXT.test(code) ? depthOf(outer.text) : depth;
  const open = brackets(code);
  const isDeeper = open > 0 || [HEADING, GOES_ON, TEXT].some((form) => form.test(code)) || isGroup(code, outer, doc);
  return Math.max(0, depth + LEVEL * (isDeeper ? 1 : Math.min(open, 0) && -1));
}

function brackets(code) {
  const bare = code.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, "");
  return (bare.match(/[([{]/g)?.length ?? 0) - (bare.match(/[)\]}]/g)?.length ?? 0);
}

// A line of a record without an arrow, unless it continues a field.
function isGroup(code, outer, doc) {
  if (!outer || !GROUP.test(code) || outer.text.includes("<-")) return false;
  const isInRecord = outer.text.startsWith("record ");
  return isInRecord || isGroup(outer.text, outerLine(outer.number, depthOf(outer.text), doc), doc);
}

// The nearest line above that stands less deep.
function outerLine(number, depth, doc) {
  for (let above = number - 1; above > 0; above--) {
    const line = doc.line(above);
    if (line.text.trim() && depthOf(line.text) < depth) return line;
  }
  return null;
}

const depthOf = (text) => text.search(/[^ ]|$/);
