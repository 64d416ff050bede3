"""Which inspection reports a document names, in the catalogue or by their stated titles."""

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flows.parsing.header.catalogue import Catalogue, catalogue, telling_words
from flows.parsing.header.commissioners import OFFICE
from flows.parsing.header.header import Header
from flows.parsing.header.opening import REPORT_LINE, is_title_line
from flows.parsing.text.outline import Outline, Part, Statement
from flows.parsing.times.periods import find_times
from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import Gated, lowered

_PUBLISHER = (
    r"(?:(?:his|her|hm)\s?(?:majesty'?s\s)?inspectorate\sof\sconstabular(?:y|ies)(?:\s(?:and"
    r"|&)\sfire\s(?:and|&)\srescue\sservices?)?(?:\s\(HMIC(?:FRS)?\))?"
    r"|HMIC(?:FRS)?|HMI\sProbation|HMCPSI|CJJI|Ofsted|the\sinspectorate)"
)
_IS_PUBLISHER = re.compile(rf"(?:the\s)?{_PUBLISHER}", re.IGNORECASE)
_AFTER_TO = Gated(
    "respon|repl|comment",
    r"(?s)"
    r"\b(?:responses?|replies|reply|comments|commentary|responds|responding)\b.{0,140}?\b(?:to|on"
    r"|upon|regarding)\b[\s:]*(?P<rest>\S.*)$",
)
_AFTER_YMATEB = Gated(
    "ymateb",
    r"(?s)"
    r"\bymateb\b.{0,140}?\bi(?:'r)?\s(?P<rest>(?:adroddiad|arolygiad)\s\S.*)$",
)
_AFTER_LABEL = Gated(
    "respon|repl|comment",
    r"(?s)"
    r"^.{0,60}?\b(?:responses?|comments|reply)\s*[:\u2013-]\s+(?P<rest>\S.*)$",
)
#: "PEEL 2018: the commissioner's response", "Custody inspection: response of the PCC".
_BEHIND_COLON = Gated(
    "respon|repl|comment",
    r"^[^:]{0,60}?\b(?:response|comments|reply):\s+(?P<rest>(?!(?:response|reply|to|on)\b)\S.*)$",
)
_BEFORE_LABEL = Gated(
    "respon|repl|comment",
    r"^(?P<rest>[^:\u2013]{6,200}?)\s?[:\u2013]\s+(?:the\s)?(?:formal\s)?"
    r"(?:(?:response|comments|reply)\s(?:of|by|from)\b.{3,}"
    r"|[\w ,&-]{3,90}?(?:'s|s')\s(?:formal\s)?(?:response|comments|reply))$",
)
#: "Serious youth violence - PCC response", "Custody. PCC comments under section 55".
_BEFORE_BODY = Gated(
    "respon|repl|comment|statement",
    rf"^(?P<rest>.{{6,200}}?)(?:\s?[:\u2013]|\s-|\.)\s+(?:the\s)?(?:{OFFICE}|o?pf?cc|commissioner|force)(?:'s)?\s"
    r"(?:(?:formal|statutory|official|section\s55|s\.?55)\s)?(?:response|reply|comments?|statement)(?:\s(?:under|in\sline|pursuant)\b.*)?$",
)
#: "Integrated PEEL assessment 2018/19 Response from the commissioner", on two lines.
_BEFORE_FROM = Gated(
    "respon|repl|comment",
    r"^(?P<rest>.{10,200}?)\s(?:[:\u2013-]\s)?(?:a\s|the\s)?(?:formal\s)?"
    r"(?:response|reply|comments)\s(?:from|by)\s(?:the\s)?\S.{3,}$",
)
_PUBLISHED_END = re.compile(
    r"(?<![\s,(])[\s,(]{1,4}(?:published|issued|released|dated)(?:\s(?:on|in))?$", re.IGNORECASE
)
_LEADING = re.compile(
    rf"^(?:(?:the|a|an|recent|latest|new|above|following|publication\sof"
    rf"|findings\sof)\s)*(?:{_PUBLISHER}(?:'s|')?[\s:,\u2013-]*)?(?:(?:the|recent|(?:national|thematic"
    rf"|joint)(?=\s(?:the|recent|national|thematic|joint|inspection|report)\b)"
    rf"|inspection(?=\sreport))\s)*"
    r"(?:(?:adroddiad\s)?HMICFRS[\s:,\u2013-]+)?"
    r"(?:(?:report|inspection\sreport|inspection(?=\s?[:\u2013])|reports?\sentitled)\b(?:\s(?:entitled|titled|called|into|on"
    r"|of))?[\s:,\u2013-]+)?(?:entitled|titled|called)?\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?<![\s.,:;\u2013-])[\s.,:;\u2013-]+$")
