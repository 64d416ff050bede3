"""Every regular expression of the rooms, and strings made to keep each busy for long."""

import dataclasses
import functools
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

import expectations
import flows
import warehouse
from tests.reliability.pattern_uses import ALL, methods

#: Python's own parser of patterns, which it keeps to itself.
sre: Any = importlib.import_module("re._constants")
sre_parser: Any = importlib.import_module("re._parser")
#: Of everything that a document may be full of.
FAMILIES = (
    "1", "12,", "1 ", "1.", "a", "A", "a ", "A ", "Aa ", "a a a, ", " ", "\t", "\n", "\r\n", "\n ", " \n",
    "\n\n", ",", ", ", ".", ". ", "...", "-", "--", "- ", "|", "| ", "|-", '"', "'", "“", "’", "(", "((",
    ")", "[", "[](", "![", "*", "* ", "_", "<", "<a ", "</", "<!--", "&", "&amp;", "/", "http://", "www.",
    "@", "a@", "a.", "a-", "a'", "#", "# ", "£", "£1,", "%", "1%", ":", ": ", ";", "=", "\u00a0", "\u200b",
    "\u00ad", "é", "1st ", "1 May ", "May ", "2019/", "2019-", "1a", "a1", "A.B.", "and ", "of ", "the ",
)  # fmt: skip
#: More than any repetition that was meant to end.
_MANY = 64
#: What no pattern means, and what each string ends in.
MISMATCH = "\u0001\u2603"


class Named(NamedTuple):
    """A pattern, where it stands, and the methods by which it is used."""

    name: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


def patterns() -> list[Named]:
    """Return every compiled pattern that stands in a module, a class or a container there, once."""
    found: dict[int, Named] = {}
    modules = list(_modules())
    for module in modules:
        for name, value in sorted(vars(module).items()):
            for where, pattern in _in(value, f"{module.__name__}.{name}", set()):
                is_global = pattern is value
                used = methods(modules, module.__name__, name) if is_global else ALL
                known = found.get(id(pattern))
                found[id(pattern)] = Named(
                    known.name if known else where,
                    pattern,
                    (known.methods if known else frozenset()) | used,
                )
    return list(found.values())


def _modules() -> Iterator[Any]:
    for room in (flows, expectations, warehouse):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not module.name.endswith("__main__"):
                yield importlib.import_module(module.name)


def _in(value: object, where: str, seen: set[int]) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield where, value
        return
    if id(value) in seen or isinstance(value, str | bytes | int | float):
        return
    seen.add(id(value))
    inner: list[tuple[object, object]] = []
    if isinstance(value, Mapping):
        inner = [*value.items(), *((key, key) for key in value)]
    elif isinstance(value, list | tuple | Set):
        inner = list(enumerate(value))
    elif isinstance(value, functools.partial):
        inner = [*enumerate(value.args), *value.keywords.items(), ("func", value.func)]
    elif isinstance(value, type) and value.__module__.startswith(("flows", "expectations")):
        inner = list(vars(value).items())
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    elif (of := getattr(value, "__self__", None)) is not None:
        # The bound method of a pattern: FIND = re.compile("...").finditer
        inner = [("__self__", of)]
    elif getattr(value, "__closure__", None):
        inner = [(n, cell.cell_contents) for n, cell in enumerate(value.__closure__)]  # type: ignore[attr-defined]
    for name, one in inner:
        yield from _in(one, f"{where}[{name}]", seen)


class Attack(NamedTuple):
    """A string that a pattern may go through again and again: ``body`` many times over."""

    before: str
    body: str
    is_bytes: bool

    def of_length(self, length: int) -> Any:
        """Return it, ``length`` long and with an end that no pattern means."""
        made = self.before + self.body * (length // len(self.body)) + MISMATCH
        return made.encode("utf-8", "replace") if self.is_bytes else made


def attacks(pattern: re.Pattern[Any], families: Sequence[str] = FAMILIES) -> list[Attack]:
    """Return attacks on a pattern: the families, and what it is made of.

    For each part of it that repeats without end: what that repeats, alone, after what stands
    before it, and with that again and again.
    """
    source = pattern.pattern
    is_bytes = isinstance(source, bytes)
    parsed = sre_parser.parse(source, pattern.flags & ~re.UNICODE)
    pumps = [("", family) for family in families]
    for before, body in _repeats(parsed, ""):
        pumps += [("", body), (before, body), ("", before + body), (before, body + " ")]
    example = _example(parsed)
    pumps += [("", example), ("", example[:-1]), ("", example + " ")]
    return [Attack(*pump, is_bytes) for pump in dict.fromkeys(pumps) if pump[1]]


def _repeats(parsed: Any, before: str) -> Iterator[tuple[str, str]]:
    """Yield an example of what stands before each endless repetition, and of what it repeats."""
    for kind, argument in parsed:
        if kind in _REPEATS:
            _, most, inner = argument
            yield from _repeats(inner, before)
            if most >= _MANY:
                example = _example(inner)
                yield before, example
                for other in _examples_of_class(inner):
                    yield before, other
        elif kind is sre.SUBPATTERN:
            yield from _repeats(argument[-1], before)
        elif kind is sre.ATOMIC_GROUP:
            yield from _repeats(argument, before)
        elif kind is sre.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, before)
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(argument[1], before if argument[0] > 0 else "")
        before += _example([(kind, argument)])


_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}
_OF_CATEGORY = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_WORD: " ",
}


def _examples_of_class(parsed: Any) -> Iterator[str]:
    """Yield a character of each member of a class that is repeated alone."""
    if len(parsed) == 1 and parsed[0][0] is sre.IN:
        for member in parsed[0][1][:8]:
            if member[0] is not sre.NEGATE:
                yield _of_member(member)


def _example(parsed: Any) -> str:
    """Return a string that a pattern nearly always matches; assertions are passed over."""
    made = ""
    for kind, argument in parsed:
        if kind is sre.LITERAL:
            made += chr(argument)
        elif kind is sre.NOT_LITERAL:
            made += "a" if argument != ord("a") else "b"
        elif kind is sre.ANY:
            made += "a"
        elif kind is sre.IN:
            made += _of_class(argument)
        elif kind in _REPEATS:
            made += _example(argument[2]) * max(argument[0], 1)
        elif kind is sre.SUBPATTERN:
            made += _example(argument[-1])
        elif kind is sre.ATOMIC_GROUP:
            made += _example(argument)
        elif kind is sre.BRANCH:
            made += _example(argument[1][0])
    return made


def _of_class(members: Any) -> str:
    if members[0][0] is sre.NEGATE:
        taken = {_of_member(member) for member in members[1:]}
        return next(c for c in "a 1,\n-x" if c not in taken)
    return _of_member(members[0])


def _of_member(member: Any) -> str:
    kind, argument = member
    if kind is sre.LITERAL:
        return chr(argument)
    if kind is sre.RANGE:
        return chr(argument[0])
    return _OF_CATEGORY.get(argument, "a")
