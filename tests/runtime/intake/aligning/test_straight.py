"""The quick way through a text in which nothing is in question."""

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import Forms
from runtime.intake.aligning.alignment import align, weigh
from runtime.intake.aligning.anchors import Sheet, anchors_of
from runtime.intake.aligning.script import write_script
from runtime.intake.aligning.straight import straight
from runtime.intake.layout import read_layouts
from runtime.intake.witness.lines import running
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import theft_body

ORDINARY = next(layout for layout in read_layouts(Library(ROOT / "mappings")) if layout.name == "ordinary")


@pytest.mark.parametrize("story", ["It was quick.", "It was quick.\nThen he ran.\n\nNobody saw it."])
def test_the_quick_way_is_and_weighs_what_the_best_of_all_ways_is_and_weighs(forms: Forms, story: str) -> None:
    form = forms.find("theft", "1.0")
    assert form is not None
    sheet = Sheet(running(theft_body(story).split("\n")), write_script(form, ORDINARY.references, ORDINARY.submitted))
    anchors = anchors_of(sheet, ORDINARY)

    quick, best = straight(sheet, anchors), align(sheet, anchors)

    assert quick is not None
    assert quick.entries == best.entries
    assert weigh(sheet, anchors, quick) == best.worth
