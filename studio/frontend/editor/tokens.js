// Where things end: statement words count at the margin only, an expression goes to the end of its line or of the
// deeper lines that continue it, and brackets, strings and comments hide what they hold.

import { ExternalTokenizer } from "@lezer/lr";

import * as terms from "./mapping.grammar.terms";

const STATEMENTS = [
  "mapping", "module", "use", "list", "let", "function", "ignore", "decide", "flag", "record", "triage", "example",
];
const AT_LINE_START = ["form", "target", "needs", "given", "expect"];
const ANYWHERE = ["because", "otherwise", "blank", "review", "reject"];
const INSIDE_LINE = ["versions", "to", "version", "from", "by", "with", "as", "when", "where", "for", "each", "in"];
const LEVELS = ["critical", "high", "medium", "low", "note"];
const POLICIES = "collect (?:sum|min|max|count)|collect|rule order|output order|unique|any|first|priority";
const POLICY = new RegExp(`^(?:${POLICIES})(?=\\s*(?:\\/\\/|$))`);
const NAME = new RegExp(`^(?:\`[^\`]*\`|(?!\\s+because\\b)(?!\\s+(?:${POLICIES})\\s*$)[^=(),|\`])+`);
const SPLIT = /^(?:otherwise|because|where|when)\b/;
const WORD = /^[A-Za-z]+\b/;
const NEWLINE = 10;

export const lex = new ExternalTokenizer((input, stack) => {
  if (input.next < 0) return;
  const accept = (term, length) => length > 0 && stack.canShift(term) && (input.acceptToken(term, length), true);
  if (stack.canShift(terms.TemplateText)) return void template(input, accept);
  if (/\s/.test(String.fromCharCode(input.next))) return;
  const line = restOfLine(input);
  if (line.startsWith("//") || line.startsWith("/*")) return;
  statement(input, line, accept) || word(input, line, accept) || value(input, line, accept);
}, { contextual: true });

function statement(input, line, accept) {
  if (indentation(input) !== 0 || !isLineStart(input)) return false;
  const found = line.match(WORD)?.[0];
  return STATEMENTS.includes(found) ? accept(terms[`${found}Word`], found.length) : accept(terms.Stray, line.length);
}

function word(input, line, accept) {
  const policy = line.match(POLICY)?.[0];
  if (policy && accept(terms.Policy, policy.length)) return true;
  const found = line.match(WORD)?.[0];
  if (!found) return false;
  if (LEVELS.includes(found)) return accept(terms.Level, found.length);
  const starts = isLineStart(input);
  if (found === "when" && starts) return accept(terms.flagWhenWord, found.length);
  const expected = [...ANYWHERE, ...(starts ? AT_LINE_START : INSIDE_LINE)];
  return expected.includes(found) && accept(terms[`${found}Word`], found.length);
}

function value(input, line, accept) {
  if (line.startsWith('"""') && accept(terms.quotes, 3)) return true;
  return accept(terms.Expression, extent(input, endsExpression(input)))
    || accept(terms.HeadExpression, extent(input, () => true))
    || (!line.startsWith("|") && !line.startsWith("=>") && accept(terms.Cell, extent(input, () => true, "|")))
    || accept(terms.Name, line.match(NAME)?.[0].trimEnd().length ?? 0);
}

function template(input, accept) {
  if (at(input, 0, '"""')) return accept(terms.endQuotes, 3);
  if (at(input, 0, "{") && !at(input, 1, "{")) {
    const length = 1 + extent(input, () => true, "}", 1);
    return accept(terms.Interpolation, at(input, length, "}") ? length + 1 : length);
  }
  let length = 0;
  for (; input.peek(length) >= 0 && !at(input, length, '"""'); length++) {
    if (at(input, length, "{{")) length++;
    else if (at(input, length, "{")) break;
  }
  return accept(terms.TemplateText, length);
}

// How far an expression goes. `ends` is asked at each line end outside brackets; a statement's line ends everything.
function extent(input, ends, stop = "", from = 0) {
  let depth = 0;
  let length = from;
  for (let next; (next = input.peek(length)) >= 0; length++) {
    const letter = String.fromCharCode(next);
    if (next === NEWLINE && (startsStatement(input, length + 1) || (!depth && ends(length + 1)))) break;
    if (!depth && (letter === stop || splits(input, length))) break;
    const hidden = hiddenLength(input, length);
    if (hidden) length += hidden - 1;
    else if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth = Math.max(0, depth - 1);
  }
  while (length > from && /\s/.test(String.fromCharCode(input.peek(length - 1)))) length--;
  return length - from;
}

// The length of the string, name in backticks or comment that begins here; 0 where none does.
function hiddenLength(input, offset) {
  for (const [open, close] of [['"""', '"""'], ['"', '"'], ["`", "`"], ["//", "\n"], ["/*", "*/"]]) {
    if (!at(input, offset, open)) continue;
    const spansLines = open === '"""' || open === "/*";
    let end = offset + open.length;
    for (; input.peek(end) >= 0 && !at(input, end, close); end++) {
      if (!spansLines && input.peek(end) === NEWLINE) return end - offset;
      if (open === '"' && at(input, end, "\\")) end++;
    }
    return end + (close === "\n" || input.peek(end) < 0 ? 0 : close.length) - offset;
  }
  return 0;
}

function splits(input, offset) {
  return /\s/.test(String.fromCharCode(input.peek(offset - 1))) && SPLIT.test(restOfLine(input, offset));
}

// An expression goes on in the lines that are deeper than the one it began in.
function endsExpression(input) {
  const own = indentation(input);
  return (offset) => {
    for (; ; offset += restOfLine(input, offset).length + 1) {
      const line = restOfLine(input, offset);
      const isLast = input.peek(offset + line.length) < 0;
      if (line.trim() && !line.trim().startsWith("//")) return line.length - line.trimStart().length <= own;
      if (isLast) return true;
    }
  };
}

function startsStatement(input, offset) {
  return STATEMENTS.includes(restOfLine(input, offset).match(WORD)?.[0]);
}

function restOfLine(input, offset = 0) {
  let text = "";
  for (let next; (next = input.peek(offset)) >= 0 && next !== NEWLINE; offset++) text += String.fromCharCode(next);
  return text;
}

function lineBefore(input) {
  let length = 0;
  while (input.peek(-length - 1) >= 0 && input.peek(-length - 1) !== NEWLINE) length++;
  return Array.from({ length }, (_, index) => String.fromCharCode(input.peek(index - length))).join("");
}

const isLineStart = (input) => !lineBefore(input).trim();

function indentation(input) {
  const line = lineBefore(input) + restOfLine(input);
  return line.length - line.trimStart().length;
}

function at(input, offset, text) {
  return [...text].every((letter, index) => input.peek(offset + index) === letter.charCodeAt(0));
}
