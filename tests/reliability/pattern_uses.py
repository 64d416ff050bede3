"""How the code uses its patterns: one that only ever matches at the beginning never searches."""

import ast
import inspect
from collections import defaultdict
from functools import cache
from types import ModuleType

_AT_THE_BEGINNING = {"match", "fullmatch"}
_ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}
_TELLS_NO_TEXT = {"pattern", "flags", "groupindex", "groups"}
ALL = frozenset({"match", "finditer"})


def methods(modules: list[ModuleType], home: str, name: str) -> frozenset[str]:
    """Return the methods by which ``name`` of the module ``home`` is used, in any of ``modules``.

    ``finditer`` stands for all that look through a whole text. What is handed on, or stands in a
    container, may be used in every way.
    """
    found: set[str] = set()
    for module in modules:
        local = name if module.__name__ == home else _imports(module).get((home, name))
        if local:
            found |= _uses(module).get(local, set())
    if not found or not found <= _AT_THE_BEGINNING | _ANYWHERE | _TELLS_NO_TEXT:
        return ALL
    anywhere = {"finditer"} if found & _ANYWHERE else set()
    return frozenset(found & _AT_THE_BEGINNING | anywhere)


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


@cache
def _imports(module: ModuleType) -> dict[tuple[str, str], str]:
    """Return what a module calls the names that it imports from others."""
    return {
        (node.module or "", alias.name): alias.asname or alias.name
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@cache
def _uses(module: ModuleType) -> dict[str, set[str]]:
    """Return the attribute that is asked of each name, and "itself" where the name goes elsewhere."""
    found: dict[str, set[str]] = defaultdict(set)
    asked = {}
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            asked[id(node.value)] = node.attr
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found[node.id].add(asked.get(id(node), "itself"))
    return found
