"""What must hold of the sample documents: they are ours, they say so, and they have the shapes."""

import re
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
RUN = 12


def test_there_are_samples_of_every_format_that_is_read(samples: dict[str, str]) -> None:
    assert len(samples) >= 8
    assert {Path(name).suffix for name in samples} == {".txt", ".md", ".html"}


def test_a_sample_says_what_it_is_in_its_first_lines(samples: dict[str, str]) -> None:
    for name, text in samples.items():
        opening = " ".join(text.splitlines()[:5])
        assert "Sample document" in opening, name
        assert "in our own words" in opening, name
        assert re.search(r"Nobody (?:is )?quoted", opening), name


def test_no_sample_speaks_in_the_first_person(samples: dict[str, str]) -> None:
    for name, text in samples.items():
        assert not re.search(r"\b(?:I|I'm|I've|me|my|mine)\b", text), name


def test_samples_come_from_several_forces(
    samples: dict[str, str], tables: dict[str, list[dict[str, str]]]
) -> None:
    names = {
        row["force_name"] for row in tables["forces"] if row["force_kind"] == "territorial"
    } | {"Lancashire Police"}
    named = {force for force in names for text in samples.values() if force in text}
    assert len(named) >= 6


def test_samples_share_no_long_run_of_words_with_the_corpus(samples: dict[str, str]) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"there is no corpus at {CORPUS}")
    known = {
        run for path in CORPUS.glob("*.txt") for run in _runs(path.read_text(encoding="utf-8"))
    }
    assert known
    for name, text in samples.items():
        assert not _runs(text) & known, name


def test_one_total_of_the_monthly_table_differs_from_its_months(samples: dict[str, str]) -> None:
    differing = []
    for text in samples.values():
        rows = [line.split("\t") for line in text.splitlines() if line.count("\t") >= 3]
        months = [row for row in rows if re.fullmatch(r"[A-Z][a-z]+", row[0]) and row[1].isdigit()]
        totals = [row for row in rows if row[0].startswith("TOTAL")]
        if not totals:
            continue
        assert len(months) == 12
        (total,) = totals
        differing += [
            column
            for column in range(1, len(total))
            if sum(int(row[column]) for row in months) != int(total[column].replace(",", ""))
        ]
    assert len(differing) == 1


def test_printed_rates_of_the_quarters_follow_from_their_counts(samples: dict[str, str]) -> None:
    rates = 0
    for text in samples.values():
        rows = [line.split("\t") for line in text.splitlines() if line.count("\t") >= 4]
        quarters = {row[0]: row[1:] for row in rows if row[0] and row[0][0].isalpha()}
        for printed, part, whole in zip(
            quarters.get("RATE", []),
            quarters.get("Person searches", []),
            quarters.get("All searches", []),
            strict=True,
        ):
            share = int(part.replace(",", "")) / int(whole.replace(",", ""))
            assert printed == f"{100 * share:.0f}%"
            rates += 1
    assert rates == 5


def test_a_table_row_continues_behind_a_page_break(samples: dict[str, str]) -> None:
    assert any(
        "\n| | |\n|---|---|\n| | <p>" in text and "| Recommendation |" in text
        for text in samples.values()
    )


def test_two_samples_are_nearly_the_same(samples: dict[str, str]) -> None:
    names = sorted(samples)
    likeness = {
        (first, second): len(_runs(samples[first]) & _runs(samples[second]))
        / max(1, min(len(_runs(samples[first])), len(_runs(samples[second]))))
        for position, first in enumerate(names)
        for second in names[position + 1 :]
    }
    alike = [pair for pair, share in likeness.items() if share > 0.8]
    assert len(alike) == 1
    assert samples[alike[0][0]] != samples[alike[0][1]]


def _runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of ``RUN`` neighbouring words of ``text``, markup left out."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"<[^>]*>", " ", text).lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
