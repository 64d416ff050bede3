import datetime as dt

import pytest

from flows.parsing import Vocabulary
from flows.parsing.commitments.commitments import find_commitments
from flows.parsing.header.header import Header
from flows.parsing.text.outline import outline_parts
from flows.reading.canonical import CanonicalText
from flows.records import Commitment, Section


def commitments(
    text: str,
    vocabulary: Vocabulary,
    speaker: str = "commissioner",
    written_on: dt.date | None = dt.date(2019, 1, 15),
) -> tuple[Commitment, ...]:
    outline = outline_parts(CanonicalText(text, "text/plain"), "0" * 16)
    outline.set_sections([Section("s" * 64, "0" * 16, 0, 0, None, speaker, 0, len(text))])
    header = Header(
        None, "letter", None, None, None, written_on, "day" if written_on else "none",
        "stated" if written_on else "none", "en", "other",
    )  # fmt: skip
    return find_commitments(outline, header, vocabulary)


@pytest.mark.parametrize(
    ("text", "actor", "strength"),
    [
        ("I will be lobbying ministers for a longer settlement.", "commissioner", "explicit"),
        ("We'll print the results on our website.", "commissioner", "explicit"),
        ("The PFCC's office will convene a summit of local leaders.", "commissioner", "explicit"),
        ("MOPAC will consult every borough.", "commissioner", "explicit"),
        ("The Mayor's Office for Policing and Crime will pay for it.", "commissioner", "explicit"),
        ("The Chief Constable has undertaken to write to every family.", "force", "explicit"),
        ("Heddlu Gwent will introduce a triage desk.", "force", "explicit"),
        ("The constabulary intends to recruit forty detectives.", "force", "explicit"),
        ("The force is committed to answering letters sooner.", "force", "explicit"),
        ("Chief Inspector Jones agreed to circulate the data.", "force", "explicit"),
        ("The borough council will fund two advisers.", "partner", "explicit"),
        ("The Commissioner and the Chief Constable will hold a joint day.", "joint", "explicit"),
        ("It is our intention to review the policy.", "commissioner", "explicit"),
        ("An independent evaluation will be commissioned.", "commissioner", "explicit"),
        ("Plans are in place to hire ten call takers.", "commissioner", "explicit"),
        ("A survey is to be sent to every parish.", "commissioner", "explicit"),
        ("The Finance Officer confirmed he would report back.", "commissioner", "explicit"),
        ("It was agreed that the PCC would revisit the topic.", "commissioner", "explicit"),
        ("DCC to circulate the revised policy.", "force", "explicit"),
        ("Terms of reference to be agreed with partners.", "commissioner", "explicit"),
        ("A scheme which if approved will run in every district.", "commissioner", "explicit"),
        ("Further funding is being considered for phase two.", "commissioner", "considering"),
        ("The force is considering whether to keep the scheme.", "force", "considering"),
        ("The force will have every jailer trained by July 2019.", "force", "explicit"),
        ("The force aims to clear the queue by July 2019.", "force", "explicit"),
        ("A second open day is planned.", "commissioner", "explicit"),
        ("The plan is going to be redrafted.", "commissioner", "explicit"),
        ("I will be looking for proof of this.", "commissioner", "explicit"),
        ("GMCA is to pay for it.", "commissioner", "explicit"),
        ("The Deputy PCC said she would raise this with the council.", "commissioner", "explicit"),
        ("R12/23 - PCC to share the data by district.", "commissioner", "explicit"),
        ("The force is committed to improving its letters.", "force", "explicit"),
        ("It is my intention to bring this to the panel.", "commissioner", "explicit"),
        ("The force will of course publish the letter.", "force", "explicit"),
        ("Each such crime will be checked by a sergeant of the force.", "force", "explicit"),
        ("The force will supply the figures.", "force", "explicit"),
        ("The force will reply to every letter by May 2019.", "force", "explicit"),
        ("T/Supt Hill will write to every family.", "force", "explicit"),
        ("The Harm Analysis Unit (HAU) will write to every family.", "force", "explicit"),
        ("It is proposed to extend the scheme.", "commissioner", "explicit"),
        ("A new form goes live on 1 April 2019.", "commissioner", "explicit"),
        ("A visit has been arranged for 12 May 2019.", "commissioner", "explicit"),
        ("By June 2019 every ward will have a named officer.", "commissioner", "explicit"),
        ("I have ordered an audit, to be reported by 31 July 2019.", "commissioner", "explicit"),
        ("Consideration is being given to a stalking clinic.", "commissioner", "considering"),
        ("The force will not wait but will train every sergeant.", "force", "explicit"),
    ],
)
def test_a_promise_has_an_actor_and_a_strength(
    text: str, actor: str, strength: str, vocabulary: Vocabulary
) -> None:
    (commitment,) = commitments(text, vocabulary)
    assert (commitment.actor, commitment.strength) == (actor, strength)
    assert commitment.quoted_text == text == commitment.commitment_text


