"""Numbers and texts made of each other (DMN 1.5, 10.3.4.1)."""

from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.lexical import to_string
from mapping_dsl.feel.numeric import Number, read_number
from mapping_dsl.feel.values import Value

registry = Registry("DMN 1.5, 10.3.4.1")
_SEPARATORS = (" ", ",", ".")


@registry.add(
    "string",
    "from: any -> string",
    "the value as text: a number without closing zeros, a date or duration as @ writes it",
    ("string(1.10)", '"1.1"'),
)
def string(call: Call, value: Value) -> str | None:
    written = to_string(value)
    call.frame.budget.allow_size(len(written or ""))
    return written


@registry.add(
    "number",
    "from: string, grouping separator: string or null, decimal separator: string or null -> number",
    "the number that a text is, with its own signs between thousands (a blank, `,` or `.`) and before decimals",
    ('number("1 000,50", " ", ",")', "1000.5"),
)
def number(call: Call, text: str, grouping: str | None, point: str | None) -> Number | None:
    if grouping not in (None, *_SEPARATORS) or point not in (None, ".", ",") or (point and point == grouping):
        hint = 'write " ", "," or "." for the one, "." or "," for the other'
        return call.refuse("wrong-separators", "these separators are not used in numbers", hint)
    plain = text.replace(grouping, "") if grouping else text
    found = read_number(plain.replace(point, ".") if point else plain)
    if found is None:
        call.refuse("not-a-number", f'"{text[:40]}" is not a number')
    return found


@registry.add(
    "number",
    "from: string -> number",
    "the number that a text is, written as in an expression",
    ('number("-1.5")', "-1.5"),
)
def plain_number(call: Call, text: str) -> Number | None:
    return number(call, text, None, None)


@registry.add("number", "from: number -> number", "the number itself", ("number(7)", "7"))
def same_number(_: Call, value: Number) -> Number:
    return value
