"""Documents as nobody would write them: the examples, changed along the structure of their format.

``mutated(number)`` is the same bytes for the same number, on any machine.
"""

import random
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from tests.reading.formats import FOLDER, examples
from tests.reliability.mutations import archives, bytewise, markup, pdfs, texts, word

#: Examples that are longer take their time without showing more.
_LONGEST = {".pdf": 150_000, ".docx": 100_000, ".zip": 100_000}
_LONGEST_TEXT = 25_000
#: These unpack to so much that changing them takes longer than refusing them.
_BOMBS = {"bomb.zip", "inflated.docx"}
_MOST_CHANGES = 5

Change = Callable[[random.Random, bytes], bytes]

#: How each kind of file is changed; what comes last is done to all.
_CHANGES: dict[str, tuple[Change, ...]] = {
    ".txt": texts.CHANGES,
    ".md": texts.CHANGES,
    ".html": (*markup.CHANGES, *texts.CHANGES[:3]),
    ".docx": word.CHANGES,
    ".pdf": pdfs.CHANGES,
    ".zip": archives.CHANGES,
}


class Mutant(NamedTuple):
    """A changed document, and how it came about."""

    name: str
    content: bytes
    history: str


@cache
def _bases() -> dict[str, list[tuple[str, bytes]]]:
    found: dict[str, list[tuple[str, bytes]]] = {kind: [] for kind in _CHANGES}
    files = {example.path for example in examples()}
    for path in sorted(files | set((FOLDER.parent / "figures").glob("*.txt"))):
        if path.suffix in found and path.name not in _BOMBS:
            content = path.read_bytes()
            if len(content) <= _LONGEST.get(path.suffix, _LONGEST_TEXT):
                found[path.suffix].append((path.name, content))
    return found


def mutated(number: int) -> Mutant:
    """Return the mutant with a number: all formats take turns."""
    chance = random.Random(number)  # noqa: S311 - no secret
    kinds = list(_CHANGES)
    kind = kinds[number % len(kinds)]
    name, content = chance.choice(_bases()[kind])
    told = [name]
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        changes = _CHANGES[kind] if chance.random() < 0.85 else bytewise.CHANGES
        change = chance.choice(changes)
        content = change(chance, content)
        told.append(change.__name__)
    return Mutant(name, content, f"mutant {number}: {' > '.join(told)}")
