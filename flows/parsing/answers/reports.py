"""Which inspection reports a document names, in the catalogue or by their stated titles."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from flows.parsing.header.opening import is_title_line
from flows.parsing.text.outline import Outline, Part
from flows.parsing.times.periods import find_times
from flows.parsing.vocabulary import Vocabulary

_PUBLISHER = (
    r"(?:(?:his|her|hm)\s?(?:majesty'?s\s)?inspectorate\sof\sconstabular(?:y|ies)(?:\s(?:and"
    r"|&)\sfire\s(?:and|&)\srescue\sservices?)?(?:\s\(HMIC(?:FRS)?\))?"
    r"|HMIC(?:FRS)?|HMI\sProbation|HMCPSI|CJJI|Ofsted|the\sinspectorate)"
)
_AFTER_TO = re.compile(
    r"\b(?:responses?|replies|reply|comments|commentary|responds|responding)\b.{0,140}?\b(?:to|on"
    r"|upon|regarding)\b[\s:]*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_LABEL = re.compile(
    r"^.{0,60}?\b(?:responses?|comments|reply)\s*[:\u2013-]\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LEADING = re.compile(
    rf"^(?:(?:the|a|an|recent|latest|new|above|following|publication\sof"
    rf"|findings\sof)\s)*(?:{_PUBLISHER}(?:'s|')?[\s:,\u2013-]*)?(?:(?:the|national|thematic|joint"
    rf"|inspection(?=\sreport)|recent)\s)*"
    r"(?:(?:report|inspection\sreport|reports?\sentitled)\b(?:\s(?:entitled|titled|called|into|on"
    r"|of))?[\s:,\u2013-]+)?(?:entitled|titled|called)?\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[\s.,:;\u2013-]+$")
_BRACKET_END = re.compile(r"\s*\([^()]{0,120}\)\s*$")
_HTML_END = re.compile(r"\s(?:\||\u2013\s(?:office\sof|website)).*$", re.IGNORECASE)
_QUOTED = re.compile(
    r"(?<!\w)(?P<mark>[\"'])(?P<title>[A-Z](?:(?!(?P=mark)(?!\w)).){8,180})(?P=mark)(?!\w)"
)
_ENTITLED = re.compile(
    r"\b(?:report|inspection|thematic|review)\s(?:entitled|titled"
    r"|called)[\s:,]+[\"']?(?P<title>[A-Z][^\"'.;]{6,160}?)[\"']?(?=\s(?:which|that|was|published"
    r"|and\s(?:was|the))|[.,;\"']|\s\(|$)"
)
_REPORT_INTO = re.compile(
    rf"\b(?P<title>(?:(?:{_PUBLISHER}(?:'s|')?\s)(?:national\s|thematic\s"
    rf"|joint\s)?(?:inspection\s)?(?:report|inspection)\s(?:of|into"
    rf"|on)\s(?:the\s)?(?P<topic>[A-Za-z][\w' -]{{5,110}}?)))"
    r"(?=\s(?:which|that|was|published|in\s(?:19|20)\d\d)|[.,;:]|\s\(|$)",
    re.IGNORECASE,
)
_PEEL = re.compile(
    r"\b(?P<title>PEEL(?::?\s(?:police\seffectiveness,?\s(?:efficiency\sand\slegitimacy"
    r"|and\sefficiency)\s?)?)?[:\s]*(?:assessment\s|inspection\s"
    r"|spotlight\s)?(?:20\d\d\s?[/\u2013-]\s?(?:20)?\d\d"
    r"|20\d\d)(?:\s?[:\u2013-]\s?(?:an\s)?inspection\sof\s[A-Z][\w ,'&-]{3,60}?(?:Police"
    r"|Constabulary|Service))?)",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\b(?:respon(?:se|d|ds|ding)\sto|comments?\s(?:on|in)|welcome|welcomes"
    r"|in\srelation\sto\sthe\sabove|publication\sof|findings\sof|the\sreport)\b",
    re.IGNORECASE,
)
_BY_ANOTHER = re.compile(
    r"\b(?:previous|earlier|last|follow(?:s|ed|ing)\sup|builds\son|other)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 80
_CLOSE_TITLE = 0.8
_FEWEST_WORDS = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_IDLE_WORDS = frozenset(
    "a an and at by for from how in into is of on or the their to with well police policing "
    "inspection inspections report reports responses thematic joint "
    "national hmicfrs hmic review effectiveness response england wales forces".split()
)


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


@dataclass(frozen=True)
class Catalogue:
    """The known reports, compiled: phrases without spaces and marks, and title words."""

    matcher: AhoCorasick
    report_ids: tuple[str, ...]
    title_words: tuple[tuple[str, frozenset[str], str], ...]
    main_clauses: Mapping[str, str]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, report id) of the catalogued reports that a clean text names.

        Case, spaces, hyphens and marks do not count ("multiagency" is "multi-agency"); the
        longest of overlapping names wins.
        """
        squeezed = [
            (letter.lower(), place) for place, letter in enumerate(text) if letter.isalnum()
        ]
        letters = "".join(letter[:1] for letter, _ in squeezed)
        spans = sorted(
            (-(end - start), start, end, index)
            for index, start, end in self.matcher.find_matches_as_indexes(letters, overlapping=True)
        )
        taken: list[tuple[int, int, str]] = []
        for _, first, last, index in spans:
            start, end = squeezed[first][1], squeezed[last - 1][1] + 1
            alone = (start == 0 or not text[start - 1].isalnum()) and (
                end == len(text) or not text[end].isalnum()
            )
            if alone and not any(start < stop and begin < end for begin, stop, _ in taken):
                taken.append((start, end, self.report_ids[index]))
        return sorted(taken)

    def closest(self, title: str) -> str | None:
        """Return the report that a stated ``title`` means, None where none is close.

        Its main clause stands alone ("Core business"), or it shares nearly all telling words.
        """
        whole = _squeeze(title)
        if whole in self.main_clauses:
            return self.main_clauses[whole]
        words = _telling_words(title)
        years = set(_YEAR.findall(title))
        best: tuple[float, str] | None = None
        for report_id, known, year in self.title_words:
            if len(known) < _FEWEST_WORDS or (years and year and year not in years):
                continue
            share = len(words & known) / len(known)
            if share >= _CLOSE_TITLE and (best is None or share > best[0]):
                best = (share, report_id)
        return best[1] if best else None


