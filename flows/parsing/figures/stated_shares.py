"""Shares that the text states beside the two counts that they are made of."""

import re
from collections.abc import Iterator, Sequence

from flows.parsing.figures.table_arithmetic import Result, compared, plain_number
from flows.parsing.text.outline import EvidenceColumns, Outline
from flows.records import MetricObservation

_OF = r"(?:of|out\sof)\s(?:the\s|all\s|these\s|our\s)?"
_NOUN = r"(?:\s[\w'/-]+){0,6}"
_PART_OF = re.compile(rf"\s{_OF}")
_IN_BRACKETS = re.compile(rf"{_NOUN}\s\((?:or\s)?")
_OPENED = re.compile(r"\s?\(")
_OVER = re.compile(rf"\s?/\s?|\s{_OF}")
_OF_WHOLE = re.compile(r"\b[Oo](?:f|ut\sof)\s(?:the\s|all\s|these\s|our\s)?$")
_NAMED_WHOLE = re.compile(r"(?:\s[\w'/-]+){1,6},\s(?:only\s|some\s|just\s)?")
_CLOSED = re.compile(r"\s?\)|\s[^()\d]{1,40}\)")
_LONGEST_LEAD = 20


def stated_shares(outline: Outline, observations: Sequence[MetricObservation]) -> Iterator[Result]:
    """Yield a check of each share with its counts: "34 of 40 files (85%)", "85% (34/40)"."""
    for first, second, third in zip(observations, observations[1:], observations[2:], strict=False):
        found = _share_of(outline.text, first, second, third)
        if found is None:
            continue
        share, part, whole = found
        computed = round(100 * part.value / whole.value, 4)
        start = min(part.char_start, whole.char_start)
        end = max(part.char_end, whole.char_end)
        words = f"{plain_number(part.value)} / {plain_number(whole.value)}"
        yield compared(
            "rate_against_parts",
            "rate_differs_from_parts",
            EvidenceColumns(
                document_id=share.document_id,
                section_id=share.section_id,
                speaker=share.speaker,
                quoted_text=share.quoted_text,
                sentence_text=share.sentence_text,
                char_start=share.char_start,
                char_end=share.char_end,
                page_number=share.page_number,
            ),
            share.value,
            computed,
            _tolerance(share),
            f"The share is printed as {plain_number(share.value)}%; {words} is {computed:.1f}%.",
            (outline.text[start:end], share.sentence_text, start, end),
        )


def _share_of(
    text: str, first: MetricObservation, second: MetricObservation, third: MetricObservation
) -> tuple[MetricObservation, MetricObservation, MetricObservation] | None:
    """Return (share, part, whole) of three figures in a row that say so, None of others."""
    before = text[max(0, first.char_start - _LONGEST_LEAD) : first.char_start]
    between = text[first.char_end : second.char_start]
    behind = text[second.char_end : third.char_start]
    is_closed = _CLOSED.match(text, third.char_end) is not None
    if not is_closed or {row.qualifier for row in (first, second, third)} != {"exact"}:
        return None
    if _is_share(third) and _IN_BRACKETS.fullmatch(behind) and _PART_OF.fullmatch(between):
        found = (third, first, second)
    elif _is_share(first) and _OPENED.fullmatch(between) and _OVER.fullmatch(behind):
        found = (first, second, third)
    elif (
        _is_share(third)
        and _OPENED.fullmatch(behind)
        and _NAMED_WHOLE.fullmatch(between)
        and _OF_WHOLE.search(before)
    ):
        found = (third, second, first)
    else:
        return None
    _, part, whole = found
    are_counts = all(
        row.unit_code == "count" and row.observation_role == "level" for row in found[1:]
    )
    return found if are_counts and 0 < whole.value >= part.value else None


def _is_share(row: MetricObservation) -> bool:
    return row.unit_code == "percent" and row.observation_role in ("share", "level")


def _tolerance(share: MetricObservation) -> float:
    decimals = re.search(r"\d\.(\d+)", share.quoted_text)
    return 0.5 * 10.0 ** -(len(decimals[1]) if decimals else 0) + 1e-9
