"""Recommendations and what the document answers to each, in tables, paragraphs and prose."""

from collections.abc import Iterable, Sequence

from flows.parsing.answers.answer_codes import acceptance, action_status, addressed_to, finding_type
from flows.parsing.answers.recommendation_pairs import Pair
from flows.parsing.answers.recommendation_prose import endorsed_pairs, paragraph_pairs
from flows.parsing.answers.recommendation_tables import table_pairs
from flows.parsing.header.document_types import ANSWERING_TYPES
from flows.parsing.header.forces import ForceNames, force_names
from flows.parsing.header.header import Header
from flows.parsing.sections.speakers import speaker_words
from flows.parsing.text.outline import Outline
from flows.parsing.vocabulary import Vocabulary
from flows.records import RecommendationAnswer, Response, fact_key

_SEVERAL = 2


def find_recommendation_answers(
    outline: Outline, header: Header, responses: Sequence[Response], vocabulary: Vocabulary
) -> tuple[RecommendationAnswer, ...]:
    """Return one answer for each recommendation that the document answers, in reading order.

    Counted are recommendations, areas for improvement and causes of concern of an inspection.
    What a paper recommends to its own meeting is none. An answer is whole: its paragraphs,
    bullets and continuations over a page break, joined by blank lines.
    """
    is_response = bool(responses) or header.document_type in ANSWERING_TYPES
    pairs = [
        *table_pairs(outline, speaker_words(vocabulary)),
        *paragraph_pairs(outline, is_response=is_response),
    ]
    if is_response:
        pairs += endorsed_pairs(outline, pairs)
    pairs.sort(key=lambda pair: (pair.start, pair.recommendation_span))
    return tuple(_records(outline, pairs, responses, force_names(vocabulary)))


def _records(
    outline: Outline, pairs: Sequence[Pair], responses: Sequence[Response], known: ForceNames
) -> Iterable[RecommendationAnswer]:
    ordinals = _ordinals(pairs)
    for pair, ordinal in zip(pairs, ordinals, strict=True):
        start, end = pair.answer_span
        section = outline.section_at(start)
        evidence = outline.evidence(
            start, end, section, pair.speaker or section.speaker, pair.readable
        )
        key = fact_key(
            "recommendation_answer",
            outline.document_id,
            start,
            end,
            f"{pair.recommendation_span[0]}",
        )
        yield RecommendationAnswer(
            **evidence,
            answer_id=key,
            inspection_report_id=_report_of(pair, responses),
            ordinal=ordinal,
            finding_type=finding_type(pair.label),
            addressed_to=addressed_to(pair.recommendation, known)
            or addressed_to(pair.group, known),
            recommendation_text=pair.recommendation,
            answer_text=pair.answer,
            action_status=action_status(pair.answer, pair.status),
            acceptance=acceptance(pair.answer, pair.status),
            recommendation_char_start=pair.recommendation_span[0],
            recommendation_char_end=pair.recommendation_span[1],
        )


def _ordinals(pairs: Sequence[Pair]) -> list[int]:
    """Return each pair's number as printed; what has none gets its place in the order."""
    ordinals = []
    last = 0
    for place, pair in enumerate(pairs, start=1):
        last = pair.number if pair.number is not None else max(last + 1, place)
        ordinals.append(last)
    return ordinals


def _report_of(pair: Pair, responses: Sequence[Response]) -> str | None:
    """Return the report behind a recommendation: the only one answered, else the last named."""
    if len(responses) < _SEVERAL:
        return responses[0].inspection_report_id if responses else None
    before = [response for response in responses if response.char_start <= pair.start]
    return max(before, key=lambda r: r.char_start).inspection_report_id if before else None
