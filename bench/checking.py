"""What it costs to check a text of ten thousand lines, whatever stands in it, and each of the seven mappings.

    python -m bench.checking               (all shapes; `--lines N` for shorter texts, names for some shapes)

Counted is the computing of this process, so that others on the machine count little. The aim is two seconds a text; a
text that is twice as long may take twice as long, which `--growth` shows by checking half of each as well.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import mapping_dsl
from bench.report import table
from mapping_dsl import Library

_LINES: Final = 10_000
_ROUNDS: Final = 5  #: of checks of a real mapping, each with another comment in its text
_MAPPING: Final = "theft/theft.mapping"
_MAPPINGS: Final = ("asb", "burglary", "contact", "hate", "rti", "theft", "vehicle")
_HEAD: Final = """\
mapping theft "Ten thousand lines"
    form theft versions 1.0 to 2.0
    target chs.incident version 1

"""
_TABLE: Final = "decide {name} first\n    | surname | => {name} |\n"
_LEVELS: Final = ("critical", "high", "medium", "low", "note")

#: the lines of a text of about so many, by what they consist of
Shape = Callable[[int], Iterator[str]]


def _fields(count: int) -> Iterator[str]:
    yield "record chs.incident"
    yield from (f'    field{number} <- surname + "{number}"' for number in range(count))


def _one_field(count: int) -> Iterator[str]:
    yield "record chs.incident"
    yield from ("    callerPhone <- phone otherwise blank" for _ in range(count))


def _lets(count: int) -> Iterator[str]:
    return (f'let a{number} = surname + "{number}"' for number in range(count))


def _chain(count: int) -> Iterator[str]:
    yield from (f"let a{number} = a{number + 1} + 1" for number in range(count))
    yield f"let a{count} = 1"


def _chain_upwards(count: int) -> Iterator[str]:
    yield "let a0 = 1"
    yield from (f"let a{number + 1} = a{number} + 1" for number in range(count))


def _all_read_one(count: int) -> Iterator[str]:
    yield "let base = surname"
    yield from (f'let a{number} = base + "{number}"' for number in range(count))


def _ring(count: int) -> Iterator[str]:
    return (f"let a{number} = a{(number + 1) % count} + 1" for number in range(count))


def _spaced_names(count: int) -> Iterator[str]:
    return (f"let the name {number} of all = surname" for number in range(count))


def _functions(count: int) -> Iterator[str]:
    return (f'function f{number}(x) = if x = null then "{number}" else x' for number in range(count))


def _calling_functions(count: int) -> Iterator[str]:
    yield "function f0(x) = x"
    yield from (f"function f{number + 1}(x) = f{number}(x)" for number in range(count))


def _flags(count: int) -> Iterator[str]:
    for number in range(count // 3):
        yield f'flag "F{number}" {_LEVELS[number % 5]}'
        yield f'    when contains(surname, "{number}")'
        yield '    because "it says so"'


def _one_table(count: int) -> Iterator[str]:
    yield _TABLE.format(name="answer").rstrip()
    yield from (f'    | "{number}" | "to {number}" |' for number in range(count))


def _numbers_in_one_table(count: int) -> Iterator[str]:
    yield "decide answer first\n    | string length(surname) | => answer |"
    yield from (f"    | < {number} | {number} |" for number in range(count))


def _small_tables(count: int) -> Iterator[str]:
    for number in range(count // 5):
        yield _TABLE.format(name=f"d{number}").rstrip()
        yield f'    | "{number}" | "yes" |'
        yield '    | "no" | "no" |'
        yield '    | otherwise | "none" |'


def _lists_ignored(count: int) -> Iterator[str]:
    return (f'ignore nothing{number}, surname because "it is not wanted"' for number in range(count))


def _ignored_once(count: int) -> Iterator[str]:
    yield "ignore surname,"
    yield from (f"    nothing{number}," for number in range(count))
    yield '    phone because "it is not wanted"'


def _lists(count: int) -> Iterator[str]:
    return (f'list l{number} from "offences.csv" by code' for number in range(count))


def _examples(count: int) -> Iterator[str]:
    for number in range(count // 3):
        yield f'example "example {number}"'
        yield '    given "none.json"'
        yield f'    expect chs.incident.callerPhone = "{number}"'


def _repeated_groups(count: int) -> Iterator[str]:
    yield "record chs.incident"
    for number in range(count // 2):
        yield "    persons for each item in vehicles where item.make != null"
        yield f'        surname <- "{number}"'


def _nested_groups(count: int) -> Iterator[str]:
    depth = 30
    for _ in range(count // depth):
        yield "record chs.incident"
        yield from (f"{' ' * 4 * level}group{level}" for level in range(1, depth - 1))
        yield f"{' ' * 4 * (depth - 1)}surname <- surname"


def _records(count: int) -> Iterator[str]:
    for number in range(count // 2):
        yield f"record chs.incident{number}"
        yield "    surname <- surname"


def _unknown_names(count: int) -> Iterator[str]:
    return (f"let a{number} = surnam{number} + phoone{number}" for number in range(count))


def _broken_lines(count: int) -> Iterator[str]:
    return ("falg x (" for _ in range(count))


def _broken_expressions(count: int) -> Iterator[str]:
    return (f"let a{number} = (surname + ] {number}" for number in range(count))


def _one_name(count: int) -> Iterator[str]:
    return ("let a = b" for _ in range(count))


def _one_long_expression(count: int) -> Iterator[str]:
    yield "let a = 1"
    yield from (f"    + {number}" for number in range(count))


def _long_text(count: int) -> Iterator[str]:
    yield 'record chs.incident\n    summary <- """'
    yield from ("        The caller {surname} said so on {phone}." for _ in range(count))
    yield '        """'


