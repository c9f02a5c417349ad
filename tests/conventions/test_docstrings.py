"""Every module, class and public function says something that its name does not."""

import ast
from collections.abc import Iterator

from tests.conventions import source

RULE_BY_RULE = {"Transformer", "NodeVisitor"}  # their methods are called like the rules they are for


def without_docstring(tree: ast.Module) -> list[str]:
    """The names of all that must have a docstring and has none; the empty name is the module's."""
    return [name for name, node in _public(tree) if not ast.get_docstring(node)]


def _public(tree: ast.Module) -> Iterator[tuple[str, ast.Module | ast.ClassDef | source.FunctionNode]]:
    yield "", tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            yield from ((f"{node.name}.{method.name}", method) for method in _methods(node))
        elif isinstance(node, source.FunctionNode) and _is_public(node):
            yield node.name, node


def _methods(node: ast.ClassDef) -> list[source.FunctionNode]:
    bases = {ast.unparse(base).partition("[")[0] for base in node.bases}
    if bases & RULE_BY_RULE:
        return []
    return [child for child in node.body if isinstance(child, source.FunctionNode) and _is_public(child)]


def _is_public(node: source.FunctionNode) -> bool:
    return not node.name.startswith("_") and ast.unparse(node.body[-1]) != "..."


def test_everything_public_has_a_docstring() -> None:
    missing = {name: without_docstring(_unregistered(name)) for name in source.product()}

    assert {name: names for name, names in missing.items() if names} == {}


def _unregistered(name: str) -> ast.Module:
    """A file's tree; a function of the language says what it means where it is registered, for the help page."""
    tree = source.tree(name)
    if not name.startswith(("mapping_dsl/functions/", "mapping_dsl/feel/functions/")):
        return tree
    kept = [node for node in tree.body if not (isinstance(node, source.FunctionNode) and node.decorator_list)]
    return ast.Module(kept, [])


def test_what_has_no_docstring_is_seen() -> None:
    text = '"""M."""\nclass A:\n """A."""\n def b(self): pass\n def _c(self): pass\ndef d(): pass\nclass _E: ...'

    missing = without_docstring(ast.parse(text))

    assert missing == ["A.b", "d"]
