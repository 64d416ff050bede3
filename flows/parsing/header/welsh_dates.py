"""Dates in Welsh, made readable for the rules that date a document.

Months are those of the Welsh calendar with their soft mutations ("3ydd o Fawrth").
"""

import re
from dataclasses import replace

from flows.parsing.text.outline import Outline

_MONTHS = {
    "ionawr": "Jan",
    "chwefror": "February",
    "mawrth": "March",
    "fawrth": "March",
    "ebrill": "April",
    "mai": "May",
    "fai": "May",
    "mehefin": "June",
    "fehefin": "June",
    "gorffennaf": "July",
    "orffennaf": "July",
    "awst": "Aug",
    "medi": "Sept",
    "fedi": "Sept",
    "hydref": "Oct",
    "tachwedd": "November",
    "dachwedd": "November",
    "rhagfyr": "Dec",
    "ragfyr": "Dec",
}
_LABELS = {"dyddiad": "Date", "cyhoeddwyd": "Published"}
_WEEKDAY = r"dd?ydd\s+(?:llun|mawrth|mercher|iau|gwener|sadwrn|sul)"
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
#: "Mai" is a conjunction too, so a month needs its day or its year.
_DATE = re.compile(
    rf"(?P<day>\b\d{{1,2}})(?:af|ail|il|ydd|edd|fed|ed|eg|ain)?(?:\s+o)?\s+"
    rf"(?P<month>{_MONTH})\b|\b(?P<alone>{_MONTH})(?=\s+(?:19|20)\d\d\b)"
    rf"|\b(?P<weekday>{_WEEKDAY})\b"
    rf"|\b(?P<label>{'|'.join(_LABELS)})(?=(?:\s*+:)?\s+\d)",
    re.IGNORECASE,
)


def with_english_dates(outline: Outline) -> Outline:
    """Return the outline of a Welsh text with its dates in English, for finding dates alone.

    Offsets stay those of the text: what is shorter in English is filled up with spaces.
    """
    parts = tuple(
        replace(
            part,
            passage=part.passage._replace(text=" ".join(_translated(part.passage.text).split())),
        )
        for part in outline.parts
    )
    return replace(outline, text=_translated(outline.text), parts=parts)


def _translated(text: str) -> str:
    return _DATE.sub(_in_english, text)


def _in_english(match: re.Match[str]) -> str:
    if match["weekday"]:
        english = ""
    elif match["label"]:
        english = _LABELS[match["label"].lower()]
    elif match["alone"]:
        english = _MONTHS[match["alone"].lower()]
    else:
        english = f"{match['day']} {_MONTHS[match['month'].lower()]}"
    return english.ljust(len(match[0]))
