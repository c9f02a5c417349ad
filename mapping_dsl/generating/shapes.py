"""What the code of statements looks like. Besides the names of FEEL's shapes these name, in a run's function:
`answers`, `values` and `doubts` of the submission, `told` for how fields end, `shown` for the flags, and NAMESPACE.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from mapping_dsl.by_answer import label_of, long_texts, option_of, other_answers
from mapping_dsl.feel import lexical, shapes
from mapping_dsl.feel.emission import Shape
from mapping_dsl.filling import entered
from mapping_dsl.generating.told import Told, make_once
from mapping_dsl.lists import CODES, refuse_code
from mapping_dsl.outcome import FlagOutcome, FlagState
from mapping_dsl.risk import risk_level, triage_of, usable
from mapping_dsl.running import kept


def doubt(doubts: Iterable[str], reads: Iterable[frozenset[str]]) -> str:
    """Why nobody can rely on what reads these answers."""
    first = next(found for one in reads if (found := sorted(one.intersection(doubts))))
    return f"the answer {first[0]} is in doubt"


def named(shown: Iterable[FlagOutcome], state: FlagState) -> list[str]:
    """The names of the flags in a state."""
    return [one.name for one in shown if one.state is state]


NAMESPACE: Final[dict[str, Any]] = {
    **shapes.NAMESPACE,
    "NOTHING": (),
    "CODES": frozenset((*CODES, bool, datetime)),
    "RAISED": FlagState.RAISED,
    "Told": Told,
    "UNCLEAR": FlagState.UNCLEAR,
    "bool": bool,
    "doubt": doubt,
    "entered": entered,
    "label_of": label_of,
    "kept": kept,
    "long_texts": long_texts,
    "make_once": make_once,
    "named": named,
    "refuse_code": refuse_code,
    "option_of": option_of,
    "other_answers": other_answers,
    "risk_level": risk_level,
    "to_string": lexical.to_string,
    "triage_of": triage_of,
    "tuple": tuple,
    "usable": usable,
}

#: what generated code knows of a submission and a run from its first line on
START = Shape("""
    values = answers.values
    doubts = answers.doubts
    told = Told()
    counts = told.counts
    shown = []
""")

# --- names

ANSWER = Shape("result = values[name]")
SUBMISSION = Shape("result = answers.submission")
ROWS = Shape("result = codes.rows_on(answers.day)")
KEEP_REASONS = Shape("""
    refused = NOTHING
    if reasons:
        if value is None:
            refused = kept(reasons)
        reasons.clear()
    result = refused
""")
RETELL = Shape("""
    if refused:
        reasons.extend(refused)
""")
ALL_TEXT = Shape("result = long_texts(answers)")
OTHER_ANSWERS = Shape("result = other_answers(answers, unread)")
ASKED = Shape("result = answers.asked(name)")
LABEL = Shape("result = label_of(answers, name)")
OPTION = Shape("result = option_of(answers, name, value)")
ROW_OF = Shape("""
    if type(key) in CODES:
        result = by_key.get(key)
    else:
        result = None
    if result is None and key is not None:
        refuse_code(Call(frame, span), codes, key)
""")
CERTAIN_ROW = Shape("""
    if key is None:
        result = None
    else:
        result = by_key[key]
""")
ROW_ON_DAY = Shape("""
    if type(key) in CODES:
        result = codes.row(key, answers.day)
    else:
        result = None
    if result is None and key is not None:
        refuse_code(Call(frame, span), codes, key)
""")
SPEND = Shape("""
    budget.steps -= steps
    if budget.steps < 0:
        budget.spend(0)
""")

# --- decisions

FORGET = Shape("""
    if len(reasons) > mark:
        del reasons[mark:]
""")
CELL = Shape("""
    if passed is True:
        further
""")
ROW = Shape("""
    if fits is True:
        outputs
        result = value
    else:
        others
""")
NO_ROW_FITS = Shape("""
    budget.spend(REASON_STEPS)
    result = reasons.tell(span, code, message, hint)
""")
SET = Shape("result = value")
HIT = Shape("""
    outputs
    hits.append(value)
""")
OTHERWISE_HIT = Shape("""
    if not hits:
        outputs
        hits.append(value)
""")
SETTLED = Shape("result = table.settled(hits, Call(frame, span))")

# --- flags and triage

PLAIN_WHEN = Shape("""
    compute
    if value is True:
        shown.append(outcome)
    else:
        further
""")
WHEN = Shape("""
    compute
    if value is True:
        reasons.clear()
        raised = True
    else:
        cannot_tell
        further
""")
CANNOT_TELL = Shape("""
    if reasons:
        if value is None:
            unclear = True
        reasons.clear()
""")
IN_DOUBT = Shape("""
    if doubts and not doubts.isdisjoint(reads):
        unclear = True
""")
FLAG = Shape("""
    if raised:
        shown.append(outcome)
    elif unclear:
        shown.append(unclear_outcome)
""")
FLAG_NAMES = Shape("""
    if shown:
        result = named(shown, RAISED)
    else:
        result = []
""")
UNCLEAR_NAMES = Shape("""
    if shown:
        result = named(shown, UNCLEAR)
    else:
        result = []
""")
RISK_LEVEL = Shape("""
    if shown:
        result = risk_level(shown)
    else:
        result = 'none'
