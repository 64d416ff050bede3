import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.parsing.phrases import PhraseMatcher, fold, inflections


def found(matcher: PhraseMatcher[None], text: str) -> list[str]:
    return [text[match.start : match.end] for match in matcher.longest(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("victims' code", "The Victims\u2019 Code applies", ["Victims\u2019 Code"]),
        ("multi-agency", "a multi agency and MULTI-AGENCY plan", ["multi agency", "MULTI-AGENCY"]),
        ("vacancy", "with 12 vacancies left", ["vacancies"]),
        ("county lines", "one county line was closed", ["county line"]),
        ("audit", "the auditorium was full", []),
        ("bail", "bailiffs called", []),
        ("s136", "s136, s136a", ["s136"]),
        ("process", "these processes differ", ["processes"]),
        ("access", "a single acces", []),
    ],
)
def test_a_phrase_is_met_in_every_spelling_and_never_inside_a_word(
    phrase: str, text: str, expected: list[str]
) -> None:
    assert found(PhraseMatcher([(phrase, None)]), text) == expected


def test_the_longest_phrase_at_a_place_wins() -> None:
    matcher = PhraseMatcher([("child protection", 1), ("child protection plan", 2), ("plan", 3)])
    matches = matcher.longest("a child protection plan, another plan")
    assert [match.key for match in matches] == [2, 3]


def test_a_phrase_with_capitals_is_met_with_these_capitals_only() -> None:
    matcher = PhraseMatcher([("DASH", None), ("Niche", None)])
    assert found(matcher, "a DASH form in Niche") == ["DASH", "Niche"]
    assert found(matcher, "a dash into a niche market") == []


def test_a_table_without_phrases_finds_nothing() -> None:
    assert PhraseMatcher([]).longest("anything") == ()


@given(st.text())
def test_folding_moves_no_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="abcse y\u0130\u00df'", min_size=1).filter(str.strip), st.text())
def test_matches_stand_where_they_say(phrase: str, text: str) -> None:
    whole = f"{text} {phrase} {text}"
    forms = {fold(form) for form in inflections(phrase)}
    for match in PhraseMatcher([(phrase, None)]).every(whole):
        assert fold(whole[match.start : match.end]) in forms


def test_the_first_word_of_a_phrase_may_own_the_rest() -> None:
    matcher = PhraseMatcher([("victim satisfaction", "a"), ("a level", "b")])
    for text in ("victim's satisfaction", "Victims’ satisfaction", "victim satisfaction"):
        assert [match.key for match in matcher.every(text)] == ["a"]
    assert list(matcher.every("as level")) == []