@pytest.mark.parametrize(
    "text",
    [
        "The force has trained four hundred officers.",
        "There are no plans to use it at matches.",
        "Victims will often wait many months for a trial.",
        "I hope that this will lead to better outcomes.",
        "Inspectors will return in six months.",
        "The Chief Constable will not be commenting further.",
        "We will continue to monitor performance.",
        "You will see that much has been achieved.",
        "This will ensure that victims are better served.",
        "I am confident that the force will rise to the challenge.",
        "I expect the Chief Constable to publish a plan.",
        "The Government must fund this properly.",
        "If a child goes missing, officers will attend at once.",
        "There is a political will to change.",
        "The purpose of the panel is to scrutinise the commissioner.",
        "This report will set out what was done.",
        "Residents can be assured that we will never be complacent.",
        "In most cases this will be a doctor.",
        "I hope the new unit will settle in.",
        "I am committed to victims.",
        "The force is committed to excellence.",
        "We will only succeed together.",
        "We are going to need more staff.",
        "I will of course continue to press ministers.",
        "The next inspection is scheduled for 2022.",
        "The plan sets out what will be delivered.",
        "How the force will respond is for the Chief Constable.",
        "It was said that the work would be finished last year.",
        "It is proposed that the Panel notes this.",
        "We'd expect this to be finished by September 2019.",
        "The old form goes live on 1 April 2018.",
        "Members noted that the force would be inspected again in 2020.",
        "No further inspection is planned.",
        "Nothing will be decided.",
        "The force aims to be open with people.",
        "The force will have heard of this.",
        "The aim of the project is to reduce reoffending.",
        "Recommendations should be carried out by March 2022.",
        "Funding from the Home Office will end in March 2024.",
        "The College of Policing will issue guidance in 2023.",
        "The work is late due to the pandemic.",
        "The force is considered to be an outlier.",
        "These arrangements will remain in place.",
        "It would be wrong to suggest otherwise.",
        "Data of better quality will be required.",
        "Two thirds of victims said that they would report again.",
    ],
)
def test_what_only_sounds_like_a_promise_is_left_out(text: str, vocabulary: Vocabulary) -> None:
    assert commitments(text, vocabulary) == ()


