"""Every problem has a code of its own, in its floor's codes.py, with a text that raises it and the same one mended."""

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator

from mapping_dsl.problems import ProblemCode
from tests.conventions import source

KEBAB = re.compile(r"^[a-z]+(?:-[a-z]+)+$")
TELLS = re.compile(r"^(?:Problem|refuse|_?\w*problem\w*)$")
FOLDER = "mapping_dsl/"


def tables() -> dict[str, dict[str, ProblemCode]]:
    """Each floor's codes, by the path of its table."""
    names = [name for name in source.product() if name.startswith(FOLDER) and name.endswith("/codes.py")]
    return {name: importlib.import_module(name.removesuffix(".py").replace("/", ".")).CODES for name in names}


def told_in(tree: ast.Module) -> Iterator[str]:
    """The codes that a file's text tells problems with."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and TELLS.match(_called(call)):
            yield from (
                part.value
                for argument in call.args
                for part in ast.walk(argument)
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and KEBAB.match(part.value)
            )


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def test_a_code_is_kebab_case_and_belongs_to_one_floor() -> None:
    codes = Counter(code for table in tables().values() for code in table)

    assert [code for code in codes if not KEBAB.match(code)] == []
    assert [code for code, count in codes.items() if count > 1] == []


def test_every_code_has_a_broken_text_and_a_mended_one() -> None:
    codes = {code: one for table in tables().values() for code, one in table.items()}

    assert [code for code, one in codes.items() if not one.broken.strip() or one.broken == one.mended] == []


def test_every_code_says_in_one_sentence_why_it_matters() -> None:
    whys = {code: one.why for table in tables().values() for code, one in table.items()}

    assert [code for code, why in whys.items() if not re.fullmatch(r"[A-Z][^\n]+[.]", why)] == []


def test_no_problem_is_told_without_a_code_of_its_table() -> None:
    told = {code for name in source.product() if name.startswith(FOLDER) for code in told_in(source.tree(name))}

    assert told - {code for table in tables().values() for code in table} == set()


def test_every_code_of_a_table_is_told_somewhere() -> None:
    programs = [name for name in source.product() if name.startswith(FOLDER) and not name.endswith("/codes.py")]
    written = {
        node.value
        for name in programs
        for node in ast.walk(source.tree(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert {code for table in tables().values() for code in table} - written == set()


def test_a_code_is_seen_where_a_problem_is_told() -> None:
    text = 'Problem(span, "a-b", "not a-code")\ncall.refuse("c-d" if x else "e-f", "m")\nprint("g-h")'

    codes = list(told_in(ast.parse(text)))

    assert codes == ["a-b", "c-d", "e-f"]
