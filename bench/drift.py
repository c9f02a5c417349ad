"""Submissions that do not fit their form: answers missing, null, of another type or not as the form has them."""

import copy
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

Document = Mapping[str, Any]

#: answers as no form expects them, and some that only a few questions do
ANSWERS: Final[Sequence[Any]] = (
    None, "", " ", 5, 0, -3, 10**30, Decimal("0.005"), True, [], ["x"], {}, [{}], [{"description": "a stalker"}],
    "zzz", "yes", "no", "near the shop", "W1 1AA", "knife and suicide", "x" * 500, "2026-02-31", "2026-10-25",
    "1800-01-01", "1900-01-01", "01:30", "23:59", "25:99", "23:10Z",
)  # fmt: skip
_METADATA: Final = ("reference", "form", "schema", "source", "submitted_at")


def drifted(document: Document, questions: Sequence[str], draw: random.Random) -> dict[str, Any]:
    """The document with one to four things changed; `questions` are the form's, dotted in groups."""
    changed = copy.deepcopy(dict(document))
    for _ in range(draw.randint(1, 4)):
        _change(changed, draw.choice(questions), draw)
    return changed


def _change(document: dict[str, Any], question: str, draw: random.Random) -> None:
    answers, chance = document["answers"], draw.random()
    if chance < 0.15:
        answers.pop(question, None)
    elif chance < 0.25:
        document["doubts"] = [question, draw.choice(ANSWERS)]
    elif chance < 0.3:
        document.pop("not_asked", None)
    elif chance < 0.35:
        document["submission"]["version"] = draw.choice(("1.0", "2.0"))
    elif chance < 0.4:
        document["submission"][draw.choice(_METADATA)] = None
    else:
        _answer(answers, question, draw)


def _answer(answers: dict[str, Any], question: str, draw: random.Random) -> None:
    group, _, inner = question.partition(".")
    elements = answers.get(group)
    if not inner:
        answers[question] = draw.choice(ANSWERS)
    elif isinstance(elements, list) and elements and isinstance(elements[0], dict):
        draw.choice(elements)[inner] = draw.choice(ANSWERS)
