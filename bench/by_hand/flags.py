"""The flags of the shared modules, and the risk level that they make."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.by_hand.refusals import Refusals
from mapping_dsl.functions.text import mentions
from mapping_dsl.outcome import FlagLevel, FlagOutcome, FlagState

_RANKS = {level: rank for rank, level in enumerate(FlagLevel)}
_NOTE = _RANKS[FlagLevel.NOTE]
_LEVELS = (*(level.value for level in FlagLevel if level is not FlagLevel.NOTE), "none")


@dataclass(frozen=True, slots=True, eq=False)
class Flag:
    """A flag with both of its outcomes, made once."""

    name: str
    rank: int
    raised: FlagOutcome
    unclear: FlagOutcome


def flag(name: str, level: FlagLevel, because: str) -> Flag:
    """A flag of that level."""
    raised, unclear = (FlagOutcome(name, level, state, because) for state in FlagState)
    return Flag(name, _RANKS[level], raised, unclear)


#: what flags read: where none of it is told, they cannot tell. In the order in which flags are shown
FlagReads = Mapping[Flag, frozenset[str]]

DANGER_NOW = flag("DANGER_NOW", FlagLevel.CRITICAL, "Somebody is in danger now")
OFFENDER_PRESENT = flag("OFFENDER_PRESENT", FlagLevel.CRITICAL, "The offender may still be there")
FORCE = flag("FORCE", FlagLevel.HIGH, "Force or a threat was used")
INJURY = flag("INJURY", FlagLevel.HIGH, "Somebody is hurt")
INJURY_MINOR = flag("INJURY_MINOR", FlagLevel.NOTE, "Somebody is slightly hurt")
WEAPON = flag("WEAPON", FlagLevel.HIGH, "A weapon was seen")
CHILD = flag("CHILD", FlagLevel.HIGH, "Somebody under 18 is at risk or hurt")
SELF_HARM = flag("SELF_HARM", FlagLevel.HIGH, "Somebody may harm themselves")
HATE = flag("HATE", FlagLevel.MEDIUM, "Hate may be the motive")
VULNERABLE = flag("VULNERABLE", FlagLevel.MEDIUM, "Somebody is vulnerable")
IMPACT = flag("IMPACT", FlagLevel.MEDIUM, "It weighs heavily on somebody")
TARGETED = flag("TARGETED", FlagLevel.MEDIUM, "Somebody is targeted")
REPEAT = flag("REPEAT", FlagLevel.MEDIUM, "It happens again and again")
OFFENDER_NEAR = flag("OFFENDER_NEAR", FlagLevel.MEDIUM, "The offender lives near or knows where")

_WORDS = {
    "suicide": ("suicide", ["*suicid*"]),
    "self-harm": (
        "self-harm",
        ["*kill myself*", "*killing myself*", "*hurt myself*", "*hurting myself*", "*end it all*"],
    ),
    "knife": ("a knife", ["knife", "knives"]),
    "gun": ("a gun", ["gun", "firearm*"]),
    "acid": ("acid", ["acid"]),
    "sexual": ("a sexual offence", ["rape", "raped", "rapes", "*sexual assault*", "*sexually assault*"]),
    "stalking": ("stalking", ["stalk*"]),
    "strangle": ("strangling", ["*strangl*", "*choked*", "*choking*"]),
    "domestic": (
        "a former partner",
        ["ex partner", "ex husband", "ex wife", "ex boyfriend", "ex girlfriend"],
    ),
}
KEYWORDS = {
    flag(f"KEYWORD:{name}", FlagLevel.HIGH, f"The text speaks of {meaning}"): terms
    for name, (meaning, terms) in _WORDS.items()
}


def keyword_flags(texts: Sequence[str]) -> list[Flag]:
    """The flags of the words that a caller's own account holds."""
    refusals = Refusals()
    return [one for one, terms in KEYWORDS.items() if mentions(refusals, texts, terms)]


def keyword_reads(*long_texts: str) -> FlagReads:
    """That each keyword is looked for in all long texts."""
    return dict.fromkeys(KEYWORDS, frozenset(long_texts))


def shown(
    raised: Sequence[Flag], reads: FlagReads, doubts: frozenset[str], unclear: Collection[Flag] = ()
) -> tuple[FlagOutcome, ...]:
    """The flags that are raised, or that nobody can tell."""
    if not doubts and not unclear:
        return tuple([one.raised for one in raised])
    return tuple(
        one.raised if one in raised else one.unclear
        for one, answers in reads.items()
        if one in raised or one in unclear or answers & doubts
    )


def risk_level(flags: Iterable[FlagOutcome]) -> str:
    """The highest level among flags, notes apart."""
    return _LEVELS[min([_RANKS[one.level] for one in flags], default=_NOTE)]