_REPORT_LABEL = re.compile(
    r"^(?:(?:re|subject)\s?:\s*)?"
    rf"(?:(?:{_PUBLISHER}(?:'s|')?\s)?(?:(?:inspection\s)?reports?|inspection)(?:\s(?:title|name))?\s?[:\u2013-]\s*)?",
    re.IGNORECASE,
)
#: "HMICFRS: An inspection of the response to fraud": so does the title of an inspection.
_NAMED_BY_PUBLISHER = re.compile(
    rf"{_PUBLISHER}\s?:\s+(?P<title>(?:an?\s)?(?:\w+\s){{0,3}}(?:inspection|review)\s(?:of|into|on)\s.+)$",
    re.IGNORECASE,
)
#: "HMICFRS super-complaint: Police response to stalking": its title may speak of responses.
_NAMED_KIND = re.compile(
    rf"(?:{_PUBLISHER}(?:'s|')?\s)?(?:super-?complaint|thematic(?:\sinspection)?)\s?[:\u2013-]\s+"
    r"(?P<rest>\S.{9,})$",
    re.IGNORECASE,
)
_BRACKET_END = re.compile(r"(?<!\s)\s*\([^()]{0,120}\)\s*$")
_HTML_END = re.compile(r"\s(?:\||\u2013\s(?:office\sof|website)).*$", re.IGNORECASE)
#: "The inspection 'PEEL 2021/22'".
_KIND_AND_QUOTED = re.compile(
    r"(?:[\w'-]+\s){0,4}?(?:reports?|inspection|review)\s\"(?P<title>[^\"]{8,180})\"", re.IGNORECASE
)
_QUOTED = re.compile(
    r"(?<!\w)(?P<mark>[\"'])(?P<title>[A-Z](?:(?!(?P=mark)(?!\w)).){8,180})(?P=mark)(?!\w)"
)
_ENTITLED = Gated(
    "titled|called",
    r"\b(?:report|inspection|thematic|review)\s(?:entitled|titled"
    r"|called)[\s:,]+[\"']?(?P<title>[A-Z][^\"'.;]{6,160}?)[\"']?(?=\s(?:which|that|was|published"
    r"|and\s(?:was|the))|[.,;\"']|\s\(|$)",
    flags=re.NOFLAG,
)
_REPORT_INTO = Gated(
    "hmi|inspectorate|hmcpsi|cjji|ofsted",
    rf"\b(?P<title>(?:(?:{_PUBLISHER}(?:'s|')?\s)(?:national\s|thematic\s"
    rf"|joint\s)?(?:inspection\s)?(?:report|inspection)\s(?:of|into"
    rf"|on)\s(?:the\s)?(?P<topic>[A-Za-z][\w' -]{{5,110}}?)))"
    r"(?=\s(?:which|that|was|published|in\s(?:19|20)\d\d)|[.,;:]|\s\(|$)",
)
_PEEL = Gated(
    "peel",
    r"\b(?P<title>PEEL(?::?\s(?:police\seffectiveness,?\s(?:efficiency\sand\slegitimacy"
    r"|and\sefficiency)\s?|(?:police\s)?(?:effectiveness|efficiency|legitimacy|leadership))?)?[:\s]*(?:assessment\s|inspection\s"
    r"|spotlight\s)?(?:20\d\d\s?[/\u2013-]\s?(?:20)?\d\d"
    r"|20\d\d)(?:\s?[:\u2013-]\s?(?:an\s)?inspection\sof\s[A-Z][\w ,'&-]{3,60}?(?:Police"
    r"|Constabulary|Service))?)",
)
_ANNOUNCING = (_ENTITLED, _PEEL, _REPORT_INTO)
#: "A joint inspection of custody in …" as the heading of an answer.
_INSPECTION_OF = Gated(
    "inspection|thematic|review|complaint",
    r"(?P<title>\b(?:(?:an?|the|joint|thematic|national|unannounced)\s){0,6}(?:re-?)?(?:inspection"
    r"|thematic|review|super-?complaint)\s(?:of|into|on)\s(?:the\s)?\w[\w ,'&-]{9,140})",
)
_REPORT_WORD = re.compile(
    r"\b(?:reports?|(?:re-?)?inspections?|thematic|hmic(?:frs)?|peel|jtai|ncpi|super-?complaint)\b",
    re.IGNORECASE,
)
_PIECE_OF_A_REPORT = re.compile(
    r"\b(?:recommendations?|areas?\s(?:for|of)\s(?:improvement|concern|focus)|causes?\sof\sconcern"
    r"|afis?|findings?|chapter|theme|section|question|key\spoints?|next\ssteps|background"
    r"|progress|grad(?:ing|e)s?|judge?ments?|summary|about)\b",
    re.IGNORECASE,
)
_OF_A_FORCE = re.compile(r"\binspection\sof\s(?:[A-Z][\w-]+\s){1,4}(?:Police|Constabulary)\b")
_ANSWERED = re.compile(
    r"\b(?:respon(?:se|d|ds|ding)\sto|comments?\s(?:on|in)|welcome|welcomes"
    r"|in\srelation\sto\sthe\sabove|publication\sof|findings\sof|the\sreport)\b",
    re.IGNORECASE,
)
_BY_ANOTHER = re.compile(
    r"\b(?:previous|earlier|last|follow(?:s|ed|ing)\sup|builds\son|other)\b[^.]{0,60}$",
    re.IGNORECASE,
)
#: How telling a mention in a heading is; see ``find_report_mentions``.
HEADING_WEIGHT = 6
_TITLE_WEIGHT = 10
_ANSWERING_WEIGHT = 4
_FEWEST_TELLING_WORDS = 2
_OPENING_PARTS = 20
_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class ReportMention:
    """Words of a part that name an inspection report; positions count in its clean passage."""

    part: Part
    start: int
    end: int
    report_id: str
    is_catalogued: bool
    title_text: str
    weight: int


