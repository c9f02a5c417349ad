"""A module's history: its texts as they ran, whatever else was published meanwhile."""

from collections.abc import Callable
from uuid import UUID

import pytest

from runtime.database import Database
from runtime.failures import NotThere, ReasonMissing
from runtime.models import PublishedVersion, Role
from runtime.texts import modules, publishing
from runtime.texts.publishing import Approval, Edit, StillProblems
from tests.runtime.conftest import METRO
from tests.runtime.small_library import MAPPING, MODULE, MODULE_PATH, PATH

pytestmark = pytest.mark.usefixtures("with_small_library")

NOTED = MODULE.replace("let", "// as agreed\nlet")
Publish = Callable[[str, str], list[PublishedVersion]]


@pytest.fixture
def publish(db: Database, analyst: UUID, approver: UUID) -> Publish:
    """Ada writes a text, Cleo publishes it."""

    def publish_text(path: str, text: str) -> list[PublishedVersion]:
        publishing.save_draft(db, METRO, Edit(path, text, analyst))
        return publishing.publish(db, METRO, path, Approval(approver, "as agreed"))

    return publish_text


def numbers(db: Database) -> list[tuple[int, bool]]:
    return [(one.number, one.is_running) for one in modules.versions(db, METRO, "shared")]


def test_a_module_has_a_version_for_each_of_its_texts_that_ran(db: Database, publish: Publish) -> None:
    publish(MODULE_PATH, NOTED)

    assert numbers(db) == [(2, True), (1, False)]
    assert modules.version_text(db, METRO, "shared", 1) == MODULE
    assert modules.version_text(db, METRO, "shared", 2) == NOTED
    assert modules.versions(db, METRO, "shared")[0].author == "Ada"


def test_a_mapping_that_changes_or_comes_back_makes_no_version_of_its_modules(
    db: Database, publish: Publish, add_person: Callable[..., UUID]
) -> None:
    publish(MODULE_PATH, NOTED)
    publish(PATH, MAPPING.replace("<- description", "<- upper case(description)"))

    publishing.roll_back(db, METRO, "lost", 1, Approval(add_person("Dora", Role.APPROVER), "it was better"))

    assert numbers(db) == [(2, True), (1, False)]


def test_an_older_text_comes_back_in_every_mapping_that_uses_it(
    db: Database, publish: Publish, add_person: Callable[..., UUID]
) -> None:
    publish(MODULE_PATH, NOTED)

    made = publishing.put_back(db, METRO, "shared", 1, Approval(add_person("Dora", Role.APPROVER), "it was better"))

    assert {(one.mapping_id, one.number) for one in made} == {("lost", 3), ("found", 3)}
    assert len({one.act_id for one in made}) == 1
    assert numbers(db) == [(3, True), (2, False), (1, False)]
    assert modules.version_text(db, METRO, "shared", 3) == MODULE


def test_an_older_text_that_no_longer_fits_a_mapping_stays_away(
    db: Database, publish: Publish, add_person: Callable[..., UUID]
) -> None:
    publish(MODULE_PATH, 'module shared "Shared"\n\nlet letter = "M"\nlet opening code = letter + "01"\n')
    publish(PATH, MAPPING.replace("<- description", "<- letter + description"))

    with pytest.raises(StillProblems):
        publishing.put_back(db, METRO, "shared", 1, Approval(add_person("Dora", Role.APPROVER), "it was better"))

    assert numbers(db) == [(2, True), (1, False)]


def test_putting_back_needs_words_and_a_version_that_there_is(db: Database, add_person: Callable[..., UUID]) -> None:
    approver = add_person("Dora", Role.APPROVER)

    with pytest.raises(ReasonMissing):
        publishing.put_back(db, METRO, "shared", 1, Approval(approver, " "))
    with pytest.raises(NotThere):
        publishing.put_back(db, METRO, "shared", 2, Approval(approver, "it was better"))
