"""FEEL, the expression language of DMN 1.5 (chapter 10), alone: it knows nothing of statements."""

from mapping_dsl.feel import checker, functions, interpreter, parser, types, values
from mapping_dsl.feel.admission import NotAValue, admit
from mapping_dsl.feel.compiler import Compiled, NotAnExpression, compile, evaluate, function, unary_tests
from mapping_dsl.feel.deciding import NotATable, decide
from mapping_dsl.feel.lexical import to_string
from mapping_dsl.feel.operators import equal

__all__ = [
    "Compiled",
    "NotATable",
    "NotAValue",
    "NotAnExpression",
    "admit",
    "checker",
    "compile",
    "decide",
    "equal",
    "evaluate",
    "function",
    "functions",
    "interpreter",
    "parser",
    "to_string",
    "types",
    "unary_tests",
    "values",
]
