from collections.abc import Callable

import pytest

from flows.parsing import Vocabulary
from flows.parsing.initiatives.initiative_words import normalised_name
from flows.parsing.initiatives.initiatives import find_initiative_mentions
from flows.parsing.text.outline import Outline

Outlined = Callable[[str], Outline]


def names(text: str, outlined: Outlined, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    mentions = find_initiative_mentions(outlined(text), vocabulary)
    assert all(text[m.char_start : m.char_end] == m.quoted_text for m in mentions)
    return [(m.initiative_name, m.initiative_type) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Operation Larch ran in May, and Op Birch followed it.",
            [("Operation Larch", "operation"), ("Operation Birch", "operation")],
        ),
        (
            "The Rural Crime Team and the Drone Unit share an office.",
            [("Rural Crime Team", "team"), ("Drone Unit", "team")],
        ),
        ("Officers went to a 'Hidden Harm' conference.", [("Hidden Harm", "event")]),
        ("We fund Harbour, a therapy service for children.", [("Harbour", "service")]),
        ("A project called Bright Steps works with schools.", [("Bright Steps", "project")]),
        ("Money came from the Safer Lanes Fund.", [("Safer Lanes Fund", "fund")]),
        (
            "The Multi - Agency Safeguarding Hubs moved.",
            [("Multi-Agency Safeguarding Hub", "team")],
        ),
        ("The Kestrel project has ended.", [("Kestrel Project", "project")]),
        ("Kent Police's Quality Control Team checks calls.", [("Quality Control Team", "team")]),
        ("A pilot operation (Osprey) was set up.", [("Operation Osprey", "operation")]),
        ("The PCC's Quiet Streets Fund paid for it.", [("Quiet Streets Fund", "fund")]),
        ("Programme Mercury began.", [("Programme Mercury", "programme")]),
        ("It goes to my Strategy and Progress Board.", [("Strategy and Progress Board", "board")]),
        (
            "The Oak Board and Harbour Vale Team met.",
            [("Oak Board", "board"), ("Harbour Vale Team", "team")],
        ),
        ("The board met.", []),
        ("A dedicated team has been set up in a unit.", []),
        ("The Home Office, Ofsted and the College of Policing agreed.", []),
        ("Swindon Borough Council pays for half of it.", []),
        ("The Crown Prosecution Service and the Probation Service were asked.", []),
        ("Serious Case Reviews are read with care.", []),
        ("Members asked about the Police and Crime Plan.", []),
        ("The Domestic Abuse Act 2021 applies.", []),
        ("Wiltshire Police training is mandatory.", []),
        ("In January training began again.", []),
        ("Chief Superintendent Jones, a team leader, spoke.", []),
        ("THE OAK TEAM AND THE ELM BOARD", []),
    ],
)
def test_a_name_is_capitals_around_a_head_noun(
    text: str, expected: list[tuple[str, str]], outlined: Outlined, vocabulary: Vocabulary
) -> None:
    assert names(text, outlined, vocabulary) == expected


def test_an_acronym_of_the_document_has_the_name_of_its_expansion(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = (
        "The Domestic Harm Review Panel (DHRP) sits monthly. Cases that DHRP hears are many. "
        "The BOAT (Burglary and Other Acquisitive Team) is new; officers like BOAT."
    )
    assert [name for name, _ in names(text, outlined, vocabulary)] == [
        "Domestic Harm Review Panel",
        "Domestic Harm Review Panel",
        "Burglary and Other Acquisitive Team",
        "Burglary and Other Acquisitive Team",
    ]


def test_initials_that_fit_one_name_join_an_acronym_to_it(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = "The Central Rural Burglary Unit is new. Staff of the CRBU are pleased."
    assert [name for name, _ in names(text, outlined, vocabulary)] == [
        "Central Rural Burglary Unit",
        "Central Rural Burglary Unit",
    ]


def test_two_names_that_the_document_does_not_join_stay_apart(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = "The Harm Governance Unit met. The Central Harm Governance Unit met too."
    assert len(set(names(text, outlined, vocabulary))) == 2


def test_a_heading_alone_makes_no_training_a_name(
    outlined: Outlined, vocabulary: Vocabulary
) -> None:
    text = "# Domestic Abuse Training\n\nEvery officer took part in it over the last two years.\n"
    assert names(text, outlined, vocabulary) == []


@pytest.mark.parametrize(
    "spelling",
    [
        "the Multi-Agency Safeguarding Hub",
        "Multi - Agency Safeguarding Hubs",
        "multi agency safeguarding hub (MASH)",
    ],
)
def test_every_spelling_has_one_name(spelling: str) -> None:
    assert normalised_name(spelling) == "Multi-Agency Safeguarding Hub"
