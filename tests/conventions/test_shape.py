"""Sizes, nesting, names of files and places of `except Exception`, as the style guide has them."""

import ast
import re

from tests.conventions import source

LONGEST_FUNCTION = 40
LONGEST_FUNCTION_WITH_A_REASON = 60
LONGEST_FILE = 400
DEEPEST = 3
NAMELESS = {"utils.py", "helpers.py", "common.py", "manager.py"}
LAST_HANDLERS = {"app.py", "runtime/worker.py", "studio/errors.py"}
# What once made the tables is kept as it was run; its length is the tables'.
PROGRAMS = [name for name in source.product() if not name.startswith("runtime/migrations/versions/")]
BLOCKS = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.Match)


def length_of(function: source.FunctionNode) -> int:
    """Lines from `def` to the end, without the docstring."""
    docstring = function.body[0] if ast.get_docstring(function) else None
    told = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


def has_a_reason(function: source.FunctionNode) -> bool:
    """Whether the docstring says why the function is long."""
    return "Long because" in (ast.get_docstring(function) or "")


def length_without_tables(tree: ast.Module, lines: int) -> int:
    """Lines of a file, without those of the values it assigns at its top: a table is not a subject of its own."""
    tables = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return lines - sum((node.end_lineno or 0) - node.lineno for node in tables)


def depth_of(node: ast.AST) -> int:
    """How many blocks lie in one another below a node; an `elif` is as deep as its `if`."""
    return max((_depth_with(child) for child in ast.iter_child_nodes(node)), default=0)


def _depth_with(node: ast.AST) -> int:
    if isinstance(node, source.FunctionNode | ast.ClassDef):
        return 0
    if isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        body = max((_depth_with(child) for child in node.body), default=0)
        return max(1 + body, _depth_with(node.orelse[0]))
    return depth_of(node) + isinstance(node, BLOCKS)


def handlers_of_everything(tree: ast.Module) -> int:
    """How often a file catches every exception there is."""
    handlers = [node.type for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return sum(type is None or ast.unparse(type) in {"Exception", "BaseException"} for type in handlers)


def test_a_function_has_40_lines_or_a_reason_and_never_more_than_60() -> None:
    too_long = [
        f"{name}: {function.name} has {length_of(function)} lines"
        for name in PROGRAMS
        for function in source.functions(name)
        if length_of(function) > (LONGEST_FUNCTION_WITH_A_REASON if has_a_reason(function) else LONGEST_FUNCTION)
    ]

    assert too_long == []


def test_a_file_has_400_lines_tables_apart() -> None:
    lines = {name: len((source.ROOT / name).read_text("utf-8").splitlines()) for name in PROGRAMS}

    lengths = {name: length_without_tables(source.tree(name), count) for name, count in lines.items()}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_nests_past_three() -> None:
    too_deep = [
        f"{name}: {function.name} nests {depth_of(function)} deep"
        for name in PROGRAMS
        for function in source.functions(name)
        if depth_of(function) > DEEPEST
    ]

    assert too_deep == []


def test_every_file_has_a_name_that_says_its_subject() -> None:
    nameless = [name for name in source.files() if name.rpartition("/")[2] in NAMELESS]

    assert nameless == []


def test_everything_is_caught_in_the_three_last_handlers_alone() -> None:
    counts = {name: handlers_of_everything(source.tree(name)) for name in source.product()}

    caught = {name: count for name, count in counts.items() if count and (count > 1 or name not in LAST_HANDLERS)}

    assert caught == {}


def test_mappings_hold_data_only() -> None:
    programs = [name for name in source.files() if name.startswith("mappings/") and name.endswith(".py")]

    assert programs == []


def test_a_test_is_called_by_the_sentence_it_proves() -> None:
    tests = [
        function.name
        for name in source.files()
        if re.search(r"^tests/(.+/)?test_\w+\.py$", name)
        for function in source.functions(name)
        if function.name.startswith("test_")
    ]

    assert [test for test in tests if test.count("_") < 3] == []


def test_the_measures_see_what_is_too_long_too_deep_and_caught_too_widely() -> None:
    body = "\n".join(f"    x = {number}" for number in range(41))
    deep = "def f():\n for a in b:\n  if a:\n   with a:\n    while a:\n     pass"
    elif_chain = "def f():\n if a:\n  pass\n elif b:\n  pass\n elif c:\n  pass\n elif d:\n  pass"
    wide = "try:\n pass\nexcept Exception:\n pass\ntry:\n pass\nexcept:\n pass"

    long_function, deep_function, chain = (ast.parse(text).body[0] for text in (f"def f():\n{body}", deep, elif_chain))

    assert isinstance(long_function, ast.FunctionDef)
    assert length_of(long_function) == 42
    assert depth_of(deep_function) == 4
    assert depth_of(chain) == 1
    assert handlers_of_everything(ast.parse(wide)) == 2
    assert length_without_tables(ast.parse("A = {\n 1: 2,\n 3: 4,\n}\nb()"), 5) == 2