def _comments(count: int) -> Iterator[str]:
    return (f"// the line {number} says nothing" for number in range(count))


def _conditions(count: int) -> Iterator[str]:
    return (f'let a{number} = if surname = "{number}" and phone != null then 1 else 2' for number in range(count))


def _mixed(count: int) -> Iterator[str]:
    shapes = [_fields, _lets, _functions, _flags, _small_tables, _examples, _unknown_names, _broken_lines, _comments]
    for number, shape in enumerate(shapes):
        yield from (line.replace("let a", f"let b{number}") for line in shape(count // len(shapes)))


SHAPES: Final[Mapping[str, Shape]] = {
    "fields": _fields,
    "one field, many times": _one_field,
    "lets": _lets,
    "lets, each reading the next": _chain,
    "lets, each reading the one above": _chain_upwards,
    "lets, all reading one": _all_read_one,
    "lets in a ring": _ring,
    "lets of one name": _one_name,
    "names of several words": _spaced_names,
    "ifs": _conditions,
    "functions": _functions,
    "functions, each calling the one above": _calling_functions,
    "flags": _flags,
    "one table": _one_table,
    "one table of numbers": _numbers_in_one_table,
    "small tables": _small_tables,
    "lines of ignore": _lists_ignored,
    "one ignore": _ignored_once,
    "lists": _lists,
    "examples": _examples,
    "records": _records,
    "groups, one after the other": _repeated_groups,
    "groups in groups": _nested_groups,
    "unknown names": _unknown_names,
    "broken lines": _broken_lines,
    "broken expressions": _broken_expressions,
    "one long expression": _one_long_expression,
    "one long text": _long_text,
    "comments": _comments,
    "all of it": _mixed,
}


def text(shape: str, lines: int) -> str:
    """A mapping of about so many lines of one shape."""
    return _HEAD + "\n".join(SHAPES[shape](lines)) + "\n"


def main() -> None:
    """Measures, and prints."""
    arguments = _arguments()
    library = Library("mappings")
    rows: list[list[str]] = []
    for shape in arguments.shapes:
        counts = [arguments.lines // 2, arguments.lines] if arguments.growth else [arguments.lines]
        taken = [_seconds(library, "theft", text(shape, count)) for count in counts]
        rows.append([shape, *(f"{seconds:.2f}" for seconds, _ in taken), str(taken[-1][1])])
    heads = ["half"] * arguments.growth + ["seconds"]
    print(table([f"{arguments.lines:,} lines of", *heads, "problems"], rows))
    print(table(["a mapping, checked again after a change", "milliseconds"], list(_mappings(library))))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.checking", description="What checking a text costs")
    parser.add_argument("shapes", nargs="*", default=list(SHAPES), help="all where none is named")
    parser.add_argument("--lines", type=int, default=_LINES)
    parser.add_argument("--growth", action="store_true", help="measure half of each text too")
    return parser.parse_args()


def _seconds(library: Library, id_: str, text: str) -> tuple[float, int]:
    source = library.mapping(id_, text=text)
    began = time.process_time()
    problems = mapping_dsl.check(source)
    return time.process_time() - began, len(problems)


def _mappings(library: Library) -> Iterator[list[str]]:
    for id_ in _MAPPINGS:
        whole = library.text(f"{id_}/{id_}.mapping")
        taken = [_seconds(library, id_, f"{whole}\n// {number}\n")[0] for number in range(_ROUNDS + 1)]
        yield [id_, f"{statistics.median(taken[1:]) * 1000:.0f}"]


if __name__ == "__main__":
    main()
