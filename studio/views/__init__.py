"""Views: each reads the request, calls one function of a floor below, and renders what came back."""

from studio.views import (
    attachments,
    audit,
    changes,
    drafts,
    editor,
    examples,
    exchange,
    figures,
    help,
    mappings,
    queue,
    repair,
    sign_in,
    submissions,
    worklist,
)

BLUEPRINTS = (
    sign_in.views,
    worklist.views,
    queue.views,
    changes.views,
    repair.views,
    submissions.views,
    attachments.views,
    mappings.views,
    drafts.views,
    examples.views,
    editor.views,
    exchange.views,
    figures.views,
    audit.views,
    help.views,
)
