"""Prose that answers an inspection, and pages that only point to such prose."""

import re
from collections.abc import Iterable

from flows.parsing.text.outline import Outline, Part
from flows.parsing.times.periods import find_times

#: The author takes a stand, or says what is being done: an answer, not a summary of a report.
_ANSWERS = re.compile(
    r"\bI\s(?:am|was|have|had|will|would|also|fully|do|did|can|share|note|agree|accept|recogni[sz]e"
    r"|support|endorse|acknowledge|expect|intend|remain|continue|asked|(?:\w+ly\s)?welcome|want"
    r"|believe|thank)\b|\bI'(?:m|ve|ll|d)\b"
    r"|\bmy\s(?:office|police\sand\scrime|chief\sconstable|thanks|response|priorit|comments)"
    r"|\bwe\s(?:will|have|are|(?:\w+ly\s)?(?:accept|welcome|agree|recogni[sz]e|note|support))\b"
    r"|\b(?:commissioner|o?pf?cc|mayor|chief\sconstable|force|constabulary|police)\s(?:\w+ly\s|also\s)?"
    r"(?:welcomes?|accepts?|agrees?|supports?|notes|acknowledges?|recogni[sz]es?|endorses?"
    r"|is\s(?:pleased|disappointed|committed|satisfied)|will)\b"
    r"|\brecommendations?\b[^.]{0,60}\b(?:(?:is|are|was|were|has\sbeen|have\sbeen)\s(?:\w+ly\s)?"
    r"(?:accepted|implemented|completed?|addressed|closed|discharged)|accepted)\b",
    re.IGNORECASE,
)
#: "PCC response", "Comments of the Chief Constable:", "Response to …": a label of what follows.
_LABEL = re.compile(
    r"^(?:[\w'&/,-]+\s){0,9}?(?:responses?|comments?|commentary|reply)"
    r"(?P<about>\s(?:to|on|of|from|by)\s.{1,160}[^.!?:\s])?\s*:?$",
    re.IGNORECASE,
)
_RUN_IN_LABEL = re.compile(
    r"^(?:[\w'&/-]+\s){0,6}?(?:responses?|comments?|reply)\s?:\s+(?=\S)", re.IGNORECASE
)
#: A sentence that leads the reader on to the answer is none.
_POINTS = re.compile(
    r"\b(?:can|may)\s(?:also\s)?be\s(?:found|read|viewed|downloaded|accessed|seen)\b|\bclick\b"
    r"|\bdownload\b|\b(?:available|attached|published|set\sout|see|found|read)\s(?:here|below)\b"
    r"|\b(?:available|published)\son\s(?:this|the|our|my|his|her)\b|\bon\sthis\spage\b",
    re.IGNORECASE,
)
#: What a committee's page says below the item that it is about.
_MINUTED = re.compile(
    r"^(?:minutes|discussion|decisions?|resolution|outcome)\s?:$|^(?:it\swas\s)?(?:resolved|agreed)\b",
    re.IGNORECASE,
)
#: A figure that is no reference; what a report holds and how long answers may take tells nothing.
_FACT = re.compile(
    r"(?<![\w.,/-])\u00a3?\d[\d,.]*(?:%|\s(?!(?:recommendations?|areas?|causes?|forces|reports?"
    r"|(?:working\s)?days|pages?|[kKmM][bB])\b)[a-z]{2,})"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LINK_LINE = re.compile(
    r"^(?:read|view|download|see)\b.{0,60}\b(?:response|report|letter|here)|^(?:report|response)$"
    r"|[\u2013:|-]\s(?:read|view|download|see)\s(?:\w+\s){0,3}(?:response|report|letter)s?$"
    r"|\(pdf\b|\.pdf\b",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(r"(?:report|response)$", re.IGNORECASE)
_LINKED_SHARE = 0.5
_LONG_LINE = 18
#: Below "PCC response" stands the answer; below "Response to …" may stand what the report is.
_LABELLED_WORDS = 8
_TITLED_WORDS = 15
_SHORTEST_ANSWER = 4
_FEW_LINKS = 3
_FEW_WORDS = 40


def has_answer(outline: Outline, parts: Iterable[Part]) -> bool:
    """Say whether some of ``parts`` are prose that answers: a stand taken, or text under a label.

    A summary of the report, a link to the response and a sentence that points to it are no
    answers.
    """
    enough: int | None = None
    for part in parts:
        if part.grid is not None:
            cells = (cell for cell in part.grid.cells if cell.is_prose and not cell.is_header)
            if any(_ANSWERS.search(cell.text) for cell in cells):
                return True
            continue
        text = part.passage.text
        if part.block.kind == "heading" or _LABEL.match(text):
            label = _LABEL.match(text)
            enough = label and (_TITLED_WORDS if label["about"] else _LABELLED_WORDS)
            continue
        if _is_link_line(outline, part):
            continue
        run_in = _RUN_IN_LABEL.match(text)
        least = _LABELLED_WORDS if run_in else enough
        sentences = _SENTENCE_END.split(text[run_in.end() :] if run_in else text)
        said = " ".join(sentence for sentence in sentences if not _POINTS.search(sentence))
        words = len(said.split())
        is_stand = words >= _SHORTEST_ANSWER and bool(_ANSWERS.search(said))
        if is_stand or (least is not None and words >= least):
            return True
    return False


def is_index(outline: Outline) -> bool:
    """Say whether a page only points elsewhere: by a list of links, or a link and few words.

    Minutes with papers below each item say what was said, and few words with a figure tell of
    something themselves.
    """
    links = figures = 0
    read: list[str] = []
    for part in outline.parts:
        if part.grid is None and _is_link_line(outline, part):
            links += 1
        elif part.grid is None and part.block.kind != "heading":
            read.append(part.passage.text)
        elif part.grid is not None:
            # Beside prose "Response" announces it; alone it is a link of which the address is lost.
            announces = any(cell.is_prose for cell in part.grid.cells)
            for cell in (cell for cell in part.grid.cells if not cell.is_header):
                is_link = not (announces and _BARE_LABEL.match(cell.text)) and _is_clicked(
                    outline, cell.text, cell.char_start, cell.char_end
                )
                links += is_link
                figures += cell.is_figure
                read += [] if is_link else [cell.text]
    words = [len(text.split()) for text in read]
    is_list = links >= _FEW_LINKS and links >= sum(count >= _LONG_LINE for count in words)
    is_stub = links > 0 and sum(words) <= _FEW_WORDS and not any(map(_tells_a_fact, read))
    if any(_MINUTED.match(text) for text in read):
        return False
    return (is_list or is_stub) and links >= figures and not has_answer(outline, outline.parts)


def _tells_a_fact(text: str) -> bool:
    """Say whether a sentence with a figure stands for itself instead of leading to a link."""
    told = (said for said in _SENTENCE_END.split(text) if not _POINTS.search(said))
    return any(_FACT.search(_without_times(said)) for said in told if said.endswith((".", "!")))


def _without_times(text: str) -> str:
    for time in reversed(find_times(text)):
        text = f"{text[: time.start]} {text[time.end :]}"
    return text


def _is_link_line(outline: Outline, part: Part) -> bool:
    return _is_clicked(outline, part.passage.text, part.block.char_start, part.block.char_end)


def _is_clicked(outline: Outline, text: str, start: int, end: int) -> bool:
    """Say whether most of a line is a link, or a short one reads as one where links are lost."""
    if len(text.split()) < _LONG_LINE and _LINK_LINE.search(text):
        return True
    linked = sum(
        min(link.char_end, end) - max(link.char_start, start)
        for link in outline.links
        if link.char_start < end and start < link.char_end
    )
    return linked > 0 and linked >= _LINKED_SHARE * (end - start)
