"""Why a submission waits, in the words of those who work on it: fields and forms are not called as the studio names
them."""

import re
from collections.abc import Mapping

from runtime.delivery.delivering import CHS, CONNECT
from studio.presenters.marks import field_words

LONGEST_IN_A_LIST = 200  #: characters; the submission's own page tells the rest

_FIELD = re.compile(rf"\b(?:{re.escape(CHS)}|{re.escape(CONNECT)})\.([\w.]*\w(?:\[\d+\][\w.]*\w)?)")
_FORM = re.compile(r"\bform (\w+)")
_CODE = re.compile(r"^[A-Z]+(?:_[A-Z]+)+: ")


def in_plain_words(sentence: str, titles: Mapping[str, str]) -> str:
    """A sentence with fields and forms as people call them; `titles` are the forms' by their names."""
    plain = _CODE.sub("", sentence)
    plain = _FIELD.sub(lambda found: f"“{field_words(found[1].replace('.', ' '))}”", plain)
    plain = _FORM.sub(lambda found: f"form “{titles[found[1]]}”" if found[1] in titles else found[0], plain)
    return plain[:1].upper() + plain[1:]


def in_a_list(sentence: str, titles: Mapping[str, str]) -> str:
    """The same, no longer than a row of a list can bear."""
    plain = in_plain_words(sentence, titles)
    if len(plain) <= LONGEST_IN_A_LIST:
        return plain
    return plain[:LONGEST_IN_A_LIST].rpartition(" ")[0].rstrip(" ,;:") + "…"
