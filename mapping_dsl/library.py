"""A library: one folder of forms, records, lists, modules and mappings, the same on disk and in the studio's store."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from mapping_dsl import exact_json, nodes
from mapping_dsl.failures import LibraryUnreadable, NoSuchMapping, NoSuchText
from mapping_dsl.feel.nearest import nearest, suggestion
from mapping_dsl.forms import Forms, FormSchemaUnreadable, FormVersion, read_form, version_key
from mapping_dsl.parser import parse
from mapping_dsl.problems import Problem, Severity, Span

#: changes with everything that may make an outcome differ for the same texts; a part of every source's hash
ENGINE_VERSION = "5"

_FOLDERS = ("forms", "records", "lists", "modules")
_SUFFIXES = (".mapping", ".json", ".csv")


@dataclass(frozen=True)
class Source:
    """A mapping's (or module's) text with every text of the library that it depends on: a closure."""

    id: str
    path: str  #: the library's path of the text, "theft/theft.mapping"
    text: str
    files: Mapping[str, str]  #: by path: the text itself, modules, lists, form versions, record schemas, samples
    problems: tuple[Problem, ...] = ()  #: what the text names and the library lacks

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the texts and the engine's version: what a submission ran under."""
        content = exact_json.dumps([ENGINE_VERSION, sorted(self.files.items())])
        return hashlib.sha256(content.encode()).hexdigest()


