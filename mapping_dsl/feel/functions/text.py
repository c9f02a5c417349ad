"""Functions on texts (DMN 1.5, 10.3.4.3). Characters are counted from 1, as Unicode counts them."""

from itertools import pairwise

from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.functions.patterns import consuming, pattern, replaced, template
from mapping_dsl.feel.functions.regex_reader import PatternRefused
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.types import describe
from mapping_dsl.feel.values import Value, kind_of

registry = Registry("DMN 1.5, 10.3.4.3")


@registry.add(
    "substring",
    "string: string, start position: number, length?: number -> string",
    "so many characters (or all) from a place on; places count from 1, or from -1 backwards",
    ('substring("foobar", 3, 3)', '"oba"'),
)
def substring(call: Call, text: str, start: Value, length: Value) -> str | None:
    first, count = int(start), len(text) if length is None else int(length)
    if first == 0 or abs(first) > len(text) or count < 1:
        return call.refuse("outside-text", "there is no such part of the text", "count from 1, or from -1 backwards")
    begin = first - 1 if first > 0 else len(text) + first
    return text[begin : begin + count]


@registry.add(
    "string length",
    "string: string -> number",
    "how many characters a text has, as Unicode counts them",
    ('string length("foo")', "3"),
)
def string_length(_: Call, text: str) -> int:
    return len(text)


@registry.add("upper case", "string: string -> string", "the text in capitals", ('upper case("aBc4")', '"ABC4"'))
def upper_case(_: Call, text: str) -> str:
    return text.upper()


@registry.add("lower case", "string: string -> string", "the text in small letters", ('lower case("aBc4")', '"abc4"'))
def lower_case(_: Call, text: str) -> str:
    return text.lower()


@registry.add(
    "substring before",
    "string: string, match: string -> string",
    "what stands before the first match; an empty text where there is none",
    ('substring before("foobar", "bar")', '"foo"'),
)
def substring_before(_: Call, text: str, match: str) -> str:
    before, found, _rest = text.partition(match) if match else ("", "", "")
    return before if found else ""


@registry.add(
    "substring after",
    "string: string, match: string -> string",
    "what stands after the first match; an empty text where there is none",
    ('substring after("foobar", "ob")', '"ar"'),
)
def substring_after(_: Call, text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@registry.add(
    "contains",
    "string: string, match: string -> boolean",
    "whether the text has the match in it",
    ('contains("foobar", "of")', "false"),
)
def contains(_: Call, text: str, match: str) -> bool:
    return match in text


@registry.add(
    "starts with",
    "string: string, match: string -> boolean",
    "whether the text begins with the match",
    ('starts with("foobar", "fo")', "true"),
)
def starts_with(_: Call, text: str, match: str) -> bool:
    return text.startswith(match)


@registry.add(
    "ends with",
    "string: string, match: string -> boolean",
    "whether the text ends with the match",
    ('ends with("foobar", "r")', "true"),
)
def ends_with(_: Call, text: str, match: str) -> bool:
    return text.endswith(match)


@registry.add(
    "matches",
    "input: string, pattern: string, flags?: string -> boolean",
    "whether a part of the text matches the pattern",
    ('matches("foobar", "^fo*b")', "true"),
)
def matches(call: Call, text: str, expression: str, flags: str | None) -> bool | None:
    try:
        return pattern(expression, flags or "").is_in(text, call.frame.budget)
    except PatternRefused as refused:
        return call.refuse("not-a-pattern", str(refused), refused.hint)


@registry.add(
    "replace",
    "input: string, pattern: string, replacement: string, flags?: string -> string",
    "the text with every match replaced; $1 is what the first group matched",
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),
)
def replace(call: Call, text: str, expression: str, replacement: str, flags: str | None) -> str | None:
    budget = call.frame.budget
    try:
        found = consuming(expression, flags or "", "replace", budget)
        parts = [replacement] if "q" in (flags or "") else template(replacement, found.groups)
    except PatternRefused as refused:
        return call.refuse("not-a-pattern", str(refused), refused.hint)
    return replaced(text, found, parts, budget)


@registry.add(
    "split",
    "string: string, delimiter: string -> list<string>",
    "the parts between the matches of a pattern",
    ('split("John Doe", "\\\\s")', '["John", "Doe"]'),
)
def split(call: Call, text: str, delimiter: str) -> list[str] | None:
    budget = call.frame.budget
    try:
        found = consuming(delimiter, "", "split", budget)
    except PatternRefused as refused:
        return call.refuse("not-a-pattern", str(refused), refused.hint)
    # What lies between two matches, with an empty one before the text and one behind it: n matches make n + 1 parts.
    between = [(0, 0), *(spans[0] for spans in found.spans(text, budget)), (len(text), len(text))]
    return [text[end:start] for (_, end), (start, _) in pairwise(between)]


@registry.add(
    "string join",
    "list: list<any>, delimiter?: string -> string",
    "the texts of a list one after the other, with the delimiter between them; nulls are left out",
    ('string join(["a", null, "c"], "_and_")', '"a_and_c"'),
)
def string_join(call: Call, texts: list[Value], delimiter: str | None) -> str | None:
    kept = [text for text in texts if text is not None]
    wrong = next((text for text in kept if type(text) is not str), None)
    if wrong is not None:
        message = f"string join wants strings, and is given {describe(kind_of(wrong))}"
        return call.refuse("wrong-element", message, "write string(…) around it")
    call.frame.budget.allow_size(sum(map(len, kept)) + len(kept) * len(delimiter or ""))
    return (delimiter or "").join(kept)
