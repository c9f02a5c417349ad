"""Every code of a problem with FEEL: a text that raises it, and the same one mended.

A text is an expression over `age`, `name`, `role` (one of "victim" and "witness") and `nothing` (null); one that begins
with `{"` is the JSON of a decision table, or of an expression with the type that it must return.
"""

_TABLE = '{"hit_policy": "UNIQUE", "inputs": [{"expression": "age"%s}], "outputs": [{"name": null}], "rules": [%s]}'
_ADULTS = '{"in": [">= 18"], "out": ["1"]}'
_ALL = '{"in": ["-"], "out": ["2"]}'
_MINORS = '{"in": ["< 18"], "out": ["2"]}'
_BY_PRIORITY = (
    '{"hit_policy": "PRIORITY", "inputs": [], "outputs": [{"name": null%s}], "rules": [{"in": [], "out": ["1"]}]}'
)

CODES: dict[str, tuple[str, str]] = {
    "cannot-compare": ('1 < "a"', "1 < 2"),
    "comment-not-closed": ("1 /* one", "1 /* one */"),
    "division-by-zero": ("1 / 0", "1 / 2"),
    "duplicate-key": ("{a: 1, a: 2}", "{a: 1, b: 2}"),
    "external-function": ('function(a) external {java: {class: "A"}}', "function(a) a"),
    "missing-value": ("floor(nothing)", "floor(age)"),
    "misspelt-number": ("age > 1_000", "age > 1000"),
    "missing-name": ("function(1) 1", "function(a) 1"),
    "missing-operand": ("nothing + 1", "age + 1"),
    "missing-operator": ("1 2", "1 + 2"),
    "missing-word": ("if age > 17 then 1", "if age > 17 then 1 else 2"),
    "name-not-closed": ("`name", "`name`"),
    "no-clock": ("today()", 'date("2026-10-05")'),
    "no-keys": ("context put({}, [], 1)", 'context put({}, ["a"], 1)'),
    "no-order": ("sort([1, 2], function(a, b) null)", "sort([1, 2])"),
    "no-result": ("sqrt(-1)", "sqrt(1)"),
    "no-row-fits": (_TABLE % ("", _ADULTS), _TABLE % ("", f"{_ADULTS}, {_MINORS}")),
    "no-such-entry": ("{a: 1}.b", "{a: 1}.a"),
    "no-such-option": ('role = "vitcim"', 'role = "victim"'),
    "no-such-place": ("[1][0]", "[1][1]"),
    "no-such-property": ('@"2026-10-05".hour', '@"2026-10-05".day'),
    "no-such-zone": (
        'date and time(@"2026-10-05T10:00:00Z", "Europe/Atlantis")',
        'date and time(@"2026-10-05T10:00:00Z", "Europe/London")',
    ),
    "not-a-character": (r'"\uD83D"', r'"\uD83D\uDC0E"'),
    "not-a-context": ('context put({a: 1}, ["a", "b"], 2)', 'context put({a: {}}, ["a", "b"], 2)'),
    "not-a-date": ('date("2026-02-30")', 'date("2026-02-28")'),
    "not-a-date-and-time": ('date and time("2026-10-05 10:00")', 'date and time("2026-10-05T10:00:00")'),
    "not-a-duration": ('duration("24 hours")', 'duration("PT24H")'),
    "not-a-function": ("name(1)", "string(1)"),
    "not-a-number": ('number("ten")', 'number("10")'),
    "not-a-pattern": ('matches("a", "(a")', 'matches("a", "(a)")'),
    "not-a-range": ('["a"..1]', "[0..1]"),
    "not-a-temporal-value": ('@"tomorrow"', '@"2026-10-06"'),
    "not-a-time": ('time("25:00:00")', 'time("23:00:00")'),
    "not-an-entry": ('context([{key: "a"}])', 'context([{key: "a", value: 1}])'),
    "bracket-not-closed": ("[1, 2", "[1, 2]"),
    "not-countable": ("for i in 1..2.5 return i", "for i in 1..2 return i"),
    "not-feel": ("age == 17", "age = 17"),
    "not-whole": ("odd(1.5)", "odd(1)"),
    "nothing-after": ("age > 17 and", "age > 17 and age < 70"),
    "nothing-there": ("// later", "null // later"),
    "nothing-to-close": ("age)", "(age)"),
    "null-in-list": ("sum([1, null])", "sum([1, 2])"),
    "number-too-large": ("1e9999", "1e99"),
    "out-of-place": ("1 + * 2", "1 * 2"),
    "outside-list": ("remove([1], 2)", "remove([1], 1)"),
    "outside-text": ('substring("abc", 0)', 'substring("abc", 1)'),
    "several-rows-fit": (_TABLE % ("", f"{_MINORS}, {_ALL}"), _TABLE % ("", f"{_MINORS}, {_ADULTS}")),
    "string-not-closed": ('"abc', '"abc"'),
    "too-deep": (f"{'not(' * 150}true{')' * 150}", "not(not(true))"),
    "too-few": ("stddev([1])", "stddev([1, 2])"),
    "too-long": (" + ".join(["1"] * 6000), "1 + 1"),
    "too-much": ("for i in 1..1000000 return i", "for i in 1..10 return i"),
    "two-of-one-name": ("{age: 1, next: age + 1}", "{years: 1, next: years + 1}"),
    "unfit-hit-policy": (_BY_PRIORITY % "", _BY_PRIORITY % ', "values": "1, 2"'),
    "unknown-character": ("1 # 2", "1 - 2"),
    "unknown-name": ("naem", "name"),
    "unknown-type": ("age instance of numbr", "age instance of number"),
    "value-not-allowed": (_TABLE % (', "values": "[18..70]"', _ALL), _TABLE % (', "values": "[0..70]"', _ALL)),
    "wrong-argument-count": ("string length()", "string length(name)"),
    "wrong-argument-name": ("string length(text: name)", "string length(string: name)"),
    "wrong-argument-type": ("string length(age)", "string length(string(age))"),
    "wrong-bracket": ("(age]", "(age)"),
    "wrong-element": ('product([1, "2"])', "product([1, 2])"),
    "wrong-operands": ("name - 1", "age - 1"),
    "wrong-quotes": ("name = “Ann”", 'name = "Ann"'),
    "wrong-result": ("list replace([1], function(a, b) 1, 2)", "list replace([1], function(a, b) true, 2)"),
    "wrong-result-type": ('{"expression": "name", "returns": "number"}', '{"expression": "age", "returns": "number"}'),
    "wrong-scale": ("decimal(1, 7000)", "decimal(1, 2)"),
    "wrong-separators": ('number("1", "#", ".")', 'number("1", ",", ".")'),
}
