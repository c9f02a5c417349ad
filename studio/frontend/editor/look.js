// Colours and measures of the editor. Every colour stands at 4.5:1 or more on white and on the active line.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.definitionKeyword], color: "#4c2c92", fontWeight: "700" },
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: "#4c2c92" },
  { tag: [tags.definition(tags.variableName)], color: "#0b0c0c", fontWeight: "600" },
  { tag: [tags.propertyName], color: "#003078" },
  { tag: [tags.string, tags.special(tags.string)], color: "#00573d" },
  { tag: [tags.number, tags.atom, tags.bool, tags.null], color: "#942514" },
  { tag: [tags.comment], color: "#505a5f", fontStyle: "italic" },
  { tag: [tags.definitionOperator, tags.separator], color: "#4c2c92" },
  { tag: [tags.invalid], color: "#942514", textDecoration: "underline wavy" },
]);

const measures = EditorView.theme({
  "&": { fontSize: "14px", backgroundColor: "#fff", color: "#0b0c0c" },
  "&.cm-focused": { outline: "3px solid #ffdd00" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace", lineHeight: "1.5" },
  ".cm-gutters": { backgroundColor: "#f4f6f7", color: "#505a5f", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "#eef1f3" },
  ".cm-diagnosticText": { whiteSpace: "pre-line" },
  ".cm-diagnosticAction": { minHeight: "24px", backgroundColor: "#003078", color: "#fff", padding: "2px 8px" },
  ".cm-tooltip": { fontSize: "14px" },
});

export const look = [measures, syntaxHighlighting(colours)];
