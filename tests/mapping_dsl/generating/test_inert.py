"""Generated code of whole mappings names nothing but its own numbers and a list; what a user wrote is a value in it."""

import ast
from collections.abc import Iterator

import pytest

import mapping_dsl
from mapping_dsl.checker import check
from mapping_dsl.generating import shapes
from mapping_dsl.generating.generator import code_of
from mapping_dsl.interpreter import interpret
from mapping_dsl.program import assemble

LIBRARY = mapping_dsl.Library("mappings")
OF_A_RUN = {
    "frame",
    "answers",
    "values",
    "doubts",
    "told",
    "counts",
    "shown",
    "call",
    "names",
    "reasons",
    "budget",
    "seen",
}


@pytest.mark.parametrize("trusting", [True, False])
@pytest.mark.parametrize("name", LIBRARY.mappings())
def test_the_code_of_a_mapping_names_nothing_but_the_list_and_its_own_numbers(name: str, trusting: bool) -> None:
    program = assemble(LIBRARY.mapping(name))

    function, namespace = code_of(interpret(program, check(program).meanings), trusting=trusting)

    assert set(_names(function)) <= shapes.NAMESPACE.keys() | OF_A_RUN
    assert namespace["__builtins__"] == {}
    assert not [one for one in ast.walk(function) if isinstance(one, ast.Import | ast.ImportFrom | ast.Global)]
    assert not [one.attr for one in ast.walk(function) if isinstance(one, ast.Attribute) and one.attr.startswith("_")]


def _names(function: ast.FunctionDef) -> Iterator[str]:
    """What the code names, its numbered names apart."""
    for one in ast.walk(function):
        if isinstance(one, ast.Name) and not (one.id[0] in "vfk" and one.id[1:].isdigit()):
            yield one.id