def _telling_words(text: str) -> frozenset[str]:
    joined = re.sub(r"(?<=\w)[-\u2013](?=\w)", "", text.lower())
    return frozenset(word for word in re.findall(r"[a-z]{3,}", joined) if word not in _IDLE_WORDS)


def _squeeze(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


@lru_cache(maxsize=4)
def catalogue(vocabulary: Vocabulary) -> Catalogue:
    """Return the compiled catalogue; a phrase of several reports names none of them."""
    phrases: dict[str, set[str]] = {}
    reports = vocabulary.rows("inspection_reports")
    for row in reports:
        phrases.setdefault(_squeeze(row["title"]), set()).add(row["inspection_report_id"])
    for row in vocabulary.rows("inspection_report_phrases"):
        phrases.setdefault(_squeeze(row["phrase"]), set()).add(row["inspection_report_id"])
    clauses: dict[str, set[str]] = {}
    for row in reports:
        clause, colon, _ = row["title"].partition(":")
        if colon and " " in clause:
            clauses.setdefault(_squeeze(clause), set()).add(row["inspection_report_id"])
    single = {
        phrase: ids.copy().pop()
        for phrase, ids in phrases.items()
        if len(ids) == 1 and len(phrase) > 5
    }
    return Catalogue(
        AhoCorasick(list(single), matchkind=MatchKind.Standard),
        tuple(single.values()),
        tuple(
            (
                row["inspection_report_id"],
                _telling_words(row["title"].split(":")[0]),
                row["published_on"][:4],
            )
            for row in reports
        ),
        {clause: ids.pop() for clause, ids in clauses.items() if len(ids) == 1},
    )


def stated_title(document_title: str) -> str | None:
    """Return the report's title out of the title of its response, None where it holds none.

    "Response of X to the HMICFRS report Y (February 2020)" states Y.
    """
    match = _AFTER_TO.search(document_title) or _AFTER_LABEL.search(document_title)
    if match is None:
        return None
    rest = _HTML_END.sub("", match["rest"])
    rest = _LEADING.sub("", rest, count=1)
    previous = None
    while previous != rest:
        previous = rest
        rest = _TRAILING.sub("", _BRACKET_END.sub("", _TRAILING.sub("", rest)))
        times = find_times(rest)
        if (
            times
            and times[-1].end == len(rest)
            and times[-1].precision in ("day", "month")
            and times[-1].start
        ):
            rest = rest[: times[-1].start]
    rest = rest.strip(" \"'")
    return rest if len(_telling_words(rest)) >= 2 or _PEEL.search(rest) else None


def report_slug(title: str) -> str:
    """Return the id of a report that the catalogue does not hold, made of its stated title."""
    without = re.sub(
        rf"^(?:the\s)?(?:{_PUBLISHER}(?:'s|')?\s+)?(?:the\s)?", "", title, flags=re.IGNORECASE
    )
    slug = _SLUG.sub("-", without.lower().replace("'", "")).strip("-")
    return slug if len(slug) <= _LONGEST_SLUG else slug[:_LONGEST_SLUG].rpartition("-")[0]


def find_report_mentions(
    outline: Outline, title: str | None, is_response: bool, vocabulary: Vocabulary
) -> list[ReportMention]:
    """Return where a document names inspection reports, in reading order.

    ``weight`` says how likely the report is the one that is answered: named in the title,
    in a heading, in a sentence that responds or welcomes, or only in passing. Reports that
    the catalogue does not hold are taken from titles and from words that announce a title.
    """
    known = catalogue(vocabulary)
    mentions: list[ReportMention] = []
    for part in outline.parts:
        if part.grid is not None:
            continue
        text = part.passage.text
        is_title = is_title_line(text, title)
        hits = known.find(text)
        for start, end, report_id in hits:
            weight = _weight(part, text, start, is_title)
            stated = _stated_form(text, start, end, is_title)
            mentions.append(ReportMention(part, start, end, report_id, True, stated, weight))
        if not hits:
            mentions += _uncatalogued(part, text, is_title, is_response, known)
    return mentions


def _weight(part: Part, text: str, start: int, is_title: bool) -> int:
    if is_title:
        return 10
    if part.block.kind == "heading":
        return 6
    if _BY_ANOTHER.search(text[max(0, start - 90) : start]):
        return 1
    sentence = text[max(0, text.rfind(". ", 0, start)) : start + 200]
    return 4 if _ANSWERED.search(sentence) else 1


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
    part: Part, text: str, is_title: bool, is_response: bool, known: Catalogue
) -> Iterator[ReportMention]:
    if is_title and is_response:
        rest = stated_title(text)
        if rest is None and re.search(
            r"\b(?:report|inspection|peel|thematic|multi-?agency|review)\b", text, re.IGNORECASE
        ):
            rest = (
                _TRAILING.sub("", _BRACKET_END.sub("", text))
                if not _AFTER_TO.search(text)
                else None
            )
        if rest is None and (near := known.closest(text)):
            yield ReportMention(part, 0, len(text), near, True, text, 10)
        elif rest:
            start = max(text.find(rest), 0)
            near = known.closest(rest)
            end = start + len(rest) if text.find(rest) >= 0 else len(text)
            yield ReportMention(
                part, start, end, near or report_slug(rest), near is not None, rest, 10
            )
        return
    for pattern in (_ENTITLED, _PEEL, _REPORT_INTO):
        for match in pattern.finditer(text):
            words = match["title"].strip(" .,'\"")
            if len(words.split()) < 2:
                continue
            near = known.closest(words)
            start, end = match.span("title")
            weight = min(_weight(part, text, start, is_title=False), 6)
            yield ReportMention(
                part, start, end, near or report_slug(words), near is not None, words, weight
            )
        if pattern.search(text):
            return
