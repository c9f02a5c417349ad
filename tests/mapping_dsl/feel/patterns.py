"""The functions that take patterns, called through FEEL."""

from mapping_dsl import feel
from mapping_dsl.feel.values import Value


def matches(text: str, expression: str, flags: str = "") -> Value:
    return feel.evaluate("matches(text, expression, flags)", {"text": text, "expression": expression, "flags": flags})


def replace(text: str, expression: str, replacement: str, flags: str = "") -> Value:
    given_ = {"text": text, "expression": expression, "replacement": replacement, "flags": flags}
    return feel.evaluate("replace(text, expression, replacement, flags)", given_)


def split(text: str, delimiter: str) -> Value:
    return feel.evaluate("split(text, delimiter)", {"text": text, "delimiter": delimiter})
