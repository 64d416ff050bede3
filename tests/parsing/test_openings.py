"""What is tried only where its openings or signs stand finds what the plain pattern finds."""

import importlib
import pkgutil
import random
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product

import pytest

import flows.parsing
from flows.parsing.commitments.promise_words import CUE, find_cues
from flows.parsing.figures.not_figures import LABEL, labels
from flows.parsing.times.time_atoms import ATOM, opened_atoms
from flows.parsing.words import Gated, lowered
from warehouse.paths import PROJECT_FOLDER

TEXTS = [
    *(PROJECT_FOLDER / "seeds" / "responses").iterdir(),
    *(PROJECT_FOLDER / "tests" / "examples").glob("*/*.*"),
]
FILLINGS = (
    """
12|3|2019|1,450|5.2|2019/20|31/3/19|0115 101|£3m|45%|24/7|one|the|of|to|a|is|not|no|and|-|–|(|)|[4]
#7|$5|€3m|,|.|'ll|'m|'s|year|month|Kent|Police|reviewed|provide|quickly|on|for|1st|10am|9:30|at 9:30
https://a.example/b|pcc@a.example|A14|SW1A 2AA|+44|ten-year|no. 3|be reviewed|to provide|2 PDF)
""".strip()
    .replace("\n", "|")
    .split("|")
)

Finder = Callable[[str], Iterable[re.Match[str]]]


def found_cues(text: str) -> Iterator[re.Match[str]]:
    return find_cues(text, lowered(text))


PAIRS = [(LABEL, labels), (ATOM, opened_atoms), (CUE, found_cues)]


def sentences() -> list[str]:
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in TEXTS)
    return [" ".join(line.split()) for text in texts for line in text.split("\n") if line.strip()]


def words_of_pattern(pattern: re.Pattern[str]) -> list[str]:
    """Return the literal words of a pattern, "[Ss]ection" in both cases."""
    source = re.sub(r"\(\?P<\w+>|\(\?[:=!<i]*|\\[sbwdW]", " ", pattern.pattern)
    words = set()
    for either, word in re.findall(r"(?:\[([A-Za-z]{2})\])?([A-Za-z][A-Za-z']*)", source):
        words |= {letter + word for letter in either} or {word}
    return sorted(words)


def shuffled(pattern: re.Pattern[str], count: int) -> Iterator[str]:
    """Yield texts of the pattern's own words among numbers, marks and other words."""
    words = words_of_pattern(pattern)
    for word, filling in product(words, FILLINGS):
        yield f"We {word} {filling} {word}ed {filling}, {word.capitalize()}{filling}"
    chance = random.Random(55)  # noqa: S311 - a row of texts, no secret
    for _ in range(count):
        chosen = [
            chance.choice(words if chance.random() < 0.6 else FILLINGS)
            + chance.choice([*" " * 9, "", "-", "/", ". ", ", "])
            for _ in range(chance.randint(2, 14))
        ]
        yield "".join(chosen).strip()


def spans(finder: Finder, text: str) -> list[tuple[int, int, str | None]]:
    return [(*match.span(), match.lastgroup) for match in finder(text)]


@pytest.mark.parametrize(("pattern", "opened"), PAIRS, ids=["label", "atom", "cue"])
def test_no_opening_is_missing(pattern: re.Pattern[str], opened: Finder) -> None:
    texts = [*sentences(), *shuffled(pattern, 4000)]
    found = 0
    for text in texts:
        expected = spans(pattern.finditer, text)
        found += len(expected)
        assert spans(opened, text) == expected, text
    assert found > 200


def gated() -> dict[str, Gated]:
    modules = pkgutil.walk_packages(flows.parsing.__path__, "flows.parsing.")
    return {
        f"{module.name}.{name}": value
        for module in modules
        for name, value in vars(importlib.import_module(module.name)).items()
        if isinstance(value, Gated)
    }


@pytest.mark.parametrize("rule", gated().values(), ids=gated())
def test_no_sign_is_missing(rule: Gated) -> None:
    for text in [*sentences(), *shuffled(rule.pattern, 500)]:
        found = rule.pattern.search(text)
        assert bool(rule.search(text)) == bool(found), found
