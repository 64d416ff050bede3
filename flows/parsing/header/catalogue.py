"""The catalogue of inspection reports: which report a text names, by title, short form or year."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from flows.parsing.vocabulary import Vocabulary

_CLOSE_TITLE = 0.8
_FEWEST_WORDS = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PROGRAMME_YEARS = re.compile(
    r"(?<!\d)(?P<first>20\d\d)(?:\s?[/\u2013-]\s?(?P<last>(?:20)?\d\d))?(?!\d)"
)
#: "stop and search powers (December 2023)": the year of the report that the words name.
_YEAR_BEHIND = re.compile(r"[\"']?\s?\((?:[^()]{0,20}\s)?(?P<year>(?:19|20)\d\d)\)")
_MOST_YEARS_APART = 3
_LETTERS = re.compile(r"[^\W_]+")
_WITHOUT_MARKS = {code: None for code in range(128) if not chr(code).isalnum()}
_JOINT = re.compile(r"(?<=\w)[-\u2013](?=\w)")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_ARTICLE = re.compile(r"^(?:the|an?)\s", re.IGNORECASE)
_IDLE_WORDS = frozenset(
    "a an and at by for from how in into is of on or the their to with well police policing "
    "inspection inspections report reports responses thematic joint "
    "national hmicfrs hmic review effectiveness response england wales forces".split()
)


class _Title(NamedTuple):
    """A report, the number of telling words in its title's main clause, its year or ''."""

    report_id: str
    word_count: int
    year: str


@dataclass(frozen=True)
class Catalogue:
    """The known reports, compiled: phrases without spaces and marks, and title words.

    ``titles_with`` leads from a telling word to the numbers of the titles that hold it.
    """

    matcher: AhoCorasick
    report_ids: tuple[str, ...]
    years: Mapping[str, int]
    titles: tuple[_Title, ...]
    titles_with: Mapping[str, Sequence[int]]
    main_clauses: Mapping[str, str]
    of_forces: Mapping[tuple[str, str], str]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, report id) of the catalogued reports that a clean text names.

        Case, spaces, hyphens and marks do not count ("multiagency" is "multi-agency"); the
        longest of overlapping names wins. Words with another year behind them name another
        report.
        """
        matches = self.matcher.find_matches_as_indexes(_letters(text), overlapping=True)
        if not matches:
            return []
        places = [place for place, letter in enumerate(text) if letter.isalnum()]
        spans = sorted((-(end - start), start, end, index) for index, start, end in matches)
        taken: list[tuple[int, int, str]] = []
        for _, first, last, index in spans:
            start, end = places[first], places[last - 1] + 1
            alone = (start == 0 or not text[start - 1].isalnum()) and (
                end == len(text) or not text[end].isalnum()
            )
            report_id = self.report_ids[index]
            if self.is_of_another_year(report_id, text, end):
                continue
            if alone and not any(start < stop and begin < end for begin, stop, _ in taken):
                taken.append((start, end, report_id))
        return sorted(taken)

    def is_of_another_year(self, report_id: str, text: str, end: int) -> bool:
        """Say whether another year than the report's stands in brackets where its name ends."""
        behind, year = _YEAR_BEHIND.match(text, end), self.years.get(report_id)
        if behind is None or year is None:
            return False
        return abs(int(behind["year"]) - year) > _MOST_YEARS_APART

    def closest(self, title: str) -> str | None:
        """Return the report that a stated ``title`` means, None where none is close.

        Its main clause stands alone ("Core business"), or it shares nearly all telling words.
        """
        whole = _clause_key(title)
        if whole in self.main_clauses:
            return self.main_clauses[whole]
        words = telling_words(title)
        years = set(_YEAR.findall(title))
        shared = Counter(number for word in words for number in self.titles_with.get(word, ()))
        best: tuple[float, str] | None = None
        for number, count in sorted(shared.items()):
            title_words = self.titles[number]
            if years and title_words.year and title_words.year not in years:
                continue
            share = count / title_words.word_count
            if share >= _CLOSE_TITLE and (best is None or share > best[0]):
                best = (share, title_words.report_id)
        return best[1] if best else None

    def of_force(self, words: str, force_id: str | None) -> str | None:
        """Return the report that a programme's year and a force mean: "PEEL 2021/22" of Kent."""
        years = _PROGRAMME_YEARS.search(words)
        if years is None or force_id is None or "peel" not in words.lower():
            return None
        return self.of_forces.get((force_id, _years(years)))


def _years(match: re.Match[str]) -> str:
    return f"{match['first']}-{(match['last'] or '')[-2:]}"


def telling_words(text: str) -> frozenset[str]:
    """Return the words of a title, in small letters, that tell it from other titles."""
    joined = _JOINT.sub("", text.lower())
    return frozenset(_LONG_WORD.findall(joined)) - _IDLE_WORDS


def _letters(text: str) -> str:
    """Return the letters and digits of ``text`` in lower case, one for each that stands there."""
    if text.isascii():
        return text.translate(_WITHOUT_MARKS).lower()
    # A few letters grow in lower case; positions must not move for their sake.
    return "".join(letter.lower()[:1] for letter in "".join(_LETTERS.findall(text)))


def _squeeze(text: str) -> str:
    lower = text.lower()
    if lower.isascii():
        return lower.translate(_WITHOUT_MARKS)
    return "".join(letter for letter in lower if letter.isalnum())


def _clause_key(clause: str) -> str:
    return _squeeze(_ARTICLE.sub("", clause))


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
            clauses.setdefault(_clause_key(clause), set()).add(row["inspection_report_id"])
    single = {
        phrase: ids.copy().pop()
        for phrase, ids in phrases.items()
        if len(ids) == 1 and len(phrase) > 5
    }
    titles: list[_Title] = []
    titles_with: dict[str, list[int]] = {}
    for row in reports:
        words = telling_words(row["title"].split(":")[0])
        if len(words) >= _FEWEST_WORDS:
            for word in words:
                titles_with.setdefault(word, []).append(len(titles))
            titles.append(_Title(row["inspection_report_id"], len(words), row["published_on"][:4]))
    return Catalogue(
        AhoCorasick(list(single), matchkind=MatchKind.Standard),
        tuple(single.values()),
        {
            row["inspection_report_id"]: int(row["published_on"][:4])
            for row in reports
            if row["published_on"]
        },
        tuple(titles),
        titles_with,
        {clause: ids.pop() for clause, ids in clauses.items() if len(ids) == 1},
        _of_forces(vocabulary),
    )


def _of_forces(vocabulary: Vocabulary) -> dict[tuple[str, str], str]:
    """Return (force, years of the programme) -> the report on that force, where there is one."""
    found: dict[tuple[str, str], set[str]] = {}
    for force in vocabulary.rows("forces"):
        for row in vocabulary.rows("inspection_reports"):
            years = _PROGRAMME_YEARS.search(row["title"])
            if years and "PEEL" in row["title"] and row["title"].endswith(force["force_name"]):
                key = (force["force_id"], _years(years))
                found.setdefault(key, set()).add(row["inspection_report_id"])
    return {key: ids.pop() for key, ids in found.items() if len(ids) == 1}
