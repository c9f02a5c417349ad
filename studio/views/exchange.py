"""A mapping's decision tables to Excel, CSV and DMN and back into the draft, and documents about it to sign."""

from dataclasses import replace

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

import mapping_dsl
from mapping_dsl.checker import check
from mapping_dsl.documents import DOCUMENTS, Document
from mapping_dsl.documents.page import body_of
from mapping_dsl.documents.word import write_word
from mapping_dsl.exchange.applying import Applied, problems_of_tables, put_tables, read_tables
from mapping_dsl.exchange.comma_separated import write_csv
from mapping_dsl.exchange.described import described_tables
from mapping_dsl.exchange.dmn_writing import write_dmn
from mapping_dsl.exchange.excel import write_excel
from mapping_dsl.exchange.tables import CellProblem, Reading, Table
from mapping_dsl.problems import Problem
from mapping_dsl.program import assemble
from studio.presenters.difference import difference
from studio.presenters.exchange import document_rows, links_to_all, table_rows, upload
from studio.roles import needs
from studio.signed_in import person
from studio.trial import examine
from studio.views.drafts import MAY_CHANGE, MAY_READ, Opened, opened

views = Blueprint("exchange", __name__, url_prefix="/mappings/<mapping_id>")

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WRITERS = {
    "xlsx": (write_excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (lambda tables: write_csv(tables[0]), "text/csv; charset=utf-8"),
    "dmn": (write_dmn, "application/xml"),
}


@views.get("/tables")
@needs(*MAY_READ)
def show(mapping_id: str) -> ResponseReturnValue:
    """The tables of the text, and the documents that can be made of it."""
    found = opened(mapping_id)
    return render_template(
        "pages/exchange.html",
        page=found.head,
        tables=table_rows(mapping_id, _tables(found)),
        all_tables=links_to_all(mapping_id),
        documents=() if found.shown.is_module else document_rows(mapping_id),
        may_change=not set(MAY_CHANGE).isdisjoint(person().roles),
    )


@views.get("/tables.<any(xlsx, csv, dmn):ending>")
@needs(*MAY_READ)
def download(mapping_id: str, ending: str) -> ResponseReturnValue:
    """One table, or all of them in one file."""
    found = opened(mapping_id)
    name = request.args.get("table")
    tables = [table for table in _tables(found) if name in (None, table.name)]
    if not tables:
        abort(404)
    write, media_type = _WRITERS[ending]
    try:
        return _file(write(tables), media_type, f"{mapping_id}-{name or 'tables'}.{ending}")
    except mapping_dsl.MappingFailure as failure:
        return _told(mapping_id, failure)


@views.post("/tables")
@needs(*MAY_CHANGE)
def preview(mapping_id: str) -> ResponseReturnValue:
    """What a file would change in the draft, and which of its cells must be mended; nothing is kept yet."""
    found = opened(mapping_id)
    given = request.files["file"]
    name = given.filename or ""
    reading = read_tables(name, given.read())
    applied = None if reading.is_stopped else put_tables(found.text, reading.tables)
    problems = [*reading.problems, *(_problems(found, reading, applied) if applied else ())]
    shown = upload(name, applied, problems)
    return render_template(
        "pages/exchange_preview.html",
        page=found.head,
        upload=shown,
        places=difference(found.text, shown.text) if shown.text else (),
        revision=found.draft.revision if found.draft else "",
    )


@views.get("/documents/<any(specification, atrs):kind>")
@needs(*MAY_READ)
def document(mapping_id: str, kind: str) -> ResponseReturnValue:
    """A document about the mapping, as a page that can be printed."""
    found = opened(mapping_id)
    try:
        made = _document(found, kind)
    except mapping_dsl.MappingFailure as failure:
        return _told(mapping_id, failure)
    word = url_for(".word", mapping_id=mapping_id, kind=kind)
    return render_template(
        "pages/document.html", title=made.title, body=Markup(body_of(made)), word=word, page=found.head
    )


@views.get("/documents/<any(specification, atrs):kind>.docx")
@needs(*MAY_READ)
def word(mapping_id: str, kind: str) -> ResponseReturnValue:
    """The same document for Word."""
    try:
        return _file(write_word(_document(opened(mapping_id), kind)), _WORD, f"{mapping_id}-{kind}.docx")
    except mapping_dsl.MappingFailure as failure:
        return _told(mapping_id, failure)


def _document(found: Opened, kind: str) -> Document:
    if found.shown.is_module:
        abort(404)
    made = DOCUMENTS[kind](found.texts.mapping(found.path, text=found.text))
    standing = f"a draft, not published; runs now: {found.head.published}" if found.draft else found.head.published
    return replace(made, identity=f"{made.identity}; {standing}")


def _tables(found: Opened) -> tuple[Table, ...]:
    program = assemble(found.texts.mapping(found.path, text=found.text))
    return described_tables(program, check(program))


def _problems(found: Opened, reading: Reading, applied: Applied) -> list[CellProblem]:
    before, after = (_own_problems(found, text) for text in (found.text, applied.text))
    return list(problems_of_tables(applied.text, reading.tables, before, after))


def _own_problems(found: Opened, text: str) -> list[Problem]:
    examined = examine(found.texts, found.path, text)
    return [problem for problem in examined.problems if examined.is_own(problem)]


def _told(mapping_id: str, failure: mapping_dsl.MappingFailure) -> ResponseReturnValue:
    flash(f"{str(failure)[:1].upper()}{str(failure)[1:]}.")
    return redirect(url_for(".show", mapping_id=mapping_id))


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