def mentioned_in(mentions: Iterable[ReportMention]) -> Callable[[Statement], bool]:
    """Return what says whether one of ``mentions`` stands in a statement."""
    starts: dict[int, list[int]] = {}
    for mention in mentions:
        insort(starts.setdefault(mention.part.index, []), mention.start)

    def is_mentioned(statement: Statement) -> bool:
        inside = starts.get(statement.part, [])
        place = bisect_left(inside, statement.start)
        return place < len(inside) and inside[place] < statement.end

    return is_mentioned


def stated_title(document_title: str, known: Catalogue | None = None) -> str | None:
    """Return the report's title out of the title of its response, None where it holds none.

    "Response of X to the HMICFRS report Y (February 2020)" states Y. A title of one telling
    word counts where the catalogue knows it, or where its date stands behind it.
    """
    if named := _NAMED_BY_PUBLISHER.match(document_title):
        return _bare(named["title"])
    small = lowered(document_title)
    match = (
        _BEFORE_BODY.search(document_title, small)
        or _BEHIND_COLON.search(document_title, small)
        or _AFTER_TO.search(document_title, small)
        or _AFTER_YMATEB.search(document_title, small)
        or _AFTER_LABEL.search(document_title, small)
        or _BEFORE_LABEL.search(document_title, small)
        or _BEFORE_FROM.search(document_title, small)
    )
    if match is None:
        return None
    said = match["rest"].strip(" .,;")
    if quoted := _QUOTED.fullmatch(said) or _KIND_AND_QUOTED.fullmatch(said):
        return quoted["title"]
    rest = _HTML_END.sub("", match["rest"])
    rest = _bare(_LEADING.sub("", rest, count=1))
    words = len(telling_words(rest))
    if words >= _FEWEST_TELLING_WORDS or _PEEL.search(rest) or _OF_A_FORCE.search(rest):
        return rest
    dated = _BRACKET_END.search(match["rest"])
    is_known = known is not None and known.closest(rest) is not None
    return rest if words and (is_known or (dated and find_times(dated[0]))) else None


def _bare(title: str) -> str:
    """Return a title without what stands behind it: brackets, the date of publication."""
    rest, previous = title, None
    while previous != rest:
        previous = rest
        rest = _TRAILING.sub("", _BRACKET_END.sub("", _TRAILING.sub("", rest)))
        rest = _PUBLISHED_END.sub("", rest)
        times = find_times(rest)
        if (
            times
            and times[-1].end == len(rest)
            and times[-1].precision in ("day", "month")
            and times[-1].start
        ):
            rest = rest[: times[-1].start]
    return rest.strip(" \"'")


def headed_report(heading: str, force_id: str | None, vocabulary: Vocabulary) -> str | None:
    """Return the id of the report that a heading names and nothing else, None where it names none.

    Known titles and short forms count, and wording that announces a report: "Response to the
    HMICFRS inspection of …". Headings of recommendations, chapters and themes name none.
    """
    known = catalogue(vocabulary)
    if hits := known.find(heading):
        return hits[0][2]
    if _PIECE_OF_A_REPORT.search(heading):
        return None
    stated = stated_title(heading, known)
    if near := known.closest(stated or heading):
        return near
    small = lowered(heading)
    for pattern in (*_ANNOUNCING, _INSPECTION_OF):
        if match := pattern.search(heading, small):
            words = match["title"].strip(" .,'\"")
            return known.of_force(words, force_id) or report_slug(words)
    return report_slug(stated) if stated and _REPORT_WORD.search(heading) else None