class Library:
    """The texts of a library by path. Takes a folder, or the texts themselves."""

    def __init__(self, store: str | Path | Mapping[str, str]) -> None:
        self.folder = None if isinstance(store, Mapping) else Path(store)
        self._texts = dict(store) if isinstance(store, Mapping) else {}
        if self.folder and not self.folder.is_dir():
            raise LibraryUnreadable(str(self.folder))

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        if self.folder is None:
            return tuple(sorted(self._texts))
        files = (file for file in self.folder.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
        return tuple(sorted(file.relative_to(self.folder).as_posix() for file in files))

    def paths(self, prefix: str = "") -> list[str]:
        """The library's paths that begin so, in order."""
        return [path for path in self._paths if path.startswith(prefix)]

    def has(self, path: str) -> bool:
        """Whether the library holds that file."""
        return path in self._paths

    def text(self, path: str) -> str:
        """The text of a file. Raises NoSuchText, or LibraryUnreadable where it is no text."""
        if not self.has(path):
            raise NoSuchText(path)
        if path not in self._texts:
            assert self.folder is not None
            try:
                self._texts[path] = (self.folder / path).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise LibraryUnreadable(path) from error
        return self._texts[path]

    def mappings(self) -> list[str]:
        """The ids of the mappings."""
        parts = (PurePosixPath(path) for path in self._paths)
        return [path.stem for path in parts if str(path) == _mapping_path(path.stem) and path.parts[0] not in _FOLDERS]

    def modules(self) -> list[str]:
        """The ids of the modules."""
        return [PurePosixPath(path).stem for path in self.paths("modules/") if path.endswith(".mapping")]

    def samples(self, mapping: str) -> list[str]:
        """The names of a mapping's samples, "OPEN-001.json"."""
        return [PurePosixPath(path).name for path in self.paths(f"{mapping}/samples/")]

    def forms(self) -> Forms:
        """Every form version that can be read; one that cannot is told by the mappings that name it."""
        return Forms(form for path in self.paths("forms/") if (form := self._form(path)))

    def mapping_for(self, form: str, version: str) -> str | None:
        """The id of the mapping that takes in this version of this form."""
        for id_ in self.mappings():
            declared = _declared_form(self.text(_mapping_path(id_)))
            if declared and declared.name.text == form and covers(declared, version):
                return id_
        return None

    def mapping(self, id_or_path: str, *, text: str | None = None) -> Source:
        """The source of a mapping, by its id or its file's path; `text` stands in for the stored one."""
        path = self._path_of(id_or_path)
        if path is None and text is None:
            there = [*self.mappings(), *self.modules()]
            raise NoSuchMapping(id_or_path, nearest(id_or_path, there), there)
        path = path or (id_or_path if id_or_path.endswith(".mapping") else _mapping_path(id_or_path))
        return _Collecting(self, path, self.text(path) if text is None else text).source()

    def module(self, id_: str, *, text: str | None = None) -> Source:
        """The source of a module, by its id; `text` stands in for the stored one."""
        return self.mapping(_module_path(id_), text=text)

    def _path_of(self, id_or_path: str) -> str | None:
        tried = [_mapping_path(id_or_path), _module_path(id_or_path), id_or_path]
        if self.folder and Path(id_or_path).resolve().is_relative_to(self.folder.resolve()):
            tried.append(Path(id_or_path).resolve().relative_to(self.folder.resolve()).as_posix())
        return next((path for path in tried if path.endswith(".mapping") and self.has(path)), None)

    def _form(self, path: str) -> FormVersion | None:
        try:
            return read_form(exact_json.loads(self.text(path)))
        except (FormSchemaUnreadable, LibraryUnreadable, ValueError):
            return None


def covers(form: nodes.Form, version: str) -> bool:
    """Whether a version lies in a mapping's range, compared part by part."""
    return version_key(form.first.text) <= version_key(version) <= version_key(form.last.text)


def _mapping_path(id_: str) -> str:
    return f"{id_}/{id_}.mapping"


def _module_path(id_: str) -> str:
    return f"modules/{id_}.mapping"


def _declared_form(text: str) -> nodes.Form | None:
    statements = parse(text).file.statements
    return next((one.form for one in statements if isinstance(one, nodes.Mapping)), None)


@dataclass
class _Collecting:
    """Follows what a text names through the library, once each."""

    library: Library
    path: str
    text: str
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def source(self) -> Source:
        """The closure of the text."""
        self.files[self.path] = self.text
        self._follow(self.path, self.text)
        return Source(PurePosixPath(self.path).stem, self.path, self.text, self.files, tuple(self.problems))

    def _follow(self, file: str, text: str) -> None:
        for statement in parse(text).file.statements:
            match statement:
                case nodes.Use():
                    for name in statement.ids:
                        self._module(file, name)
                case nodes.List():
                    what = f"no list {statement.file.text}"
                    self._take(file, f"lists/{statement.file.text}", statement.file.span, what)
                case nodes.Mapping():
                    self._forms(file, statement.form)
                    for target in statement.targets:
                        path = f"records/{target.record.text}/{target.version.text}.json"
                        self._take(file, path, target.span, f"no record {target.record.text} {target.version.text}")
                case nodes.Example() if file == _mapping_path(PurePosixPath(file).stem):
                    path = f"{PurePosixPath(self.path).stem}/samples/{statement.given.text}"
                    self._take(file, path, statement.given.span, f"no sample {statement.given.text} of this mapping")

    def _module(self, file: str, name: nodes.Name) -> None:
        path = _module_path(name.text)
        is_new = path not in self.files
        if self._take(file, path, name.span, f"no module {name.text}") and is_new:
            self._follow(path, self.files[path])

    def _forms(self, file: str, form: nodes.Form | None) -> None:
        if form is None:
            return
        folder = f"forms/{form.name.text}/"
        kept = [path for path in self.library.paths(folder) if covers(form, PurePosixPath(path).stem)]
        if version_key(form.first.text) > version_key(form.last.text):
            message = f"the versions {form.first.text} to {form.last.text} go backwards"
            hint = f"write versions {form.last.text} to {form.first.text}"
            self.problems.append(Problem(form.span, "not-in-library", message, hint, file=file))
        elif not kept:
            versions = f"versions {form.first.text} to {form.last.text}"
            known = [PurePosixPath(path).stem for path in self.library.paths(folder)]
            there = known or _names_in(self.library, "forms/")
            self._lacking(file, form.span, f"no form {form.name.text} in {versions}", there)
        for path in kept:
            self._take(file, path, form.span, f"no form at {path}")

    def _take(self, file: str, path: str, span: Span, what: str) -> bool:
        if path in self.files:
            return True
        if not self.library.has(path):
            beside = self.library.paths(f"{PurePosixPath(path).parent}/")
            there = [PurePosixPath(one).name.removesuffix(".mapping") for one in beside]
            self._lacking(file, span, what, there or _names_in(self.library, f"{path.split('/')[0]}/"))
            return False
        try:
            self.files[path] = self.library.text(path)
        except LibraryUnreadable:
            problem = Problem(span, "unreadable-file", f"the library's file {path} cannot be read as text", file=file)
            self.problems.append(problem)
            return False
        return True

    def _lacking(self, file: str, span: Span, what: str, there: list[str]) -> None:
        near = suggestion(what.split()[2], there)
        hint = near or (f"there are {', '.join(there[:8])}" if there else "")
        severity = Severity.STOP if what.startswith("no sample") else Severity.ERROR
        self.problems.append(Problem(span, "not-in-library", f"the library has {what}", hint, severity, file=file))


def _names_in(library: Library, prefix: str) -> list[str]:
    return sorted({path.split("/")[1] for path in library.paths(prefix)})
