"""Whatever a text holds, it is told what is wrong with it; whatever an answer holds, it is an answer."""

import os
import random
import sys
import time
from pathlib import Path

import pytest

import mapping_dsl
from mapping_dsl.library import Source
from mapping_dsl.parser import parse
from mapping_dsl.problems import Problem
from tests.mapping_dsl.golden import CASES, HEADING, Case

HOSTILE = [
    "",
    "\ufeff",
    "\x00",
    "(" * 5000,
    "let a = " + "(" * 5000,
    "let a = " + "not " * 3000 + "true",
    "let a = " + "-" * 5000 + "1",
    "let a = [" + "[" * 3000,
    "record desk.case\n" + "".join(" " * depth + "owner\n" for depth in range(1, 400)),
    "let a = " + '"' * 999,
    'let a = """' * 200,
    "/*" * 5000,
    "`" * 5001,
    "let \u202e = 1",
    "let \U0001f600 = 1\nlet é = 2\nlet ſ = 3",
    "let a = 1e1000000",
    "let a = 9 ** 9 ** 9 ** 9",
    'let a = matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")',
    "let a = for x in 1..1000000000 return x",
    'let a = __import__("os").system("true")',
    "let a = {__class__: 1}.__class__.__mro__",
    "let a = submission.__class__",
    'record desk.case\n    code <- "A"\n    body <- """\n        {{{{}}}}{__import__("os")}\n        """',
    'use ../../etc/passwd\nlist a from "../../../etc/passwd" by root',
    'example "x"\n    given "../../../etc/passwd"\n    expect true',
    "decide a first\n    | " + "| " * 2000,
    "flag " * 2000,
    "\n".join(f"let a{number} = a{number + 1}" for number in range(800)) + "\nlet a800 = 1",
    'let a0 = "x"\n' + "\n".join(f"let a{number + 1} = a{number} + a{number}" for number in range(60)),
    "let a0 = {a: 1}\n" + "\n".join(f"let a{number + 1} = {{a: a{number}, b: a{number}}}" for number in range(60)),
    "\r\n\r\r\n\x0b\x0c\x1c\x85\u2028let a = 1",
]


def run(text: str) -> list[Problem]:
    """Checks a text and, where that can be, runs it over a submission. Gives what is wrong with it."""
    source = Case(CASES, "", text, {}).source()
    problems = mapping_dsl.check(source)
    if all(problem.severity != "error" for problem in problems):
        mapping = mapping_dsl.compile(source)
        submission = {"form": "report", "version": "1.0", "submitted_at": "2026-10-05T08:40:07+01:00"}
        mapping.run({"submission": submission, "answers": {}})
        mapping.trace({"submission": submission, "answers": {}})
    return problems


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_told_what_is_wrong_with_it_and_never_raises(text: str) -> None:
    started = time.process_time()

    run(text + '\nrecord desk.case\n    code <- "A"\n')
    run("mapping report " + text)

    assert time.process_time() - started < 10


def test_a_long_chain_of_lets_is_computed() -> None:
    chain = "\n".join(f"let a{number} = a{number + 1} + 1" for number in range(1500)) + "\nlet a1500 = 0\n"
    source = Case(CASES, "", HEADING + chain + 'record desk.case\n    code <- "A"\n    amount <- a0\n', {}).source()
    submission = {"form": "report", "version": "1.0", "submitted_at": "2026-10-05T08:40:07+01:00"}

    outcome = mapping_dsl.compile(source).run({"submission": submission, "answers": {}})

    assert outcome.records["desk.case"] == {"code": "A", "amount": 1500}


def test_ten_thousand_lines_are_read_in_two_seconds() -> None:
    lines = "".join(f'flag "F{number}" low\n    when kind = "lost"\n    because "x"\n\n' for number in range(2500))
    started = time.process_time()

    parsed = parse(HEADING + lines)

    assert (len(parsed.file.statements), parsed.problems) == (2501, ())
    assert time.process_time() - started < 2


