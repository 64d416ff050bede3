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
        if self._root is None:
            return 1
        node = self._root
        for key in keys:
            node = _child(node, key) or node
        return int(node.start_mark.line) + 1


def schema_faults(marked: Marked) -> Iterator[Fault]:
    """Yield where the document differs from ``sources.schema.json``."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  # only where a file is listed

    validator = Draft202012Validator(_schema())
    for error in validator.iter_errors(marked.value):
        keys = list(error.absolute_path)
        found = _found(error, keys)
        stop = "" if found.endswith("?") else "."
        yield Fault(marked.line(keys), f"{found}{stop} {_remedy(error)}")


def nearest(word: str, words: Sequence[str]) -> str:
    """Return a hint at the words that look like ``word``, or nothing."""
    close = get_close_matches(word, words, n=3)
    return f" Did you mean {' or '.join(close)}?" if close else ""


def _found(error: "ValidationError", keys: Keys) -> str:
    """Say what was found instead, without a full stop."""
    name = f"`{keys[-1]}`" if keys and isinstance(keys[-1], str) else "this entry"
    instance, schema, asked = _contents(error)
    match error.validator:
        case "additionalProperties":
            known = list(schema["properties"])
            unknown = [str(key) for key in instance if key not in known]
            hints = "".join(nearest(key, known) for key in unknown)
            return f"{name} has unknown keys: {', '.join(unknown)}.{hints}".rstrip(".")
        case "required":
            return f"{name} lacks `{_missing(error)}`"
        case "oneOf" | "not":
            choices = [asked] if error.validator == "not" else asked
            named = [key for choice in choices for key in choice["required"]]
            given = [key for key in named if key in instance]
            if not given:
                return f"{name} has none of {', '.join(named)}"
            return f"{name} has {' and '.join(given)}, which exclude each other"
        case "type":
            return f"{name} is no {_KINDS.get(asked, asked)}"
        case _:
            return f"{name} is {str(instance)[:60]!r}"


def _remedy(error: "ValidationError") -> str:
    """Return the description of what was expected; the schema is where it is told."""
    _, schema, _ = _contents(error)
    if error.validator == "required":
        lacked = schema["properties"][_missing(error)]
        return str(lacked.get("description") or _definition(lacked["$ref"])["description"])
    return str(schema["description"])


def _missing(error: "ValidationError") -> str:
    instance, _, asked = _contents(error)
    # One error for each missing key, in the order in which they are asked for.
    return str(next(key for key in asked if key not in instance and f"{key!r}" in error.message))


def _definition(reference: str) -> dict[str, Any]:
    return _schema()["$defs"][reference.rpartition("/")[2]]  # type: ignore[no-any-return]  # JSON


def _contents(error: "ValidationError") -> tuple[Any, Any, Any]:
    """Return the value at fault, its schema and what the failed keyword of that asks for."""
    return error.instance, error.schema, error.validator_value


def _schema() -> dict[str, Any]:
    return json.loads(_SCHEMA.read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # JSON


def _child(node: yaml.Node, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
        return node.value[key] if key < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == key:
                return value_node  # type: ignore[no-any-return]  # yaml's nodes are untyped
    return None


def _refuse_repeated_keys(root: yaml.Node) -> None:
    """YAML takes the last of two equal keys silently; the first would be lost."""
    waiting, walked = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in walked or isinstance(node, yaml.ScalarNode):
            continue
        walked.add(id(node))
        if isinstance(node, yaml.MappingNode):
            seen = set()
            for key_node, value_node in node.value:
                if isinstance(key_node, yaml.ScalarNode) and key_node.value in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f"the key {key_node.value!r} stands twice",
                        problem_mark=key_node.start_mark,
                    )
                seen.add(key_node.value if isinstance(key_node, yaml.ScalarNode) else id(key_node))
                waiting.append(value_node)
        else:
            waiting.extend(node.value)
