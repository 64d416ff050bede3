"""Faults of ``sources.yml``, each with its line and what to write instead."""

import json
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from jsonschema import ValidationError

_SCHEMA = Path(__file__).with_name("sources.schema.json")

#: JSON Schema's words for what YAML shows.
_KINDS = {
    "array": "list",
    "object": "mapping",
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
}
_KIND_KEYS = ("folder", "urls", "listing")

Keys = Sequence[str | int]


class Fault(NamedTuple):
    """One thing to mend, and where."""

    line: int
    message: str


class Marked:
    """A YAML document as plain values, which knows on which line each of them stands.

    Raises:
        yaml.YAMLError: the text is no YAML, or a key stands twice in one mapping.
    """

    def __init__(self, text: str) -> None:
        loader = yaml.SafeLoader(text)
        try:
            self._root = loader.get_single_node()
            if self._root is not None:
                _refuse_repeated_keys(self._root)
            self.value: Any = loader.construct_document(self._root) if self._root else None
        finally:
            loader.dispose()

    def line(self, keys: Keys) -> int:
        """Return the line, from 1, of the value that ``keys`` lead to, or of what holds it."""
        node = self._root
        for key in keys:
            found = _child(node, key)
            if found is None:
                break
            node = found
        return int(node.start_mark.line) + 1 if node is not None else 1


def schema_faults(marked: Marked) -> Iterator[Fault]:
    """Yield where the document differs from ``sources.schema.json``."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  # only where a file is listed

    validator = Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
    for error in validator.iter_errors(marked.value):
        keys = list(error.absolute_path)
        yield Fault(marked.line(keys), f"{_found(error, keys)}. {_remedy(error)}")


def nearest(word: str, words: Sequence[str]) -> str:
    """Return a hint at the words that look like ``word``, or nothing."""
    close = get_close_matches(word, words, n=3)
    return f" Did you mean {' or '.join(close)}?" if close else ""


def _found(error: "ValidationError", keys: Keys) -> str:
    name = f"`{keys[-1]}`" if keys and isinstance(keys[-1], str) else "this entry"
    match error.validator:
        case "additionalProperties":
            known = list(error.schema["properties"])
            unknown = [str(key) for key in error.instance if key not in known]
            hints = "".join(nearest(key, known) for key in unknown)
            return f"{name} has unknown keys: {', '.join(unknown)}.{hints}".removesuffix(".")
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            return f"{name} lacks {', '.join(missing)}"
        case "oneOf" | "not":
            return f"{name} {_choice(error)}"
        case "type":
            kind = str(error.validator_value)
            return f"{name} is no {_KINDS.get(kind, kind)}"
        case _:
            return f"{name} is {str(error.instance)[:60]!r}"


def _choice(error: "ValidationError") -> str:
    if error.validator == "not":
        named = list(error.validator_value["required"])
    else:
        named = [key for choice in error.validator_value for key in choice["required"]]
    given = [key for key in named if key in error.instance]
    if not given:
        return f"has none of {', '.join(named)}"
    return f"has {' and '.join(given)}, which exclude each other"


def _remedy(error: "ValidationError") -> str:
    """Return the description of what was expected; the schema is where it is told once."""
    return str(error.schema.get("description") or error.parent_description)


def _child(node: yaml.Node, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
        return node.value[key] if key < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == key:
                return value_node  # type: ignore[no-any-return]  # yaml's nodes are untyped
    return None


def _refuse_repeated_keys(node: yaml.Node) -> None:
    """YAML takes the last of two equal keys silently; the first would be lost."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key_node, value_node in node.value:
            if key_node.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key_node.value!r} stands twice",
                    problem_mark=key_node.start_mark,
                )
            seen.add(key_node.value)
            _refuse_repeated_keys(value_node)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(item)
