"""What is set from outside."""

from pathlib import Path

import pytest

from runtime.settings import SettingRefused, settings_from


def test_nothing_set_is_a_sqlite_file_in_the_instance_folder() -> None:
    settings = settings_from({})

    assert settings.database_url == f"sqlite:///{Path('instance').absolute() / 'studio.db'}"
    assert (settings.library, settings.demonstration, settings.port) == (Path("mappings").absolute(), False, 8000)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_psycopg_however_it_is_written(scheme: str) -> None:
    settings = settings_from({"STUDIO_DATABASE_URL": f"{scheme}://studio@127.0.0.1/studio"})

    assert settings.database_url == "postgresql+psycopg://studio@127.0.0.1/studio"
    assert not settings.is_sqlite


@pytest.mark.parametrize(
    "wrong", [{"STUDIO_PORT": "eighty"}, {"STUDIO_PORT": "0"}, {"STUDIO_DATABASE_URL": "mysql://x"}]
)
def test_what_cannot_be_used_is_told_by_its_name(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingRefused, match=next(iter(wrong))):
        settings_from(wrong)


def test_a_password_in_an_address_is_never_shown() -> None:
    settings = settings_from(
        {"STUDIO_DATABASE_URL": "postgresql://studio:geheim@db/studio", "STUDIO_SECRET_KEY": "tief"}
    )

    assert "geheim" not in repr(settings)
    assert "tief" not in repr(settings)
    with pytest.raises(SettingRefused) as refused:
        settings_from({"STUDIO_DATABASE_URL": "mysql://studio:geheim@db/studio"})
    assert "geheim" not in str(refused.value)