""")
SAID = Shape("""
    if value is None:
        further
        said = other
    else:
        said = usable(part, value)
    result = said
""")
SAID_IN_DOUBT = Shape("""
    if doubts.isdisjoint(reads):
        compute
        result = value
    else:
        result = None
""")
TRIAGE = Shape("result = triage_of(by_rule, level, answers)")
TRIAGE_CONTEXT = Shape("result = {'queue': outcome.queue, 'priority': outcome.priority, 'due': outcome.due}")

# --- fields

EMPTY = Shape("result = told.review(path, None, empty)")
LET_REQUIRED = Shape("""
    if refused:
        result = told.review(path, None, refused[0].message)
    else:
        result = told.review(path, None, empty)
""")
LET_OPTIONAL = Shape("""
    result = None
    if refused:
        told.review(path, None, refused[0].message)
""")
NOTHING_REQUIRED = Shape("""
    if reasons:
        result = told.review(path, None, reasons[0].message)
        reasons.clear()
    else:
        result = told.review(path, None, empty)
""")
NOTHING_OPTIONAL = Shape("""
    result = None
    if reasons:
        told.review(path, None, reasons[0].message)
        reasons.clear()
""")
REVIEW = Shape("""
    reasons.clear()
    result = told.review(path, None, reason)
""")
REJECT = Shape("""
    reasons.clear()
    result = told.reject(path, reason)
""")
CLEAR = Shape("""
    if reasons:
        reasons.clear()
""")
ENDED = Shape("""
    if value is None:
        nothing
        result = other
    else:
        something
        result = written
""")
DEFAULT = Shape("""
    if value is not None:
        told.default(path, value)
""")
DOUBTED = Shape("""
    if doubts.isdisjoint(reads):
        compute
        result = value
    else:
        result = told.review(path, None, doubt(doubts, each))
""")
WRITTEN = Shape("result = told.written(path, value, rule, reasons)")
FITTING = Shape("""
    result = value
    if value is not None:
        result = told.fitting(path, value, rule)
""")
COPY = Shape("result = list(value)")
EMPTY_LIST = Shape("result = []")
AS_ISO = Shape("""
    if value is None:
        result = None
    else:
        result = value.isoformat()
""")
AS_TIME = Shape("result = to_string(value)")
ENTER = Shape("holder[key] = value")
ENTER_DEEP = Shape("entered(holder, path)[key] = value")

# --- texts

LINES = Shape("result = []")
LINE = Shape("lines.append(text)")
LINE_IF = Shape("""
    if is_told:
        lines.append(text)
""")
JOINED = Shape("""
    result = newline.join(lines)
    if not result.strip():
        result = None
""")
FILLED_TEXT = Shape("""
    result = value
    if type(value) is str and not value.strip():
        result = None
""")
AS_TEXT = Shape("""
    if value is None:
        result = ''
    elif type(value) is str:
        result = value
    elif type(value) is int:
        result = str(value)
    else:
        result = to_string(value) or ''
""")

# --- groups

ELEMENTS = Shape("result = holder.setdefault(name, [])")
ELEMENTS_DEEP = Shape("result = entered(holder, path).setdefault(name, [])")
OBJECT = Shape("result = holder.setdefault(name, {})")
OBJECT_DEEP = Shape("result = entered(holder, path).setdefault(name, {})")
COUNT = Shape("""
    result = len(counts)
    counts.append(0)
""")
IS_TRUE = Shape("""
    compute
    result = value is True
""")
HOLDS = Shape("""
    compute
    result = value is True
    if reasons:
        if value is None:
            told.reviews.append(path)
            result = True
        reasons.clear()
""")
HOLDS_IN_DOUBT = Shape("""
    result = holds
    if not doubts.isdisjoint(reads):
        told.reviews.append(path)
        result = True
""")
RECORD_IF_HOLDS = Shape("""
    result = None
    if holds:
        counts[at] = 1
        body
        result = inner
""")
ONCE = Shape("make_once(holder, path)")
IF_HOLDS = Shape("""
    if holds:
        counts[at] = 1
        body
""")
IF_WANTED = Shape("""
    if holds:
        body
""")
SOURCE = Shape("""
    if type(source) is list:
        result = source
    else:
        result = [source]
""")
SOURCE_IN_REVIEW = Shape("""
    if source is None:
        if reasons:
            told.reviews.append(path)
    elif None in elements and reasons.inside(elements):
        told.reviews.append(path)
    if reasons:
        reasons.clear()
""")
SOURCE_IN_DOUBT = Shape("""
    if not doubts.isdisjoint(reads):
        told.reviews.append(path)
""")
EACH = Shape("""
    index = 0
    for found in source:
        if found is None:
            continue
        visit
    counts[at] = index
""")
ELEMENT = Shape("""
    index += 1
    inner = {}
    elements.append(inner)
    place = len(elements)
    body
""")
ONE_ELEMENT = Shape("""
    inner = {}
    elements.append(inner)
    place = len(elements)
    counts[at] = 1
    body
""")
OBJECT_RECORD = Shape("result = {}")

# --- the end

RAN = Shape("""
    if budget.steps < 0:
        budget.spend(0)
    result = told, shown, triage, level, records
""")
