"""The catalogue of inspection reports: which report a text names, by title, short form or year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from flows.parsing.vocabulary import Vocabulary

_CLOSE_TITLE = 0.8
_FEWEST_WORDS = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PROGRAMME_YEARS = re.compile(
    r"(?<!\d)(?P<first>20\d\d)(?:\s?[/\u2013-]\s?(?P<last>(?:20)?\d\d))?(?!\d)"
)
_ARTICLE = re.compile(r"^(?:the|an?)\s", re.IGNORECASE)
_IDLE_WORDS = frozenset(
    "a an and at by for from how in into is of on or the their to with well police policing "
    "inspection inspections report reports responses thematic joint "
    "national hmicfrs hmic review effectiveness response england wales forces".split()
)


@dataclass(frozen=True)
class Catalogue:
    """The known reports, compiled: phrases without spaces and marks, and title words."""

    matcher: AhoCorasick
    report_ids: tuple[str, ...]
    title_words: tuple[tuple[str, frozenset[str], str], ...]
    main_clauses: Mapping[str, str]
    of_forces: Mapping[tuple[str, str], str]

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
        whole = _clause_key(title)
        if whole in self.main_clauses:
            return self.main_clauses[whole]
        words = telling_words(title)
        years = set(_YEAR.findall(title))
        best: tuple[float, str] | None = None
        for report_id, known, year in self.title_words:
            if len(known) < _FEWEST_WORDS or (years and year and year not in years):
                continue
            share = len(words & known) / len(known)
            if share >= _CLOSE_TITLE and (best is None or share > best[0]):
                best = (share, report_id)
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
    joined = re.sub(r"(?<=\w)[-\u2013](?=\w)", "", text.lower())
    return frozenset(
        word for word in re.findall(r"[^\W\d_]{3,}", joined) if word not in _IDLE_WORDS
    )


def _squeeze(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


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
    return Catalogue(
        AhoCorasick(list(single), matchkind=MatchKind.Standard),
        tuple(single.values()),
        tuple(
            (
                row["inspection_report_id"],
                telling_words(row["title"].split(":")[0]),
                row["published_on"][:4],
            )
            for row in reports
        ),
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
