"""`studio format MAPPING…`: the canonical layout of mappings and modules."""

import argparse
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import mapping_dsl
from studio.commands.check import mappings_argument
from studio.commands.options import complain, json_option, library_option, print_json

SUMMARY = "Writes mappings and modules in their canonical layout; what they mean stays."
EXAMPLE = "studio format theft --diff"


@dataclass(frozen=True, slots=True)
class Formatted:
    """A mapping's text before and after."""

    id: str
    path: str  #: in the library
    before: str
    text: str

    @property
    def is_changed(self) -> bool:
        """Whether the layout was another."""
        return self.text != self.before

    @property
    def difference(self) -> str:
        """The lines that change, as a unified diff."""
        old, new = (text.splitlines() for text in (self.before, self.text))
        return "\n".join(unified_diff(old, new, self.path, f"{self.path} (formatted)", lineterm=""))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The mappings, their library, and what to do with what would change."""
    mappings_argument(parser)
    library_option(parser)
    parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--check", action="store_true", help="say which would change, and change nothing")
    json_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Formats each: 0 where nothing was to be changed or it is done, 1 where something would only be changed."""
    is_dry = arguments.diff or arguments.check
    try:
        library = mapping_dsl.Library(arguments.library)
        formatted = [_formatted(library, name) for name in arguments.mappings]
        changed = [one for one in formatted if one.is_changed]
        for one in [] if is_dry else changed:
            Path(arguments.library, one.path).write_bytes(one.text.encode())
    except (mapping_dsl.MappingFailure, OSError) as failure:
        return complain(failure)
    if arguments.json:
        print_json({"mappings": [_as_json(one) for one in formatted]})
    else:
        print("\n".join(_sentence(one, arguments) for one in formatted))
    return int(is_dry and bool(changed))


def _formatted(library: mapping_dsl.Library, name: str) -> Formatted:
    source = library.mapping(name)
    assert library.folder
    # The library reads line ends of any kind as one; here the file's own are kept.
    text = (library.folder / source.path).read_bytes().decode()
    return Formatted(source.id, source.path, text, mapping_dsl.format(text))


def _sentence(one: Formatted, arguments: argparse.Namespace) -> str:
    if not one.is_changed:
        return f"{one.id}: in its layout"
    if arguments.diff:
        return one.difference
    return f"{one.id}: {'would be formatted' if arguments.check else 'formatted'}"


def _as_json(one: Formatted) -> dict[str, object]:
    return {
        "mapping": one.id,
        "file": one.path,
        "changed": one.is_changed,
        "text": one.text,
        "diff": one.difference,
    }