@pytest.mark.parametrize(
    ("text", "due_on", "precision", "words"),
    [
        ("I will report by 31/03/2020.", dt.date(2020, 3, 31), "day", "31/03/2020"),
        ("By March 2021 we will train all sergeants.", dt.date(2021, 3, 31), "month", "March 2021"),
        ("During 2020 I will look into this.", dt.date(2020, 12, 31), "year", "2020"),
        (
            "The unit will be reviewed by the end of September 2020.",
            dt.date(2020, 9, 30), "month", "end of September 2020",
        ),
        (
            "Training will be given between January and April 2020.",
            dt.date(2020, 4, 30), "month", "January and April 2020",
        ),
        ("We intend to recruit in 2021/22.", dt.date(2022, 3, 31), "year", "2021/22"),
        (
            "I have agreed to fund six posts (£310k in 2021/22) and shall read the figures in June 2021.",
            dt.date(2021, 6, 30), "month", "June 2021",
        ),
        ("The hub is due to open in Spring 2020.", dt.date(2020, 5, 31), "month", "Spring 2020"),
        ("I will report by July this year.", dt.date(2019, 7, 31), "month", "July this year"),
        (
            "By the end of the financial year I will report.",
            dt.date(2019, 3, 31), "year", "the end of the financial year",
        ),
        (
            "I will report before the end of this calendar year.",
            dt.date(2019, 12, 31), "year", "the end of this calendar year",
        ),
        (
            "In the new financial year I will pay for two more.",
            dt.date(2020, 3, 31), "year", "In the new financial year",
        ),
        ("I will open it on Monday 22 April 2019.", dt.date(2019, 4, 22), "day", "22 April 2019"),
        (
            "By no later than close of business on 14 June 2019 my office will send it.",
            dt.date(2019, 6, 14), "day", "14 June 2019",
        ),
        (
            "The hubs will be built between 2019 and 2022.",
            dt.date(2022, 12, 31), "year", "2019 and 2022",
        ),
        (
            "I will pay for it from April 2019 to March 2020.",
            dt.date(2020, 3, 31), "month", "April 2019 to March 2020",
        ),
        ("I will review this in 12 months' time.", None, None, "12 months' time"),
        ("I will review this after six months.", None, None, "after six months"),
        ("I will report by the end of the year.", None, None, "by the end of the year"),
        ("I will report by year end.", None, None, "by year end"),
        ("The DCC will publish the findings shortly.", None, None, "shortly"),
        ("A group will report to me in the autumn.", None, None, "the autumn"),
        ("I will visit both hubs.", None, None, None),
        ("I will act on the report published in March 2018.", None, None, None),
        ("I will build on the 2021 inspection.", None, None, None),
    ],
)  # fmt: skip
def test_the_due_date_is_the_last_day_of_what_is_said(
    text: str,
    due_on: dt.date | None,
    precision: str | None,
    words: str | None,
    vocabulary: Vocabulary,
) -> None:
    (commitment,) = commitments(text, vocabulary)
    found = (commitment.due_on, commitment.due_precision, commitment.due_text)
    assert (*found[:2], (found[2] or "").removeprefix("in ") or None) == (due_on, precision, words)


def test_a_time_before_the_document_is_no_due_date(vocabulary: Vocabulary) -> None:
    (commitment,) = commitments("I will review what began in 2016.", vocabulary)
    assert commitment.due_on is None


def test_repeating_something_is_a_promise_only_with_a_time_to_come(vocabulary: Vocabulary) -> None:
    assert commitments("The week is being repeated in 2019.", vocabulary)
    assert commitments("The week is being repeated.", vocabulary) == ()


def test_a_list_goes_on_from_the_words_that_open_it(vocabulary: Vocabulary) -> None:
    text = (
        "This coming year I will:\n\n"
        "- publish figures on knife crime by June 2019\n"
        "- continue to fund patrols\n"
        "- visit every district\n\n"
        "The page says no more about it.\n"
    )
    found = commitments(text, vocabulary)
    assert [c.quoted_text for c in found] == [
        "publish figures on knife crime by June 2019",
        "visit every district",
    ]
    assert found[0].commitment_text.startswith("This coming year I will: publish")
    assert found[0].due_on == dt.date(2019, 6, 30)
    assert {c.actor for c in found} == {"commissioner"}


@pytest.mark.parametrize(
    ("lead", "items"),
    [
        ("As Commissioner I will do the following:", ["Ask for a note", "Embed the learning"]),
        ("The following steps are planned:", ["Rewrite of the rota by May 2019"]),
        ("## Next steps", ["Publish the rota by 3 May 2019", "Recruit one analyst"]),
    ],
)
def test_a_list_of_plans_is_a_list_of_promises(
    lead: str, items: list[str], vocabulary: Vocabulary
) -> None:
    text = f"{lead}\n\n" + "".join(f"- {item}\n" for item in items)
    assert [c.quoted_text for c in commitments(text, vocabulary)] == items


def test_a_heading_makes_no_promise_of_what_a_reader_may_do(vocabulary: Vocabulary) -> None:
    for heading, item in [
        ("Further information", "Read the report at the library"),
        ("Next steps", "The report was read in May"),
    ]:
        assert commitments(f"## {heading}\n\n- {item}\n", vocabulary) == ()


def test_in_the_new_financial_year_is_no_date_where_it_may_be_this_one(
    vocabulary: Vocabulary,
) -> None:
    text = "In the new financial year I will pay for two more."
    (commitment,) = commitments(text, vocabulary, written_on=dt.date(2019, 5, 2))
    assert (commitment.due_on, commitment.due_text) == (None, "In the new financial year")


