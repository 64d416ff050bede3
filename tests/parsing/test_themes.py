from collections import Counter
from collections.abc import Callable

import pytest

from flows.parsing import Vocabulary
from flows.parsing.text.outline import Outline
from flows.parsing.themes import find_theme_mentions, theme_matcher, themes_of

Outlined = Callable[[str], Outline]
ROWS = [
    {"theme_id": theme, "phrase": phrase, "phrase_kind": kind}
    for theme, phrase, kind in [
        ("protection", "safeguarding", "include"),
        ("protection", "adult safeguarding", "exclude"),
        ("protection", "child protection", "include"),
        ("abuse", "child sexual abuse", "include"),
        ("online", "online child sexual abuse", "include"),
        ("training", "awareness", "include"),
        ("training", "awareness raising", "include"),
        ("joint", "raising money", "include"),
    ]
]
SMALL = Vocabulary.from_tables({"theme_phrases": ROWS})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Child protection is safeguarding.", {"protection": "child protection"}),
        ("The adult safeguarding lead retired.", {}),
        (
            "Adult safeguarding and safeguarding of pupils differ.",
            {"protection": "safeguarding"},
        ),
        ("Online child sexual abuse grew.", {"online": "online child sexual abuse"}),
        (
            "Online child sexual abuse and child sexual abuse at home grew.",
            {"online": "online child sexual abuse", "abuse": "child sexual abuse"},
        ),
        (
            "Awareness raising money",
            {"training": "awareness raising", "joint": "raising money"},
        ),
    ],
)
def test_the_longest_phrase_wins_and_exclusions_take_their_own_theme_away(
    text: str, expected: dict[str, str]
) -> None:
    found = themes_of(text, theme_matcher(SMALL))
    assert {theme: phrase for theme, (_, _, phrase) in found.items()} == expected


def test_one_record_for_each_theme_and_sentence_and_none_for_headings(outlined: Outlined) -> None:
    text = (
        "# Safeguarding and awareness\n\n"
        "Safeguarding is child protection, and child protection is awareness. "
        "The weather was fine.\n\nAwareness grew.\n"
    )
    mentions = find_theme_mentions(outlined(text), SMALL)
    assert Counter(mention.theme_id for mention in mentions) == {"training": 2, "protection": 1}
    assert len({mention.theme_mention_id for mention in mentions}) == 3
    assert all(text[m.char_start : m.char_end] == m.quoted_text for m in mentions)


def test_evidence_quotes_the_document_and_not_the_clean_text(outlined: Outlined) -> None:
    text = "The force has improved its **child**&nbsp;protection work a good deal this year.\n"
    (mention,) = find_theme_mentions(outlined(text), SMALL)
    assert mention.quoted_text == "child**&nbsp;protection"
    assert mention.matched_phrase == "child protection"


def test_a_letter_about_call_handling_is_about_call_handling(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = (
        "The control room answered 999 calls within ten seconds. Call handling has improved. "
        "The 101 service loses fewer calls than before. New call handlers have been trained. "
        "I shall ask the panel to note this."
    )
    mentions = find_theme_mentions(outlined(text), vocabulary)
    ranking = [theme for theme, _ in Counter(m.theme_id for m in mentions).most_common()]
    assert ranking[0] == "responding_public"
    assert not {"csa", "custody", "mental_health"} & set(ranking)
