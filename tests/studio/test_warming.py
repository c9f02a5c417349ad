"""The studio is warm before the first visitor comes, and what it learned then is what the pages use."""

import pytest
from flask import Flask

import mapping_dsl
from runtime.models import Role
from runtime.texts import library
from studio import trial, warming
from tests.studio.conftest import SignIn


def test_the_first_look_at_a_mapping_checks_nothing_anew(
    studio: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "_known", {})
    monkeypatch.setattr(library, "_compiled", {})
    compiled: list[str] = []
    compile_ = mapping_dsl.compile

    def counted(source: mapping_dsl.Source) -> mapping_dsl.Mapping:
        compiled.append(source.id)
        return compile_(source)

    monkeypatch.setattr(mapping_dsl, "compile", counted)
    warming.warm(studio)
    before = [*compiled]

    page = sign_in(Role.ANALYST).get("/mappings/theft")

    assert page.status == 200
    assert before == compiled == ["theft"]  # both forces have the same texts
