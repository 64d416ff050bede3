"""The language of a few words, by py3langid; no network, no state but the loaded model."""

import re
from functools import lru_cache
from typing import Protocol

#: What policing bodies in England and Wales publish in: English, Welsh, and the languages of
#: leaflets and translated pages. Fewer languages mean surer answers on short texts.
LANGUAGES = (
    "ar bn bg cs cy en es fa fr gu hi hu it ku lt lv pa pl ps pt ro ru sk so sq ta tr uk ur vi zh"
).split()
#: A word without digits that is no address: "o'r", "ar-lein", but not "pcc@example.org".
_WORD = re.compile(r"(?<!\S)\W{0,2}([^\W\d_])(?:[^\s\d@/.]|\.(?!\w))*(?!\S)")
#: English is full of these words, and hardly any of them is one of another language.
_ENGLISH_WORDS = frozenset(
    "the of and that with was were have has had this which been be their there they them will "
    "would should from are is for by at not our who it its more than how what when where while "
    "about within under against into each every these those such since but my".split()
)
_FEWEST_ENGLISH_WORDS = 3
_ENGLISH_SHARE = 0.15
#: Below this share of words in lower case a text is mostly names.
_LOWER_SHARE = 0.65
_LONGEST_SAMPLE = 240
_FEWEST_LETTERS = 20
_LEAST_CONFIDENCE = 0.9


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    # The model takes half a second to load, so a process that parses nothing never pays for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - see above

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    found: _Identifier = identifier
    return found


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``; None where it cannot be told.

    Only words in lower case are looked at, and no more than the first 240 characters: places
    and people of Wales keep their names in English, and headings in capitals tell little.
    Scripts without case are looked at whole. What is plainly English, by its many small words,
    is told without the model.
    """
    if _is_plain_english(text[:_LONGEST_SAMPLE]):
        return "en"
    words = [word[0] for word in _WORD.finditer(text[:_LONGEST_SAMPLE]) if not word[1].isupper()]
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return None
    language, confidence = _identifier().classify(" ".join(words))
    return language if confidence >= _LEAST_CONFIDENCE else None


def _is_plain_english(sample: str) -> bool:
    words = sample.split()
    count = sum(map(_ENGLISH_WORDS.__contains__, words))
    if count < max(_FEWEST_ENGLISH_WORDS, _ENGLISH_SHARE * len(words)):
        return False
    lower = [word for word in words if word.islower()]
    return len(lower) >= _LOWER_SHARE * len(words) and len("".join(lower)) >= _FEWEST_LETTERS
