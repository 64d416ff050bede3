"""How two wordings are compared: folded alike, word by word, or by the words they share."""

import re
from collections import Counter

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|[#*_`|\\]")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STOP_WORDS = frozenset(
    "a an and are as at be been by for from had has have how in into is it its of on or "
    "that the their them they this those to was were which who with".split()
)


def folded(text: str) -> str:
    """Return ``text`` in lower case, with straight quotes, single spaces and no markup."""
    return " ".join(_MARKUP.sub(" ", text.translate(_QUOTES)).casefold().split())


def words(text: str) -> list[str]:
    """Return the words and figures of ``text`` in order, without case and punctuation."""
    return _WORD.findall(folded(text))


def singular(word: str) -> str:
    """Return ``word`` without a possessive and a plural ending."""
    word = word.removesuffix("'s").rstrip("'")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        return word[:-1]
    return word


def content_words(text: str) -> Counter[str]:
    """Return the words of ``text`` that say something: stop words and plural endings aside."""
    return Counter(singular(word) for word in words(text) if word not in _STOP_WORDS)


def token_f1(one: str, other: str) -> float:
    """Return the F1 of the content words of two phrases, 0 to 1; 0 where either has none."""
    left, right = content_words(one), content_words(other)
    shared = sum((left & right).values())
    total = sum(left.values()) + sum(right.values())
    return 2 * shared / total if total else 0.0


def holds_phrase(text: str, phrase: str) -> bool:
    """Tell whether the words of ``phrase`` stand in ``text`` one after another."""
    inside = [singular(word) for word in words(text)]
    wanted = [singular(word) for word in words(phrase)]
    return any(
        inside[start : start + len(wanted)] == wanted
        for start in range(len(inside) - len(wanted) + 1)
    )
