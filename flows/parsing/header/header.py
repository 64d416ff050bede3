"""What a document says about itself: title, type, force, author, date."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.parsing.header.commissioners import (
    OFFICE,
    find_commissioner_name,
    names_mayoral_body,
    policing_body_name,
)
from flows.parsing.header.document_dates import find_document_date
from flows.parsing.header.document_types import RESPONSE_TITLE, find_document_type
from flows.parsing.header.forces import (
    ForceNames,
    find_document_force,
    force_names,
    force_of_site,
)
from flows.parsing.header.opening import REPORT_LINE, SALUTATION, is_prose, opening_parts
from flows.parsing.header.welsh_dates import with_english_dates
from flows.parsing.text.outline import Outline, Part
from flows.parsing.times.periods import find_times
from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import Gated

_SUBJECT = re.compile(
    r"(?:subject|re|ref(?:erence)?\ssubject|title(?:\sof\s(?:the\s)?(?:report|paper))?"
    r"|report\stitle|paper\stitle|teitl|pwnc)\s*[:\u2013-]\s*(?=\S|$)",
    re.IGNORECASE,
)
_OF_REPORT = re.compile(r"report|inspection|response|ymateb", re.IGNORECASE)
_LETTER_SUBJECT = re.compile(r"^re(?:\s*+[:.-])?\s+(?=[A-Z\"'])")
#: Lines of an opening that are never the title: addresses, salutations, authors, generic headings.
_NO_TITLE = re.compile(
    r"""(?:dear|annwyl|cc|copy\sto|by\s(?:e-?mail|post)|sent\sby|to|from|tel(?:ephone)?|e-?mail|our\sref|your\sref|ref|contact|venue|report\s(?:of|by|author|from)
        |author|joint\sreport|presented\sby|prepared\sby|date|page|version|status|item|agenda
            |security|classification|for\s(?:decision|information)
        |(?:news|press|media)\s(?:release|statement)s?$|news$|statement$
        |(?:recommendation|afi|area\sfor\simprovement|cause\sof\sconcern)\s\d{1,2}\W*$
        |(?:(?:the\s)?(?:pf?cc|chief\sconstable|force|constabulary|commissioner)(?:'s)?\s)(?:response|comments?|update)\W*$
        |purpose(?:\sof\s(?:the\s|this\s)?report)?$|introduction$|summary$|executive\ssummary$
            |background$|contents$|information$|overview$|foreword$|recommendations?$|minutes$
        |(?:table|figure|fig\.?|chart|graph)\s\d{1,2}|present\s*:|present$|also\s(?:present|in\sattendance)|in\sattendance|attendance
        |attendees|apologies|members\spresent|home\soffice|home\ssecretary
            |rt\.?\shon|the\srt|\d+\s+[A-Z][a-z]+\s(?:street|road|lane|way|avenue|drive)
        |p\.?o\.?\sbox|https?:|www\.|t:|e:|f:)(?![\w'])""",
    re.VERBOSE | re.IGNORECASE,
)
#: A running header or footer that stands above the text.
_OF_EVERY_PAGE = re.compile(
    r"\bpage\s\d+(?:\sof\s\d+)?\b|\bofficial(?:\s?[-\u2013:]\s?sensitive)?\b(?=\W*(?:page|$))"
    r"|\bnot\sprotectively\smarked\b",
    re.IGNORECASE,
)
_FIRST_SECTION = re.compile(
    r"\d{1,3}(?:/\d{2,4})?[.)]?\s+\D|(?:purpose(?:\sof\s(?:the\s|this\s)?report)?|introduction|(?:executive\s)?summary|background"
    r"|recommendations?|contents|overview|welcome(?:\s(?:and|&)\s[a-z]+)?)$",
    re.IGNORECASE,
)
#: Below it stand the names of people.
_WHO_CAME = re.compile(
    r"(?:attendees|attendance|present|in\sattendance|members\spresent|apologies)\s?:?",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[\dA-Z]?\s?\d[A-Z]{2}\b")
_CONTACT = re.compile(r"@|https?://|www\.|\b0\d{3,4}[\s-]?\d{3}")
_ROLE_WORDS = frozenset(
    "police and crime commissioner commissioner's panel office of the for fire rescue "
    "constabulary force pcc opcc pfcc opfcc mayor "
    "comisiynydd swyddfa yr heddlu a throseddu tân heddlu'r gogledd de cymru dyfed powys gwent "
    "mayor's agenda item meeting report public committee board in to a & joint outcomes "
    "community accountability governance "
    "performance scrutiny strategic policing deputy chief constable victims' victims "
    "service held on website home news "
    "publications responses reports information transparency hmic hmicfrs inspections "
    "documents".split()
)
#: What is left of a meeting's day and hour where its date is taken away.
_WHEN = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]\.?m\b|hrs\b)",
    re.IGNORECASE,
)
_NAME_AND_OFFICE = re.compile(
    rf"[A-Z][\w'-]+(?:\s[A-Z][\w'.-]+){{1,3}},?\s+(?:the\s)?(?:{OFFICE}|chief\sconstable|pcc"
    rf"|home\ssecretary)",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r"(?::|\b(?:to|of|on|the|into|and|for|in|-))$|[\u2013-]$", re.IGNORECASE)
_PERSON = re.compile(r"(?:[A-Z][a-z'-]+\s){1,2}[A-Z][\w'-]+")
_DATED = re.compile(r"(?:published|publication|issued|dated?|posted)\b", re.IGNORECASE)
_DAY_BEHIND = re.compile(
    r"(?<=[\w\"'])\s(?:published|issued)\s(?:on\s|in\s)?[\w ]{4,24}\b\d{4}$"
    r"|(?<=[\"'])\s(?:\d{1,2}(?:st|nd|rd|th)?\s)?[a-z]{3,9}\s\d{4}$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 60
_LONGEST_NAME = 4
_LETTER_PARTS_AFTER_DEAR = 3
_WORD = re.compile(r"[a-z\u00e0-\u017f']+")
_AUTHOR_TYPES = frozenset({"inspection_response", "letter", "statement"})
_BY_COMMISSIONER = Gated(
    "commissioner|pcc|pfcc|mayor|comisiynydd",
    rf"(?:responses?|reply|comments?|statement|letter|commentary)\s(?:of|from"
    rf"|by)\s(?:the\s)?(?:\S+\s){{0,4}}?(?:{OFFICE}|o?pf?cc\b|commissioner|mayor)"
    rf"|(?:{OFFICE}|\bo?pf?cc|commissioner|mayor)(?:\s(?:for|of)\s[\w, ]{{3,50}}?)?(?:'s"
    rf"|')?:?\s(?:formal\s|statutory\s)?(?:response|reply|comments?|statement|letter)\b"
    r"|\bymateb\s(?:y\s)?comisiynydd",
)
_FROM_COMMISSIONER = re.compile(
    rf"from\s?:\s*(?:the\s)?(?:[\w'-]+\s){{0,4}}?(?:{OFFICE}|o?pf?cc\b|commissioner\b)",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\bjoint\s(?:response|reply|statement|letter|comments)\b"
    rf"|\b(?:{OFFICE}|pf?cc|commissioner|mayor)\b[^:]{{0,60}}?\sand\s(?:the\s)?chief\sconstable\b"
    r"(?!'s\s)[^:]{0,60}?\b(?:response|reply|comments|statement)\b"
    r"|\b(?:response|reply|comments|statement)\s(?:of|from|by)\s[^:]{0,80}?\s(?:and|&)\s(?:the\s)?"
    r"chief\sconstable\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\bmy\s(?:office|police\sand\scrime\splan|force|chief\sconstable|role\sas"
    r"|(?:\w+\s){0,2}priorit|own\soffice)|\bi\swrite\sas\s(?:the\s)?(?:deputy\s)?mayor\b|\bas\s(?:the\s)?"
    r"(?:police\sand\scrime\s)?commissioner,?\si\b"
    r"|\b(?:i|my)\s(?:hold|have\sheld)\sthe\schief\sconstable\sto\saccount",
    re.IGNORECASE,
)
_ANY_FIRST_PERSON = re.compile(r"\bI\b|\b[Mm]y\b")
_QUOTATION = re.compile(r'"[^"]{0,2000}(?:"|$)')
_OFFICE_LINE = re.compile(
    rf"^(?:the\s|your\s|acting\s|interim\s)?(?:\S+\s){{0,4}}?(?:{OFFICE}|pf?cc\b|mayor\b)",
    re.IGNORECASE,
)
_SHORT_LINE = 14
_CLOSING_PARTS = 10


@dataclass(frozen=True, slots=True)
class Header:
    """The header facts of one document, in the words of ``marts.dim_documents``.

    ``author_speaker`` is the speaker of sections whose headings name nobody:
    ``commissioner`` where the whole text is the commissioner's, else ``other``.
    ``is_joint``: commissioner and chief constable answer together. ``titled_by_report``: the
    title is that of the report, as that of each of several answers on one page.
    ``document_date`` of month or year precision is the first day of it.
    """

    title: str | None
    document_type: str
    force_id: str | None
    policing_body_name: str | None
    commissioner_name: str | None
    document_date: dt.date | None
    document_date_precision: str
    document_date_basis: str
    language: str
    author_speaker: str
    is_joint: bool = False
    titled_by_report: bool = False


def read_header(
    outline: Outline, vocabulary: Vocabulary, language: str, site_name: str = ""
) -> Header:
    """Return the header of a document in ``language``; what it does not say is null.

    ``site_name`` tells the force of a page whose text names none.
    """
    opening = opening_parts(outline)
    title = find_title(outline, opening, vocabulary)
    document_type = find_document_type(outline, opening, title, vocabulary)
    return _read(outline, opening, title, document_type, vocabulary, language, site_name)


def read_known_header(
    outline: Outline,
    title: str | None,
    document_type: str,
    vocabulary: Vocabulary,
    language: str,
) -> Header:
    """Return the header of a document whose title and type are known."""
    opening = opening_parts(outline)
    return _read(outline, opening, title, document_type, vocabulary, language)


def _read(
    outline: Outline,
    opening: Sequence[Part],
    title: str | None,
    document_type: str,
    vocabulary: Vocabulary,
    language: str,
    site_name: str = "",
) -> Header:
    force_id = find_document_force(outline, title, {part.index for part in opening}, vocabulary)
    force_id = force_id or force_of_site(site_name, vocabulary)
    if language == "cy":
        dated = with_english_dates(outline)
        date = find_document_date(dated, opening_parts(dated), title, document_type)
    else:
        date = find_document_date(outline, opening, title, document_type)
    speaker = "other"
    is_joint = bool(title and _JOINT.search(title))
    if not is_joint:
        speaker = _author_speaker(outline, opening, title, document_type, vocabulary)
    return Header(
        title=title,
        document_type=document_type,
        force_id=force_id,
        policing_body_name=policing_body_name(outline, force_id, vocabulary),
        commissioner_name=find_commissioner_name(outline, force_id, vocabulary),
        document_date=date.date,
        document_date_precision=date.precision,
        document_date_basis=date.basis,
        language=language,
        author_speaker=speaker,
        is_joint=is_joint,
    )


def find_title(outline: Outline, opening: Sequence[Part], vocabulary: Vocabulary) -> str | None:
    """Return the document's own title: its subject line, else the first line that can be one.

    Names of bodies and meetings, dates, addresses and generic headings are no titles. A
    letter without a subject line has none.
    """
    for part, following in zip(opening, [*opening[1:], None], strict=False):
        match = _SUBJECT.match(part.passage.text)
        if match is None:
            continue
        if REPORT_LINE.match(part.passage.text) and (own := _response_above(opening, part)):
            return own
        if rest := part.passage.text[match.end() :].strip():
            return rest
        if following is not None:
            return following.passage.text
    known = force_names(vocabulary)
    dear = next(
        (place for place, part in enumerate(opening) if SALUTATION.match(part.passage.text)), None
    )
    if dear is not None:
        return _letter_title(outline, opening, dear, known)
    return _first_title(outline, opening, known)


def _response_above(opening: Sequence[Part], part: Part) -> str | None:
    """Return the title of a response that stands above a part, None where none does."""
    above = (p.passage.text for p in opening if p.index < part.index)
    return next((text for text in above if RESPONSE_TITLE.search(text)), None)


def _letter_title(
    outline: Outline, opening: Sequence[Part], dear: int, known: ForceNames
) -> str | None:
    after = opening[dear + 1 : dear + 1 + _LETTER_PARTS_AFTER_DEAR]
    for part in (*after, *opening[:dear]):
        text = part.passage.text
        if match := _LETTER_SUBJECT.match(text):
            return text[match.end() :]
    # A page that prints a letter has its own title above the address.
    above = [
        part
        for part in opening[:dear]
        if _can_be_title(part, known) and _OF_REPORT.search(part.passage.text)
    ]
    below = [
        part
        for part in after
        if _can_be_title(part, known) and not part.passage.text.endswith((",", "."))
    ]
    titled = [part for part in above if part.block.kind == "heading"]
    found = [*titled, *below, *above]
    return _whole_title(outline, opening, found[0], known) if found else None


def _first_title(outline: Outline, opening: Sequence[Part], known: ForceNames) -> str | None:
    # Below the heading of a first section no heading is the title any more.
    first_section = next(
        (place for place, part in enumerate(opening) if place and _opens_section(part)),
        len(opening),
    )
    opening = opening[:first_section]
    candidates = [part for part in opening if _can_be_title(part, known)]
    chosen = next((part for part in candidates if part.block.kind == "heading"), None)
    first = candidates[0] if candidates else None
    if chosen is None or (
        first is not None and first.index < chosen.index and _looks_like_title(first)
    ):
        chosen = first
    if chosen is not None and _PERSON.fullmatch(chosen.passage.text):
        # Who answers stands above what is answered.
        chosen = next((p for p in candidates if RESPONSE_TITLE.search(p.passage.text)), chosen)
    if chosen is None:
        # A page of a body about itself is titled by what would else be its name.
        named = (p for p in opening if p.block.kind == "heading" and not find_times(p.passage.text))
        chosen = next((p for p in named if not _NO_TITLE.match(p.passage.text)), None)
    return _DAY_BEHIND.sub("", _whole_title(outline, opening, chosen, known)) if chosen else None


def _whole_title(outline: Outline, opening: Sequence[Part], chosen: Part, known: ForceNames) -> str:
    """Return a title with its second line, where it breaks off or a line of text wraps it."""
    title = chosen.passage.text
    following = next((part for part in opening if part.index == chosen.index + 1), None)
    if following is None or not _ends_title(following):
        return title
    if _UNFINISHED.search(title) or _is_wrapped(outline, chosen, following, known):
        return f"{title} {following.passage.text}"
    return title


def _is_wrapped(outline: Outline, part: Part, following: Part, known: ForceNames) -> bool:
    """Say whether a line right below another, without a blank one between, goes on with it."""
    words = following.passage.text.split()
    is_name = len(words) <= _LONGEST_NAME and all(word[:1].isupper() for word in words)
    between = outline.text[part.block.char_end : following.block.char_start].strip(" ")
    return (
        between in ("\n", "\r\n")
        and not part.passage.text.endswith((".", ",", ";", "?", "!"))
        and not is_name
        and not _DATED.match(following.passage.text)
        and not REPORT_LINE.match(following.passage.text)
        and _can_be_title(following, known)
    )


def _ends_title(part: Part) -> bool:
    """Say whether a line can be the other half of a title that breaks off; a sentence cannot."""
    text = part.passage.text
    if part.block.kind == "heading":
        return True
    return (
        part.block.kind == "paragraph"
        and not is_prose(part)
        and not text.endswith((".", ":", ";", ","))
    )


def _opens_section(part: Part) -> bool:
    """Say whether a heading is a section's (numbered, or one of every paper), or names follow."""
    text = part.passage.text
    if _WHO_CAME.fullmatch(text):
        return True
    is_section = part.block.kind == "heading" and bool(_FIRST_SECTION.match(text))
    return is_section and not any(time.start == 0 for time in find_times(text))


def _looks_like_title(part: Part) -> bool:
    """Say whether a plain line has the length and letters of a title, not of a label."""
    words = part.passage.text.split()
    return (
        len(words) >= 4
        and part.block.kind == "paragraph"
        and not part.passage.text.endswith((".", ",", ":"))
    )


def _can_be_title(part: Part, known: ForceNames) -> bool:
    text = part.passage.text.strip()
    fewest = 1 if part.block.kind == "heading" else 2
    if part.block.kind == "list_item" or not fewest <= len(text.split()) <= _LONGEST_TITLE:
        return False
    if part.block.kind == "paragraph" and (is_prose(part) or text.endswith((",", "."))):
        return False
    if (
        _NO_TITLE.match(text)
        or _OF_EVERY_PAGE.search(text)
        or _POSTCODE.search(text)
        or _CONTACT.search(text)
        or _NAME_AND_OFFICE.fullmatch(text)
    ):
        return False
    rest = text
    for mention in reversed(known.find(text)):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    for time in reversed(find_times(rest)):
        rest = rest[: time.start] + " " + rest[time.end :]
    rest = _WHEN.sub(" ", rest)
    return any(word not in _ROLE_WORDS and len(word) > 1 for word in _WORD.findall(rest.lower()))


def _author_speaker(
    outline: Outline,
    opening: Sequence[Part],
    title: str | None,
    document_type: str,
    vocabulary: Vocabulary,
) -> str:
    if document_type not in _AUTHOR_TYPES:
        return "other"
    if document_type == "statement":
        return "commissioner" if speaks_in_first_person(outline) else "other"
    opened = [*([title] if title else []), *(part.passage.text for part in opening)]
    if any(_BY_COMMISSIONER.search(text) or _FROM_COMMISSIONER.match(text) for text in opened):
        return "commissioner"
    short = (text for text in opened if len(text.split()) <= _SHORT_LINE)
    # A mayor's deputy answers for the policing body, and says so in no other words.
    if document_type == "inspection_response" and any(
        names_mayoral_body(text, vocabulary) for text in short
    ):
        return "commissioner" if speaks_in_first_person(outline) else "other"
    closing = [part.passage.text for part in outline.parts[-_CLOSING_PARTS:] if part.grid is None]
    if any(_OFFICE_LINE.match(line) for line in closing if len(line.split()) <= _SHORT_LINE):
        return "commissioner"
    text = " ".join(part.passage.text for part in outline.parts if part.grid is None)
    return "commissioner" if _FIRST_PERSON.search(text) else "other"


def speaks_in_first_person(outline: Outline) -> bool:
    """Say whether somebody says "I" outside quotation marks, in which others are quoted."""
    spoken = (_QUOTATION.sub(" ", part.passage.text) for part in outline.parts)
    return any(map(_ANY_FIRST_PERSON.search, spoken))
