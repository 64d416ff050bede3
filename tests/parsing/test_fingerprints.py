"""By what a document is recognised in another wrapping."""

import pytest

from flows.parsing.fingerprints import (
    number_fingerprint,
    numerals,
    text_fingerprint,
    text_shingles,
    words_and_numerals,
)
from flows.parsing.text.outline import outline_parts
from flows.reading import read

WRAPPINGS = {
    "a.txt": "Our answer\n\nThe force counted 1,450 calls in May 2021. It's proud of it.",
    "a.md": "# Our answer\n\nThe force counted **1,450** calls in [May 2021](/may). It\u2019s proud\nof it.",
    "a.html": "<html><body><main><h1>Our answer</h1><p>The force counted 1,450&nbsp;calls in May "
    "2021. It&rsquo;s <em>proud</em> of it.</p></main></body></html>",
}


def words_of(text: str, name: str = "a.txt") -> list[str]:
    return words_and_numerals(outline_parts(read(text.encode(), name), "0" * 16))


def test_one_text_has_one_fingerprint_in_every_markup() -> None:
    found = {text_fingerprint(words_of(text, name)) for name, text in WRAPPINGS.items()}
    assert len(found) == 1
    assert text_fingerprint(words_of(WRAPPINGS["a.txt"].replace("1,450", "1,405"))) not in found


def test_a_translation_keeps_the_fingerprint_of_the_numbers() -> None:
    english = words_of("On 18th March 2021, 258 of 1,450 calls (17.8 per cent) took 45 seconds.")
    welsh = words_of("Ar 18fed Mawrth 2021 cymerodd 258 (17.8%) o 1,450 o alwadau 45 eiliad, 258.")
    assert number_fingerprint(english) == number_fingerprint(welsh) is not None
    assert number_fingerprint(words_of("On 18 March 2021 we met; item 4 took 20 minutes.")) is None


@pytest.mark.parametrize("count", [1, 40, 5000])
def test_samples_are_bounded_and_those_of_a_short_text_whole(count: int) -> None:
    words = words_of(
        " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} is {n}" for n in range(count))
    )
    shingles = text_shingles("0" * 16, words)
    assert len(shingles) == min(128, len({tuple(words[n : n + 3]) for n in range(len(words) - 2)}))
    assert len(numerals("0" * 16, words)) <= 256


def test_two_long_texts_are_sampled_alike() -> None:
    text = " ".join(
        f"sentence {n} says that {n * 7} of them came back in week {n % 52}" for n in range(900)
    )
    one = {s.fingerprint for s in text_shingles("a", words_of(text))}
    other = {s.fingerprint for s in text_shingles("b", words_of(f"A banner stood here. {text}"))}
    assert len(one & other) >= 126


def test_a_number_is_known_by_the_words_before_it_and_its_place_behind_them() -> None:
    before = numerals("a", words_of("Burglary in Kent 258 261 300. Robbery in Kent 12."))
    after = numerals("a", words_of("Burglary in Kent 258 262 300. Robbery in Kent 12."))
    contexts = {n.context_fingerprint: n.numeral_text for n in before}
    assert len(contexts) == 4
    changed = [n.numeral_text for n in after if contexts[n.context_fingerprint] != n.numeral_text]
    assert changed == ["262"]


def test_words_that_stand_before_two_numbers_tell_neither() -> None:
    twice = words_of("The force recorded 258 crimes. The force recorded 261 crimes.")
    assert numerals("a", twice) == ()
