// The mapping language for CodeMirror: our statements, and FEEL inside them.

import { LanguageSupport, LRLanguage } from "@codemirror/language";
import { parser as feel, trackVariables } from "@bpmn-io/lezer-feel";
import { parseMixed } from "@lezer/common";
import { styleTags, tags } from "@lezer/highlight";

import { indentsOnInput } from "./indentation.js";
import { parser } from "./mapping.grammar";

// Without the names in scope FEEL reads `caller name` as two names; the colours are the same, the tree is not.
export function mappingLanguage(names) {
  const known = feel.configure({ contextTracker: trackVariables(Object.fromEntries(names.map((name) => [name, 1]))) });
  const expression = known.configure({ top: "Expression" });
  const tests = known.configure({ top: "UnaryTests" });
  const nested = {
    Expression: () => ({ parser: expression }),
    HeadExpression: () => ({ parser: expression }),
    Cell: () => ({ parser: tests }),
    // `{` and `{}` hold nothing yet that could be parsed.
    Interpolation: ({ from, to }) => to - from > 2 && { parser: expression, overlay: [{ from: from + 1, to: to - 1 }] },
  };
  const mixed = parser.configure({ props: [colours], wrap: parseMixed((node) => nested[node.name]?.(node) || null) });
  const data = { commentTokens: { line: "//" }, indentOnInput: indentsOnInput };
  const language = LRLanguage.define({ name: "mapping", parser: mixed, languageData: data });
  return new LanguageSupport(language);
}

const colours = styleTags({
  Statement: tags.definitionKeyword,
  Word: tags.keyword,
  "Level Policy": tags.atom,
  Name: tags.definition(tags.variableName),
  Path: tags.propertyName,
  Arrow: tags.definitionOperator,
  "String Quotes TemplateText": tags.string,
  Interpolation: tags.special(tags.string),
  Number: tags.number,
  "LineComment BlockComment": tags.comment,
  '"|"': tags.separator,
  Stray: tags.invalid,
});
