"""What the first visitor would otherwise wait for: grammars, templates, and the checks of every mapping."""

import gc

from flask import Flask

from runtime import people
from runtime.database import Database
from runtime.texts import library
from studio.trial import examine

OWN_TEMPLATES = ("layouts/", "components/", "partials/", "pages/")


def warm(app: Flask) -> None:
    """Does it all once. Nothing depends on it, so it may run beside the first requests."""
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(OWN_TEMPLATES)):
        app.jinja_env.get_template(name)
    database: Database = app.extensions["services"].database
    for force in people.list_forces(database):
        _check_all(database, force.force_id)
    # What was made stays. Left to the garbage collector, each of its full rounds walks through all of it again, a fifth
    # of a second in the middle of somebody's page.
    gc.collect()
    gc.freeze()


def _check_all(database: Database, force_id: str) -> None:
    """What runs, and what somebody is changing it to."""
    for one in library.mappings(database, force_id):
        with database.read_session(force_id) as session:
            texts, draft = library.current_library(session), library.draft_of(session, one.path)
        if texts.has(one.path) and not one.is_module:
            examine(texts, one.path, texts.text(one.path))
        if draft is not None:
            examine(texts, one.path, draft.text)
