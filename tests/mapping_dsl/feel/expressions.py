"""Random expressions over a context that holds values of every kind; most of them can be computed, some cannot."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.values import DaysTime, Range, Value, YearsMonths

CONTEXT: dict[str, Value] = {
    "a": 3,
    "b": Decimal("2.5"),
    "s": "abc",
    "yes": True,
    "none": None,
    "xs": [1, None, 3, Decimal("4.5")],
    "words": ["abc", "b", ""],
    "people": [{"a": 7, "name": "Ann"}, {"a": None, "name": "Bo"}, {"name": "Cy", "item": 4}],
    "c": {"a": 1, "k": [1, 2]},
    "d": date(2026, 10, 5),
    "t": time(9, 30),
    "dt": datetime(2026, 10, 5, 9, 30, tzinfo=timezone(timedelta(hours=1))),
    "days": DaysTime.of_seconds(90_000),
    "months": YearsMonths(14),
    "r": Range(1, 4),
    "first name": "Ann",
}
LITERALS = [
    *("0", "1", "2.50", "1e3", "-7", '""', '"abc"', '"a"', "true", "false", "null", "[]", "{}"),
    *('@"2026-10-05"', '@"09:30:00"', '@"2026-10-05T09:30:00Z"', '@"P1D"', '@"P2M"', '@"PT1H"'),
]
NAMES = [*CONTEXT, "x", "y", "item", "partial", "k", "nobody", "count"]
MEMBERS = ["a", "k", "name", "year", "hours", "start", "nothing"]
TYPES = ["number", "string", "boolean", "date", "list<number>", "Any", "context<a: number>", "range<number>", "nosuch"]
#: left out: their value is another at each call, or they only make the run slow
FUNCTIONS = [name for name in standard.names if name not in ("now", "today")]


def expressions() -> st.SearchStrategy[str]:
    """Texts of expressions."""
    return st.recursive(st.sampled_from(LITERALS) | st.sampled_from(NAMES), _larger, max_leaves=12)


def unary_tests() -> st.SearchStrategy[str]:
    """Texts of unary tests."""
    cell = st.lists(_test(expressions()), min_size=1, max_size=3).map(", ".join)
    return cell | cell.map("not({})".format) | st.just("-")


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    part = inner.map("({})".format)
    variable = st.sampled_from(["x", "y", "a"])
    operator = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"])
    return st.one_of(
        st.builds("{} {} {}".format, part, operator, part),
        st.builds("{} {} {}".format, part, operator, part),
        st.builds("-{}".format, part),
        st.builds("{} between {} and {}".format, part, part, part),
        st.builds("{} in ({})".format, part, st.lists(_test(inner), min_size=1, max_size=3).map(", ".join)),
        st.builds("{} instance of {}".format, part, st.sampled_from(TYPES)),
        st.builds("if {} then {} else {}".format, part, part, part),
        st.builds("{}.{}".format, part, st.sampled_from(MEMBERS)),
        st.builds("{}[{}]".format, part, inner),
        st.builds("[{}]".format, st.lists(part, min_size=1, max_size=3).map(", ".join)),
        st.builds("{{a: {}, k: {}}}".format, part, part),
        st.builds("{{k: {}, f: function(x) {}, v: f({})}}".format, part, part, part),
        st.builds("{}{}..{}{}".format, st.sampled_from("[("), part, part, st.sampled_from("])")),
        st.builds("({} {})".format, st.sampled_from(["<", "<=", ">", ">=", "="]), part),
        st.builds("for {} in {} return {}".format, variable, part, part),
        st.builds("for {} in {}..{}, y in {} return {}".format, variable, part, part, part, part),
        st.builds("{} {} in {} satisfies {}".format, st.sampled_from(["some", "every"]), variable, part, part),
        st.builds("some x in {}, y in {} satisfies {}".format, part, part, part),
        st.builds("(function(x, y) {})({}, {})".format, part, part, part),
        st.builds("(function(x: number) {})(x: {})".format, part, part),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), st.lists(part, max_size=3).map(", ".join)),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), st.lists(part, max_size=3).map(", ".join)),
    )


def _test(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    part = inner.map("({})".format)
    return st.one_of(
        part,
        st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), part),
        st.builds("? {} {}".format, st.sampled_from(["=", "<", "+"]), part),
        st.builds("[{}..{}]".format, part, part),
    )
