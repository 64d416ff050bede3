"""What a document can be recognised by in another wrapping: its words, and its numbers.

Near copies are found in SQL over all documents at once; parsing takes the samples. Shingles
(Broder, "On the resemblance and containment of documents", 1997) are words in a row; of a
document those with the least fingerprints are kept, so that two documents are sampled alike.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b, sha256

from flows.parsing.text.outline import Outline
from flows.records import Numeral, TextShingle

_WORD_OR_NUMERAL = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_ASCII_WORD_OR_NUMERAL = re.compile(r"[a-z]+|[0-9]+(?:[.,][0-9]+)*")
_SHINGLE_WORDS = 3
_MOST_SHINGLES = 128
_CONTEXT_WORDS = 3
_MOST_NUMERALS = 256
#: Fewer numbers than these (a date, a recommendation's number) are those of many a document.
_FEWEST_NUMBERS = 6


def words_and_numerals(outline: Outline) -> list[str]:
    """Return the words and numbers of a document in order, without case, marks or markup.

    Digits that are grouped by commas are one number: ``1,450`` is ``1450``.
    """
    words: list[str] = []
    for part in outline.parts:
        text = part.passage.text.lower()
        found = (_ASCII_WORD_OR_NUMERAL if text.isascii() else _WORD_OR_NUMERAL).findall(text)
        words += (word.replace(",", "") for word in found) if "," in text else found
    return words


def text_fingerprint(words: Sequence[str]) -> str:
    """Return the sha256 of all words and numbers: equal where the whole text is."""
    return sha256(" ".join(words).encode()).hexdigest()


def number_fingerprint(words: Iterable[str]) -> str | None:
    """Return the sha256 of the numbers of two digits and more; None where they are few.

    A translation puts words, and with them numbers, into another order, and spells small
    numbers out, so each different number counts once and their order does not.
    """
    numbers = sorted({word for word in words if word[0].isdecimal() and len(word) > 1})
    if len(numbers) < _FEWEST_NUMBERS:
        return None
    return sha256(" ".join(numbers).encode()).hexdigest()


def text_shingles(document_id: str, words: Sequence[str]) -> tuple[TextShingle, ...]:
    """Return the shingles of a document with the least fingerprints, all of a short one."""
    in_a_row = zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False)
    digests = set(map(_digest, set(map(" ".join, in_a_row))))
    # A digest has one bit more than its fingerprint: two digests may have one fingerprint.
    fingerprints = {_number(digest) for digest in sorted(digests)[: 2 * _MOST_SHINGLES]}
    return tuple(
        TextShingle(fingerprint=fingerprint, document_id=document_id)
        for fingerprint in sorted(fingerprints)[:_MOST_SHINGLES]
    )


def numerals(document_id: str, words: Iterable[str]) -> tuple[Numeral, ...]:
    """Return the numbers of a document that the words before them tell apart.

    Where the same words stand before different numbers (a row that is printed twice), none of
    them is taken. Of very many, those whose words have the least fingerprints stay.
    """
    found: dict[int, set[str]] = {}
    for context, numeral in _in_context(words):
        found.setdefault(_number(_digest(" ".join(context))), set()).add(numeral)
    told_apart = [context for context, numbers in found.items() if len(numbers) == 1]
    return tuple(
        Numeral(
            context_fingerprint=context,
            document_id=document_id,
            numeral_text=next(iter(found[context])),
        )
        for context in sorted(told_apart)[:_MOST_NUMERALS]
    )


def _in_context(words: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each number with the words before it and its place among the numbers behind them."""
    before: tuple[str, ...] = ()
    place = 0
    for word in words:
        if word[0].isdecimal():
            yield (*before, str(place)), word
            place += 1
        else:
            before = (*before[1 - _CONTEXT_WORDS :], word)
            place = 0


def _digest(words: str) -> bytes:
    return blake2b(words.encode(), digest_size=8).digest()


def _number(digest: bytes) -> int:
    """Return 63 bits of a digest, for engines whose integers have a sign."""
    return int.from_bytes(digest, "big") >> 1
