// What can be written at the cursor. The studio is asked once for each name that is begun, and the browser goes on
// choosing among its answers while letters follow. Names may hold spaces: `caller n` completes to `caller name`.

import { EditorState } from "@codemirror/state";

import { ask, service } from "./ask.js";
import { positionOf } from "./places.js";

const TYPES = {
  answer: "variable", let: "constant", function: "function", decision: "class", list: "enum", field: "property",
  member: "property", option: "text", word: "keyword", variable: "variable", module: "namespace",
};
// What is the mapping's own stands before what the language has.
const BOOSTS = { variable: 30, member: 30, option: 30, field: 20, answer: 20, let: 20, decision: 15, list: 10, need: 20 };
const NAME = /^[\p{L}\p{N}_ -]*$/u;
const WHERE_SOMETHING_IS_MEANT = /[\p{L}\p{N}_.]$|["|]\s?$|^\s*$|\b(?:otherwise|use|when|flag "[^"]*")\s$/u;

export function completion(form) {
  const complete = async (context) => {
    const { text, from } = context.state.doc.lineAt(context.pos);
    const before = text.slice(0, context.pos - from);
    const isMeant = WHERE_SOMETHING_IS_MEANT.test(before) && before.trim();
    if (!context.explicit && !isMeant) return null;
    const found = await ask(form, service(form, "completions"), { doc: context.state.doc, pos: context.pos });
    if (!found?.items.length || context.aborted) return null;
    const start = positionOf(context.state.doc, context.state.doc.lineAt(context.pos).number, found.column);
    if (!context.explicit && start === context.pos && /\s$/.test(before) && found.items.length > 60) return null;
    return { from: start, options: found.items.map(optionOf), validFor: NAME };
  };
  return EditorState.languageData.of(() => [{ autocomplete: complete }]);
}

function optionOf({ label, kind, detail, insert }) {
  const option = { label, detail, type: TYPES[kind], boost: BOOSTS[kind] ?? 0 };
  if (!insert) return option;
  return kind === "option" ? { ...option, apply: closing(insert) } : { ...option, apply: insert };
}

// A string's end is written once: where one stands already, the cursor goes behind it.
function closing(insert) {
  return (view, _option, from, to) => {
    const end = view.state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
    const selection = { anchor: from + insert.length };
    view.dispatch({ changes: { from, to: end, insert }, selection, userEvent: "input.complete" });
  };
}
