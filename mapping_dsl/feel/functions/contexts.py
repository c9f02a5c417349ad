"""Functions on contexts (DMN 1.5, 10.3.4.10)."""

from mapping_dsl.feel.frames import MISSING, Call
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.nearest import suggestion
from mapping_dsl.feel.values import Value

registry = Registry("DMN 1.5, 10.3.4.10")


@registry.add(
    "get value",
    "m: context, key: string -> any",
    "the value of the entry with that key",
    ('get value({key1: "value1"}, "key1")', '"value1"'),
)
def get_value(call: Call, context: dict[str, Value], key: str) -> Value:
    if key in context:
        return call.frame.reasons.taken_out(context, key)
    return call.refuse("no-such-entry", f"this context has no entry {key}", suggestion(key, context))


@registry.add(
    "get entries",
    "m: context -> list<context>",
    "each entry as a context with its `key` and its `value`, in their order",
    ("get entries({a: 1})", '[{key: "a", value: 1}]'),
)
def get_entries(call: Call, context: dict[str, Value]) -> list[Value]:
    entries = [{"key": key, "value": value} for key, value in context.items()]
    for entry in entries:
        call.frame.reasons.carry(context, entry["key"], entry, "value")
    return entries


@registry.add(
    "context",
    "entries: list<context> -> context",
    "the context that has an entry for each element, which holds its `key` and its `value`",
    ('context([{key: "a", value: 1}])', "{a: 1}"),
)
def context(call: Call, entries: list[dict[str, Value]]) -> dict[str, Value] | None:
    made: dict[str, Value] = {}
    for entry in entries:
        key = entry.get("key") if entry else None
        if not isinstance(key, str) or "value" not in entry:
            return call.refuse("not-an-entry", "an entry needs a key, which is a string, and a value")
        if key in made:
            return call.refuse("duplicate-key", f"{key} stands twice in this context")
        made[key] = entry["value"]
        call.frame.reasons.carry(entry, "value", made, key)
    return made


@registry.add(
    "context put",
    "context: context, key: string, value: any or null -> context",
    "the context with one entry changed in its place, or added at the end",
    ('context put({x: 1}, "y", 2)', "{x: 1, y: 2}"),
)
def context_put(call: Call, context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    return _merged(call, context, {key: value})


def _merged(call: Call, *contexts: dict[str, Value]) -> dict[str, Value]:
    """The entries of all contexts together; the nulls among them keep their reasons."""
    origins = {key: context for context in contexts for key in context}
    merged = {key: context[key] for key, context in origins.items()}
    for key, context in origins.items():
        call.frame.reasons.carry(context, key, merged, key)
    return merged


@registry.add(
    "context put",
    "context: context, keys: list<string>, value: any or null -> context",
    "the context with an entry changed inside its entries, found by the keys one inside the other",
    ('context put({x: 1, y: {a: 0}}, ["y", "a"], 2)', "{x: 1, y: {a: 2}}"),
)
def context_put_deep(call: Call, context: dict[str, Value], keys: list[str], value: Value) -> dict[str, Value] | None:
    if not keys or any(key is None for key in keys):
        return call.refuse("no-keys", "there is no key to put the value at")
    around = [context]
    for key in keys[:-1]:
        if not isinstance(around[-1].get(key), dict):
            return call.refuse("not-a-context", f"there is no context {key} to put the value in")
        around.append(around[-1][key])
    made = _merged(call, around.pop(), {keys[-1]: value})
    while around:
        made = _merged(call, around.pop(), {keys[len(around)]: made})
    return made


@registry.add(
    "context merge",
    "contexts: list<context> -> context",
    "the entries of all contexts together; where a key comes twice, the later value in the earlier place",
    ("context merge([{x: 1, y: 0}, {y: 2}])", "{x: 1, y: 2}"),
)
def context_merge(call: Call, contexts: list[dict[str, Value]]) -> dict[str, Value] | None:
    if None in contexts:
        return call.refuse(MISSING, "a context of the list is missing")
    return _merged(call, *contexts)