@pytest.mark.parametrize(
    ("text", "speaker", "actor"),
    [
        ("My Insight Lead will read fifty files.", "commissioner", "commissioner"),
        ("My team will read fifty files.", "chief_constable", "force"),
        ("My office will read fifty files.", "force", "commissioner"),
        ("My Chief Constable will read fifty files.", "commissioner", "force"),
        (
            "The force has hired ten jailers. Ten more will be hired.",
            "commissioner", "force",
        ),
        (
            "The force has hired ten jailers. My survey will be sent to each.",
            "commissioner", "commissioner",
        ),
        ("The ACC was there. She said the rota would be changed.", "commissioner", "force"),
        ("The DCC has set up a group, which will report in July 2019.", "commissioner", "force"),
        ("The Assistant Commissioner will write to each family.", "other", "force"),
        (
            "The Commissioner of Police of the Metropolis will write to each family.",
            "commissioner", "force",
        ),
    ],
)  # fmt: skip
def test_what_is_mine_is_the_word_of_the_speaker(
    text: str, speaker: str, actor: str, vocabulary: Vocabulary
) -> None:
    (commitment,) = commitments(text, vocabulary, speaker=speaker)
    assert commitment.actor == actor


def test_minutes_report_promises_in_a_list(vocabulary: Vocabulary) -> None:
    text = (
        "The Panel was advised that:\n\n"
        "(a) fuller figures would be given at the next meeting;\n\n"
        "(b) the service would remain as it was;\n\n"
    )
    (commitment,) = commitments(text, vocabulary)
    assert "fuller figures" in commitment.quoted_text
    assert commitment.due_text == "at the next meeting"


def test_a_speaker_before_a_list_says_every_item_of_it(vocabulary: Vocabulary) -> None:
    text = (
        "In answer to questions, the Chief Constable:\n\n"
        "- undertook to supply the figures\n- confirmed that queues had fallen\n"
    )
    (commitment,) = commitments(text, vocabulary)
    assert (commitment.actor, commitment.quoted_text[:9]) == ("force", "undertook")


@pytest.mark.parametrize(
    ("columns", "row", "actor", "due_on"),
    [
        ("What we will do | By when | Who", "Build a model of the demand with the university | End of July 2019 | ACC Ops", "force",
         dt.date(2019, 7, 31)),
        ("Planned activity | Due", "Introduce a monthly review of every live case | 31/08/2019", "commissioner",
         dt.date(2019, 8, 31)),
        ("Improvement activity | Lead", "Visit all custody suites with an architect once | Estates", "commissioner", None),
    ],
)  # fmt: skip
def test_a_row_of_a_plan_is_a_promise_of_its_owner_or_the_speaker(
    columns: str, row: str, actor: str, due_on: dt.date | None, vocabulary: Vocabulary
) -> None:
    rule = "|".join(["---"] * len(columns.split("|")))
    text = f"| {columns} |\n|{rule}|\n| {row} |\n"
    (commitment,) = commitments(text, vocabulary)
    assert (commitment.actor, commitment.due_on) == (actor, due_on)


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (
            "What the force did | By when",
            "Build a model of the demand with the university | July 2019",
        ),
        ("What we will do | Status", "Build a model of the demand with the university | Open"),
        ("What we will do | Who", "Build a model of the demand with the university | Home Office"),
    ],
)
def test_a_row_of_the_past_or_of_others_promises_nothing(
    columns: str, row: str, vocabulary: Vocabulary
) -> None:
    assert commitments(f"| {columns} |\n|---|---|\n| {row} |\n", vocabulary) == ()


def test_the_words_of_the_inspectorate_promise_nothing(vocabulary: Vocabulary) -> None:
    text = "The force will improve its recording by May 2020."
    assert commitments(text, vocabulary, speaker="inspectorate") == ()


def test_two_promises_in_a_sentence_are_one_record(vocabulary: Vocabulary) -> None:
    assert (
        len(commitments("I will write to the Minister and will tell the panel.", vocabulary)) == 1
    )


def test_the_speaker_of_the_section_says_who_we_are(vocabulary: Vocabulary) -> None:
    (ours,) = commitments("We will train them.", vocabulary, speaker="chief_constable")
    assert ours.actor == "force"