def report_slug(title: str) -> str:
    """Return the id of a report that the catalogue does not hold, made of its stated title."""
    without = re.sub(
        rf"^(?:the\s)?(?:{_PUBLISHER}(?:'s|')?[\s:,\u2013-]+)?(?:the\s)?",
        "",
        title,
        flags=re.IGNORECASE,
    )
    slug = _SLUG.sub("-", without.lower().replace("'", "")).strip("-")
    return slug if len(slug) <= _LONGEST_SLUG else slug[:_LONGEST_SLUG].rpartition("-")[0]


def find_report_mentions(
    outline: Outline, header: Header, is_response: bool, vocabulary: Vocabulary
) -> list[ReportMention]:
    """Return where a document names inspection reports, in reading order.

    ``weight`` says how likely the report is the one that is answered: named in the title,
    in a heading, in a sentence that responds or welcomes, in passing, or as an earlier report.
    Reports that the catalogue does not hold are taken from titles and from words that
    announce a title; a programme and its year mean the report on the document's force.
    """
    known = catalogue(vocabulary)
    mentions: list[ReportMention] = []
    prose = [part for part in outline.parts if part.grid is None]
    # A line that gives the report's title does so better than the title of the response.
    named = {part.index for part in prose[:_OPENING_PARTS] if REPORT_LINE.match(part.passage.text)}
    for part in prose:
        text = part.passage.text
        is_title = part.index in named if named else is_title_line(text, header.title)
        hits = known.find(text)
        for start, end, report_id in hits:
            weight = _weight(part, text, start, is_title)
            stated = _stated_form(text, start, end, is_title)
            mentions.append(ReportMention(part, start, end, report_id, True, stated, weight))
        if not hits:
            mentions += _uncatalogued(part, text, is_title, is_response, known, header)
    return mentions


def _weight(part: Part, text: str, start: int, is_title: bool) -> int:
    if is_title:
        return _TITLE_WEIGHT
    if part.block.kind == "heading":
        return HEADING_WEIGHT
    if _BY_ANOTHER.search(text[max(0, start - 90) : start]):
        return 0
    sentence = text[max(0, text.rfind(". ", 0, start)) : start + 200]
    return _ANSWERING_WEIGHT if _ANSWERED.search(sentence) else 1


def _stated_form(text: str, start: int, end: int, is_title: bool) -> str:
    for match in _QUOTED.finditer(text):
        if match.start("title") <= start and end <= match.end("title"):
            return match["title"].strip(" .,")
    if is_title:
        rest = stated_title(text)
        # A report's own title may hold "response to" itself.
        if rest and start >= max(text.find(rest), 0) - 1:
            return rest
        return _TRAILING.sub("", _BRACKET_END.sub("", text)) if rest else text[start:end]
    return text[start:end]


def _uncatalogued(
    part: Part,
    text: str,
    is_title: bool,
    is_response: bool,
    known: Catalogue,
    header: Header,
) -> Iterator[ReportMention]:
    if is_title and is_response:
        rest = stated_title(text, known)
        if rest is None and (kind := _NAMED_KIND.match(text)):
            rest = _bare(kind["rest"])
        if rest is None and re.search(
            r"\b(?:report|inspection|peel|thematic|multi-?agency|review|hmic(?:frs)?)\b",
            text,
            re.IGNORECASE,
        ):
            rest = (
                _TRAILING.sub("", _BRACKET_END.sub("", _REPORT_LABEL.sub("", text)))
                if not _AFTER_TO.search(text)
                else None
            )
            if rest and len(telling_words(rest)) < _FEWEST_TELLING_WORDS and not _PEEL.search(rest):
                rest = None
        if rest is not None and _IS_PUBLISHER.fullmatch(rest):
            rest = None
        if rest is None and header.titled_by_report:
            rest = _bare(text) or None
        if rest is None and (near := known.closest(text)):
            start = match.end() if (match := _REPORT_LABEL.match(text)) else 0
            stated = text[start:]
            yield ReportMention(part, start, len(text), near, True, stated, _TITLE_WEIGHT)
        elif rest:
            start = max(text.find(rest), 0)
            near = known.closest(rest) or known.of_force(rest, header.force_id)
            end = start + len(rest) if text.find(rest) >= 0 else len(text)
            if near and known.is_of_another_year(near, text, end):
                near = None
            yield ReportMention(
                part, start, end, near or report_slug(rest), near is not None, rest, _TITLE_WEIGHT
            )
        return
    small = lowered(text)
    for pattern in _ANNOUNCING:
        matches = pattern.findall(text, small)
        for match in matches:
            words = match["title"].strip(" .,'\"")
            if len(words.split()) < 2:
                continue
            near = known.closest(words) or known.of_force(words, header.force_id)
            start, end = match.span("title")
            weight = min(_weight(part, text, start, is_title=False), HEADING_WEIGHT)
            yield ReportMention(
                part, start, end, near or report_slug(words), near is not None, words, weight
            )
        if matches:
            return