def test_texts_cut_and_mixed_at_random_places_never_raise() -> None:
    chance = random.Random(2026)
    whole = "".join(case.read_text(encoding="utf-8") for case in sorted(CASES.glob("*.txt")))

    for _ in range(60):
        start = chance.randrange(len(whole) - 400)
        piece = list(whole[start : start + 400])
        for _ in range(6):
            piece[chance.randrange(len(piece))] = chance.choice('\n\t "`()[]{}|<-=/*\\é\x00')

        problems = run(HEADING + "".join(piece))

        assert all(problem.message and problem.span.line > 0 for problem in problems)


HOSTILE_ANSWERS = [None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, "", "\x00", "x" * 100_000, [], [[]],
                   "\ud800", [None], [{}], {}, {"a": {}}, {"__class__": 1}, "2026-02-30", "99:99",
                   object()]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["kind", "story", "amount", "happenedOn", "happenedAt", "seenAt", "again", "colour", "things"]
)
def test_a_hostile_answer_is_a_value_or_in_doubt_and_never_raises(name: str) -> None:
    fields = """\
record desk.case
    code   <- "A"
    title  <- kind
    body   <- story
    amount <- amount + 1
    dueOn  <- happenedOn
    at     <- happenedAt
    note   <- string(seenAt)
    done   <- again
    tags   <- as list(colour)
    things for each thing in things
        name  <- thing.name
        worth <- thing.worth
"""
    mapping = mapping_dsl.compile(Case(CASES, "", fields, {}).source())
    submission = {"form": "report", "version": "1.0", "submitted_at": "2026-10-05T08:40:07+01:00"}

    for value in HOSTILE_ANSWERS:
        outcome = mapping.run({"submission": submission, "answers": {name: value}})
        nested = mapping.run({"submission": submission, "answers": {"things": [{"name": value, "worth": value}]}})

        assert outcome.digest != nested.digest


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"submission": {"submitted_at": "0001-01-01T00:00:00+14:00"}},
        {"submission": {"submitted_at": "2026-10-05T08:40:07+01:00", "received_at": "9999-12-31T23:59:59-14:00"}},
        {"submission": {"submitted_at": 5}},
    ],
)
def test_a_document_that_is_no_submission_is_told_in_a_sentence(document: dict[str, object]) -> None:
    mapping = mapping_dsl.compile(Case(CASES, "", 'record desk.case\n    code <- "A"\n', {}).source())

    with pytest.raises(mapping_dsl.MappingFailure, match="this is no submission"):
        mapping.run(document)


def test_attachments_that_are_none_are_no_attachments() -> None:
    text = 'record desk.case\n    code <- "A"\n    count <- count(submission.attachments)\n'
    mapping = mapping_dsl.compile(Case(CASES, "", text, {}).source())

    outcome = mapping.run({"submission": {"submitted_at": "2026-10-05T08:40:07+01:00", "attachments": 5}})

    assert outcome.records["desk.case"] == {"code": "A", "count": 0}


def test_nothing_that_a_mapping_does_opens_a_file_or_a_program(tmp_path: Path) -> None:
    source = Case(
        CASES, "", HEADING + 'let a = open("x")\nrecord desk.case\n    code <- "A"\n    body <- story\n', {}
    ).source()
    good = Source(source.id, source.path, source.text.replace('let a = open("x")\n', ""), {
        **source.files, source.path: source.text.replace('let a = open("x")\n', "")})  # fmt: skip
    mapping = mapping_dsl.compile(good)
    document = {
        "submission": {"form": "report", "version": "1.0", "submitted_at": "2026-10-05T08:40:07+01:00"},
        "answers": {"story": f'{{__import__("os").remove("{tmp_path}")}}'},
    }
    mapping.run(document)
    seen: list[str] = []
    is_watching = [True]
    sys.addaudithook(lambda event, _: seen.append(event) if is_watching[0] else None)

    mapping.run(document)
    is_watching[0] = False

    assert [
        event for event in seen if event.startswith(("open", "import", "os.", "subprocess", "socket", "exec"))
    ] == []
    assert os.path.isdir(tmp_path)
