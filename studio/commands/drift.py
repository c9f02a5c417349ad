"""`studio drift FORM OLD NEW-OR-SAMPLES`: what changed in a form, what reads it, and the repair that is proposed."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.feel.nearest import nearest
from mapping_dsl.forms import FormVersion
from runtime.drift.decisions import Decision
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.found import VERSION, DefinitionRefused
from runtime.drift.forms_in.mails import entries_of, labels_of_sending
from runtime.drift.forms_in.samples import from_samples
from runtime.drift.proposing import propose
from runtime.drift.repair import FormChange, Repair
from runtime.drift.replay import Replayed
from runtime.intake import known_of, read
from runtime.intake.layout import LayoutUnusable, read_layouts
from runtime.intake.words import WordsUnusable
from studio.commands.options import complain, json_option, library_option, print_json
from studio.commands.preview import document_when_sent

SUMMARY = "Shows what changed between two form versions, or a version and mails, and proposes the repair."
EXAMPLE = "studio drift theft 1.0 2.0"

_MOST_SCHEMA_BYTES = 4 * 1024 * 1024
_READERS_SHOWN = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The form, its old version, what came after it, and where the repair is written."""
    parser.add_argument("form", metavar="FORM", help="the form's id in the library")
    parser.add_argument("old", metavar="OLD", help="the version that the library knows")
    help_text = "a version of the library, a schema file (.json), or mails: files or a folder"
    parser.add_argument("new", metavar="NEW-OR-SAMPLES", nargs="+", help=help_text)
    parser.add_argument("--write", metavar="DIR", type=Path, help="write the new schema and the mapping to this folder")
    library_option(parser)
    json_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Tells what changed: 0 where nothing did, 1 where something did, 2 where that cannot be told."""
    try:
        library = mapping_dsl.Library(arguments.library)
        old = _version(library, arguments.form, arguments.old)
        given = _submissions(library, old, arguments.new)
        repair = propose(_change(library, old, arguments.new), submissions=given)
        if arguments.json:
            print_json(repair.to_json())
        else:
            print("\n".join(_sentences(repair)))
        if arguments.write:
            _write(repair, arguments.write, quiet=arguments.json)
    except (mapping_dsl.MappingFailure, DefinitionRefused, _NoSuchVersion, OSError) as failure:
        return complain(failure)
    except (LayoutUnusable, WordsUnusable) as failure:
        return complain(failure)
    return int(bool(repair.decisions))


class _NoSuchVersion(Exception):
    """The library does not have a version of a form."""


def _version(library: mapping_dsl.Library, form: str, version: str) -> FormVersion:
    forms = library.forms()
    found = forms.find(form, version)
    if found:
        return found
    versions = [one.version for one in forms.of(form)]
    if versions:
        raise _NoSuchVersion(f"the form {form} has no version {version}; there are {', '.join(versions)}")
    known = sorted({one.form for one in forms.versions})
    near = nearest(form, known)
    raise _NoSuchVersion(f"the library has no form {form}; {f'did you mean {near}?' if near else ', '.join(known)}")


def _change(library: mapping_dsl.Library, old: FormVersion, named: list[str]) -> FormChange:
    """What came after the old version: what is named is a version, one schema, or else samples."""
    if len(named) == 1 and VERSION.fullmatch(named[0]) and not Path(named[0]).exists():
        new = _version(library, old.form, named[0])
        return FormChange(library, old, exact_json.loads(library.text(f"forms/{new.form}/{new.version}.json")))
    files = [file for name in named for file in _files(Path(name))]
    schema = _schema(files[0]) if len(files) == 1 else None
    if schema is not None:
        return FormChange(library, old, schema)
    not_asked = labels_of_sending(read_layouts(library))
    samples = [entries for file in files for entries in entries_of(file.read_bytes(), file.name, not_asked)]
    return FormChange(library, old, samples=from_samples(samples, About(old.title, old.form)))


def _submissions(library: mapping_dsl.Library, old: FormVersion, named: list[str]) -> list[dict[str, Any]]:
    """What of the named is a submission of the form, as mappings take it: the repair is tried on these."""
    known = known_of(library)
    files = [file for name in named if Path(name).exists() for file in _files(Path(name))]
    readings = (one for file in files for one in read(file.read_bytes(), known, file_name=file.name).submissions)
    return [document_when_sent(one) for one in readings if one.form == old.form]


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _schema(file: Path) -> dict[str, Any] | None:
    """The schema that a file holds; None where it is a sample."""
    if file.suffix.lower() != ".json" or file.stat().st_size > _MOST_SCHEMA_BYTES:
        return None
    try:
        document = exact_json.loads(file.read_bytes())
    except ValueError as error:
        raise DefinitionRefused(file.name, f"it is no JSON that can be read: {error}") from error
    return document if isinstance(document, dict) and "properties" in document else None


def _write(repair: Repair, folder: Path, *, quiet: bool) -> None:
    for path, text in repair.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
        if not quiet:
            print(f"written: {file}")


def _sentences(repair: Repair) -> Iterator[str]:
    old, new = repair.change.old, repair.new
    if not repair.decisions:
        yield f"{old.form} {new.version} asks what {old.version} asked: nothing changed."
    else:
        many = "1 thing has" if len(repair.decisions) == 1 else f"{len(repair.decisions)} things have"
        yield f"{old.form}: {many} changed from version {old.version} to {new.version}."
    for one in repair.decisions:
        yield ""
        yield from _about(one)
    yield from _told("", repair.remarks)
    if repair.decisions and repair.source:
        yield from _outcome(repair)


def _about(decision: Decision) -> Iterator[str]:
    danger = " (it may tell of danger)" if decision.risk or decision.asks_risk else ""
    yield f"{decision.kind}, {decision.severity}: {decision.sentence}{danger}"
    shown = [str(reader) for reader in decision.affected[:_READERS_SHOWN]]
    more = len(decision.affected) - len(shown)
    if shown:
        yield f"  read by {'; '.join(shown)}{f' and {more} more' if more else ''}"
    if decision.proposal:
        yield f"  proposal ({_state(decision)}, {decision.confidence:.0%} sure): {decision.proposal}"
    for sentence in decision.by_hand:
        yield f"  by hand: {sentence}"


def _state(decision: Decision) -> str:
    if decision.is_accepted:
        return "taken"
    return "a person must decide" if decision.is_undecided else "not taken unless somebody accepts it"


def _outcome(repair: Repair) -> Iterator[str]:
    yield ""
    yield repair.difference or "The mapping stays as it is."
    yield from _told("to mend in the mapping", (problem.describe() for problem in repair.problems))
    failing = [one for one in repair.examples if not one.holds]
    count = len(repair.examples)
    yield f"examples: {count - len(failing)} of {count} hold"
    yield from _told("does not hold", (f"{one.name}: {'; '.join(one.sentences)}" for one in failing))
    if repair.submissions:
        yield from _tried(repair.replayed)


def _tried(replayed: Replayed) -> Iterator[str]:
    left_out = f"; {replayed.left_out} cannot be run" if replayed.left_out else ""
    yield f"submissions: {replayed.run} run through both texts{left_out}"
    yield from (f"  comes out differently: {one.place} ({one.count} of them)" for one in replayed.effects)


def _told(what: str, sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield f"{what}: {sentence}" if what else sentence
