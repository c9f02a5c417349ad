"""Every route names the roles that open it, or says that it is open to all."""

from pathlib import Path

from flask import Flask

import app as house
from runtime.settings import settings_from


def without_roles(app: Flask) -> list[str]:
    """The routes that name no role and are not marked as open to all either."""
    return sorted(
        str(rule) for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "roles")
    )


def test_every_route_names_its_roles(tmp_path: Path) -> None:
    app = house.create_app(settings_from({"STUDIO_INSTANCE": str(tmp_path), "STUDIO_SECRET_KEY": "for a test"}))

    assert without_roles(app) == []


def test_a_route_without_roles_is_seen() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/bare", view_func=lambda: "")

    assert without_roles(app) == ["/bare"]
