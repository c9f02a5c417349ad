"""What a form that comes in is to be called."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.drift.forms_in.naming import form_id

_FIRST: Final = "1.0"


def with_dot(version: str) -> str:
    """A version as forms have it: 2 is 2.0."""
    return version if "." in version else f"{version}.0"


@dataclass(frozen=True, slots=True)
class About:
    """What the new form version is to be called."""

    title: str
    form: str = ""  #: its id; made of the title where empty
    version: str = ""  #: what the definition says where empty, and 1.0 where it says none
    code: str = ""

    @property
    def id(self) -> str:
        """The form's id in the library."""
        return self.form or form_id(self.title)

    def form_version(self, questions: Sequence[Question], sections: Iterable[str] = ()) -> FormVersion:
        """The form version of these questions, numbered in their order."""
        numbered = tuple(replace(one, order=order) for order, one in enumerate(questions, 1))
        shown = tuple(dict.fromkeys(filter(None, (*sections, *(one.section for one in numbered)))))
        dates = Counter(one.display_format for one in numbered if one.type is AnswerType.DATE)
        version = self.version or _FIRST
        return FormVersion(
            form=self.id,
            version=version,
            schema_id=f"urn:forms:{self.id}:{version}",
            title=self.title,
            code=self.code,
            brand="",
            date_format=dates.most_common(1)[0][0] if dates else "DD/MM/YYYY",
            sections=shown,
            questions=numbered,
        )
