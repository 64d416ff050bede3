"""How many recommendations the answered report makes, as the document states it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from flows.parsing.text.outline import Statement
from flows.parsing.vocabulary import Vocabulary

_NO_RECOMMENDATIONS = re.compile(
    r"\b(?:(?:are|were|is)\sno|makes?\sno|made\sno|contains?(?:ed)?\sno|includes?\sno|has\sno"
    r"|without|did\snot\smake\sany|does\snot\s(?:make|contain|include)\sany|doesn't\s(?:make"
    r"|contain|include)\sany|(?:there\s)?(?:are|were)\snot?\sany)"
    r"\s(?:(?:specific|formal|new|further|direct|national"
    r"|explicit)\s(?:or\s\w+\s)?){0,2}recommendations?\b"
    r"|\bno\s(?:(?:specific|formal|new|further|direct|national|explicit)\s){0,2}recommendations?"
    r"\s(?:are|were|is|was|have\sbeen)\s(?:made|given|issued|contained|included)\b",
    re.IGNORECASE,
)
_ONLY_FOR_SOME = re.compile(
    r"^\s(?:made\s|directed\s|aimed\s|addressed\s)?(?:specifically\s)?(?:for|to|at|about"
    r"|relating\sto|requiring)\s",
    re.IGNORECASE,
)
_SHARE = re.compile(r"^\s(?:of\s(?:the|these|which|those|its)|out\sof)\b", re.IGNORECASE)
_ANOTHER_REPORT = re.compile(
    r"\b(?:previous|earlier|prior|former|another|different|last|first)\s(?:\w+\s){0,3}"
    r"(?:report|inspection|review|thematic|assessment)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:makes?|made|making|contains?|containing|includes?|including|sets?\sout|issued?"
    r"|outlines?|identif(?:y|ies|ied)|there\s(?:are|were)|has|have|had|with|resulted\sin"
    r"|total\sof|gives?|gave|listed|lists|provides?|proposes?|published|presents?|produced|the|its|all)\s(?:a\stotal\sof\s"
    r"|a\sfurther\s|also\s|up\sto\s)?$",
    re.IGNORECASE,
)
_ARE_MADE = re.compile(
    r"^\s(?:were|was|are|have\sbeen)\s(?:also\s)?(?:made|identified|issued)", re.IGNORECASE
)
_NEAR = 90


@lru_cache(maxsize=4)
def _count_pattern(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, int]]:
    words = {
        row["word"].lower(): int(float(row["value"]))
        for row in vocabulary.rows("number_words")
        if row["word_kind"] in ("unit", "teen", "ten")
    }
    for ten in [word for word, value in words.items() if value in range(20, 100, 10)]:
        for unit in [word for word, value in words.items() if 0 < value < 10]:
            words[f"{ten}-{unit}"] = words[ten] + words[unit]
    number = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w.])(?P<count>\d{{1,3}}|{number})\s(?:(?:new|further|specific|formal|national"
        rf"|separate|key|main|overall|overarching)\s){{0,2}}recommendations?(?!\w)(?:\s"
        rf"(?:in\stotal|overall))?",
        re.IGNORECASE,
    )
    return pattern, words


def count_recommendations(statements: Sequence[Statement], vocabulary: Vocabulary) -> int | None:
    """Return how many recommendations the report makes, as stated; 0 is a value.

    A number that is said of the whole report goes before one for some bodies only ("10 of
    the recommendations", "two recommendations to chief constables"); a number of another
    report ("the earlier report made six") counts for nothing.
    """
    pattern, words = _count_pattern(vocabulary)
    for_some: int | None = None
    none_stated = False
    for statement in statements:
        text = statement.text
        if statement.speaker == "inspectorate" or "recommendation" not in text.lower():
            continue
        if match := _NO_RECOMMENDATIONS.search(text):
            none_stated = none_stated or not _ONLY_FOR_SOME.match(text[match.end() :])
            continue
        for match in pattern.finditer(text):
            if _SHARE.match(text[match.end("count") :]) or not _is_of_report(text, match):
                continue
            count = (
                int(match["count"]) if match["count"].isdigit() else words[match["count"].lower()]
            )
            if not _ONLY_FOR_SOME.match(text[match.end() :]):
                return count
            for_some = count if for_some is None else for_some
    return for_some if for_some is not None else (0 if none_stated else None)


def _is_of_report(text: str, match: re.Match[str]) -> bool:
    """Say whether a number of recommendations is the report's: it makes, contains, holds them."""
    before = text[max(0, match.start() - _NEAR) : match.start()]
    if _ANOTHER_REPORT.search(before):
        return False
    return bool(_MAKES.search(before) or _ARE_MADE.match(text[match.end() :]))
