"""The web application: the views joined with what surrounds every one of them."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, Undefined

from runtime import people
from runtime.database import Database
from runtime.settings import Settings
from studio import assets, errors, navigation, roles, security, signed_in
from studio.views import BLUEPRINTS

TEMPLATES = Path(__file__).parent.parent / "templates"
LARGEST_REQUEST_BYTES = 40 * 1024 * 1024  # the largest mail that the national service hands over, and a little more
SIGNED_IN_FOR = timedelta(hours=12)  # one shift


class NeverShown(Undefined):
    """A name that a template does not have: it may be asked for (GOV.UK's components do), but not be written out."""

    __str__ = Undefined._fail_with_undefined_error


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The studio as a WSGI application; without a database, one is opened by the settings."""
    database = database or Database(settings)
    app = Flask("studio", template_folder=None, static_folder=str(Path(__file__).parent / "static"))
    app.config.update(
        SECRET_KEY=settings.secret_key or people.signing_key(database),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST_BYTES,
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_FOR,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # it lasts as long as the session: a long report must not lose what was typed
    )
    app.extensions["services"] = signed_in.Services(settings, database)
    _draw_by(app)
    CSRFProtect(app)
    signed_in.know_visitors(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    roles.guard(app)
    security.protect(app)
    errors.tell_failures(app)
    return app


def _draw_by(app: Flask) -> None:
    """Sets templates up: ours, and GOV.UK's components; a name that is not there is a fault, not a blank."""
    app.jinja_options = {
        "undefined": NeverShown,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "loader": ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader(
                    {
                        "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                        "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                    }
                ),
            ]
        ),
    }
    WTFormsHelpers(app)
    app.jinja_env.globals["asset"] = assets.asset
    app.context_processor(lambda: {"navigation": navigation.for_visitor()})
