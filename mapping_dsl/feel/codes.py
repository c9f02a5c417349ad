"""Every code of a problem with FEEL: why it matters, a text that raises it, and the same one mended.

A text is an expression over `age`, `name`, `role` (one of "victim" and "witness") and `nothing` (null); one that begins
with `{"` is the JSON of a decision table, or of an expression with the type that it must return.
"""

from typing import Final

from mapping_dsl.problems import ProblemCode

_TABLE = '{"hit_policy": "UNIQUE", "inputs": [{"expression": "age"%s}], "outputs": [{"name": null}], "rules": [%s]}'
_ADULTS = '{"in": [">= 18"], "out": ["1"]}'
_ALL = '{"in": ["-"], "out": ["2"]}'
_MINORS = '{"in": ["< 18"], "out": ["2"]}'
_BY_PRIORITY = (
    '{"hit_policy": "PRIORITY", "inputs": [], "outputs": [{"name": null%s}], "rules": [{"in": [], "out": ["1"]}]}'
)

CODES: Final[dict[str, ProblemCode]] = {
    "cannot-compare": ProblemCode(
        "Values of two kinds are never equal and have no order, so the comparison could not hold.", '1 < "a"', "1 < 2"
    ),
    "comment-not-closed": ProblemCode(
        "Everything after the comment's beginning would be passed over.", "1 /* one", "1 /* one */"
    ),
    "division-by-zero": ProblemCode(
        "Nothing can be divided by nothing, so the value is missing and a person is asked.", "1 / 0", "1 / 2"
    ),
    "duplicate-key": ProblemCode(
        "A context has one value for each key, so one of the two would be lost.", "{a: 1, a: 2}", "{a: 1, b: 2}"
    ),
    "external-function": ProblemCode(
        "Rules cannot call programs outside the mapping; write the function in FEEL.",
        'function(a) external {java: {class: "A"}}',
        "function(a) a",
    ),
    "missing-value": ProblemCode(
        "The function was given nothing, so there is nothing it could give back.", "floor(nothing)", "floor(age)"
    ),
    "misspelt-number": ProblemCode(
        "A number is written with digits and one point, without units or signs between them.",
        "age > 1_000",
        "age > 1000",
    ),
    "missing-name": ProblemCode(
        "A name must stand here, so that the rest of the expression can speak of it.", "function(1) 1", "function(a) 1"
    ),
    "missing-operand": ProblemCode(
        "One of the two values is missing, so the operation has no result and a person is asked.",
        "nothing + 1",
        "age + 1",
    ),
    "missing-operator": ProblemCode(
        "Two values stand side by side, and nothing says what is to be done with them.", "1 2", "1 + 2"
    ),
    "missing-word": ProblemCode(
        "The expression lacks one of the words that belong to it, and without it cannot be read.",
        "if age > 17 then 1",
        "if age > 17 then 1 else 2",
    ),
    "name-not-closed": ProblemCode(
        "A name in backticks ends with a backtick; everything up to there is part of the name.", "`name", "`name`"
    ),
    "no-clock": ProblemCode(
        "Only a submission knows what today is, so that a replay gives the same result next year.",
        "today()",
        'date("2026-10-05")',
    ),
    "no-keys": ProblemCode(
        "Without a key nobody knows where the value is to be put.",
        "context put({}, [], 1)",
        'context put({}, ["a"], 1)',
    ),
    "no-order": ProblemCode(
        "To sort, the function must say of any two elements which stands first.",
        "sort([1, 2], function(a, b) null)",
        "sort([1, 2])",
    ),
    "no-result": ProblemCode(
        "There is no number that answers this, so the value is missing and a person is asked.", "sqrt(-1)", "sqrt(1)"
    ),
    "no-row-fits": ProblemCode(
        "No row of the table takes these answers; add a row for them, or an otherwise.",
        _TABLE % ("", _ADULTS),
        _TABLE % ("", f"{_ADULTS}, {_MINORS}"),
    ),
    "no-such-entry": ProblemCode(
        "The context has no entry of that name, so there is nothing to read.", "{a: 1}.b", "{a: 1}.a"
    ),
    "no-such-option": ProblemCode(
        "The form never gives that answer, so the comparison could never hold.", 'role = "vitcim"', 'role = "victim"'
    ),
    "no-such-place": ProblemCode(
        "Places in a list count from 1, or from -1 at its end, and this one is not in the list.", "[1][0]", "[1][1]"
    ),
    "no-such-property": ProblemCode(
        "Values of this kind have no such part, so there is nothing to read.", '@"2026-10-05".hour', '@"2026-10-05".day'
    ),
    "no-such-zone": ProblemCode(
        "The time zone is not one of the world's zone names.",
        'date and time(@"2026-10-05T10:00:00Z", "Europe/Atlantis")',
        'date and time(@"2026-10-05T10:00:00Z", "Europe/London")',
    ),
    "not-a-character": ProblemCode(
        "The escape stands for no character that can be written.", r'"\uD83D"', r'"\uD83D\uDC0E"'
    ),
    "not-a-context": ProblemCode(
        "Only a context has entries that can be read or put in.",
        'context put({a: 1}, ["a", "b"], 2)',
        'context put({a: {}}, ["a", "b"], 2)',
    ),
    "not-a-date": ProblemCode(
        "The text is no day of the calendar; dates are written year-month-day.",
        'date("2026-02-30")',
        'date("2026-02-28")',
    ),
    "not-a-date-and-time": ProblemCode(
        "The text is no date and time; the two stand with a T between them.",
        'date and time("2026-10-05 10:00")',
        'date and time("2026-10-05T10:00:00")',
    ),
    "not-a-duration": ProblemCode(
        "The text is no duration; one is written with P and, before hours and minutes, T.",
        'duration("24 hours")',
        'duration("PT24H")',
    ),
    "not-a-function": ProblemCode(
        "Brackets after a name call a function, and this name is a value.", "name(1)", "string(1)"
    ),
    "not-a-number": ProblemCode(
        "The text cannot be read as a number, so the value is missing and a person is asked.",
        'number("ten")',
        'number("10")',
    ),
    "not-a-pattern": ProblemCode(
        "The pattern cannot be read, so no text could match it.", 'matches("a", "(a")', 'matches("a", "(a)")'
    ),
    "not-a-range": ProblemCode("A range goes from a lower to a higher value of one kind.", '["a"..1]', "[0..1]"),
    "not-a-temporal-value": ProblemCode("What follows @ is no date, time or duration.", '@"tomorrow"', '@"2026-10-06"'),
    "not-a-time": ProblemCode(
        "The text is no time of day; times are written hours:minutes:seconds.", 'time("25:00:00")', 'time("23:00:00")'
    ),
    "not-an-entry": ProblemCode(
        "An entry of a context has a key and a value.", 'context([{key: "a"}])', 'context([{key: "a", value: 1}])'
    ),
    "bracket-not-closed": ProblemCode(
        "Until a bracket is closed nobody can tell what stands in it.", "[1, 2", "[1, 2]"
    ),
    "not-countable": ProblemCode(
        "A loop goes over a list or from one whole number to another.",
        "for i in 1..2.5 return i",
        "for i in 1..2 return i",
    ),
    "not-feel": ProblemCode(
        "Other languages and spreadsheets write it so; FEEL has its own sign for it.", "age == 17", "age = 17"
    ),
    "not-whole": ProblemCode("This works on whole numbers only.", "odd(1.5)", "odd(1)"),
    "nothing-after": ProblemCode(
        "The expression ends where a value must follow.", "age > 17 and", "age > 17 and age < 70"
    ),
    "nothing-there": ProblemCode(
        "There is only white space or a comment where an expression must stand.", "// later", "null // later"
    ),
    "nothing-to-close": ProblemCode(
        "The bracket closes nothing: its partner is missing, or it is one too many.", "age)", "(age)"
    ),
    "null-in-list": ProblemCode(
        "One of the values is missing, so the whole cannot be told; leave it out with filled(…).",
        "sum([1, null])",
        "sum([1, 2])",
    ),
    "number-too-large": ProblemCode("The number has more digits than can be computed with.", "1e9999", "1e99"),
    "out-of-place": ProblemCode("Something else must stand before this can follow.", "1 + * 2", "1 * 2"),
    "outside-list": ProblemCode(
        "The list has no such place, so nothing could be done there.", "remove([1], 2)", "remove([1], 1)"
    ),
    "outside-text": ProblemCode(
        "The text has no such place; characters count from 1.", 'substring("abc", 0)', 'substring("abc", 1)'
    ),
    "several-rows-fit": ProblemCode(
        "Only one row may fit here, and the table would not know which one to take.",
        _TABLE % ("", f"{_MINORS}, {_ALL}"),
        _TABLE % ("", f"{_MINORS}, {_ADULTS}"),
    ),
    "string-not-closed": ProblemCode("A text ends with a straight double quote on its own line.", '"abc', '"abc"'),
    "too-deep": ProblemCode(
        "So many brackets inside each other cannot be read; give parts a name of their own with let.",
        f"{'not(' * 150}true{')' * 150}",
        "not(not(true))",
    ),
    "too-few": ProblemCode("There are not enough values to compute this from.", "stddev([1])", "stddev([1, 2])"),
    "too-long": ProblemCode(
        "The expression is too long to be read; give parts a name of their own with let.",
        " + ".join(["1"] * 6000),
        "1 + 1",
    ),
    "too-much": ProblemCode(
        "This would make more values than a mapping may, so it is stopped.",
        "for i in 1..1000000 return i",
        "for i in 1..10 return i",
    ),
    "two-of-one-name": ProblemCode(
        "Inside the brackets the name means the entry there, which may not be the one that was meant.",
        "{age: 1, next: age + 1}",
        "{years: 1, next: years + 1}",
    ),
    "unfit-hit-policy": ProblemCode(
        "The hit policy needs something that the table does not say.",
        _BY_PRIORITY % "",
        _BY_PRIORITY % ', "values": "1, 2"',
    ),
    "unknown-character": ProblemCode(
        "The sign means nothing in FEEL, so what stands around it cannot be read.", "1 # 2", "1 - 2"
    ),
    "unknown-name": ProblemCode(
        "Nothing of that name is in scope here; mostly it is a slip of the pen.", "naem", "name"
    ),
    "unknown-type": ProblemCode("There is no type of that name.", "age instance of numbr", "age instance of number"),
    "value-not-allowed": ProblemCode(
        "The value is none of those that the table says it may be.",
        _TABLE % (', "values": "[18..70]"', _ALL),
        _TABLE % (', "values": "[0..70]"', _ALL),
    ),
    "wrong-argument-count": ProblemCode(
        "The function takes another number of values.", "string length()", "string length(name)"
    ),
    "wrong-argument-name": ProblemCode(
        "The function has no parameter of that name.", "string length(text: name)", "string length(string: name)"
    ),
    "wrong-argument-type": ProblemCode(
        "The function would refuse a value of this kind, and the result would be missing.",
        "string length(age)",
        "string length(string(age))",
    ),
    "wrong-bracket": ProblemCode("A bracket is closed by its own kind.", "(age]", "(age)"),
    "wrong-element": ProblemCode(
        "One of the values in the list is of another kind than the function takes.",
        'product([1, "2"])',
        "product([1, 2])",
    ),
    "wrong-operands": ProblemCode(
        "The operation has no meaning between values of these kinds, so its result would be missing.",
        "name - 1",
        "age - 1",
    ),
    "wrong-quotes": ProblemCode(
        "Texts stand in straight double quotes; those of print or single ones mean nothing.",
        "name = “Ann”",
        'name = "Ann"',
    ),
    "wrong-result": ProblemCode(
        "The function that was given must answer true or false here.",
        "list replace([1], function(a, b) 1, 2)",
        "list replace([1], function(a, b) true, 2)",
    ),
    "wrong-result-type": ProblemCode(
        "The result is of another kind than the one that was asked for.",
        '{"expression": "name", "returns": "number"}',
        '{"expression": "age", "returns": "number"}',
    ),
    "wrong-scale": ProblemCode(
        "A number can be rounded to so many decimals, and no more.", "decimal(1, 7000)", "decimal(1, 2)"
    ),
    "wrong-separators": ProblemCode(
        "The signs for thousands and decimals are not two different ones of those allowed.",
        'number("1", "#", ".")',
        'number("1", ",", ".")',
    ),
}
