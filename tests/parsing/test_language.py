"""Which language a document is in, and what is parsed of a document in two."""

import csv
import datetime as dt
from functools import partial

import pytest

from flows.parsing import Vocabulary, parse
from flows.parsing.languages.identification import LANGUAGES, language_of
from flows.reading import read
from flows.records import Evidence, ParsedDocument, RawDocument, document_key
from warehouse.paths import PROJECT_FOLDER

WELSH = """Annwyl Ysgrifennydd Cartref,

Rwyf yn croesawu adroddiad yr arolygiaeth ar y ffordd y mae heddluoedd yn ateb galwadau gan y cyhoedd. Mae'r heddlu wedi gwneud cynnydd da eleni ac mae mwy o swyddogion ar y strydoedd nag o'r blaen.

Cafodd 258 o droseddau eu cofnodi yn ystod y flwyddyn, ac mae hynny yn llai na'r flwyddyn flaenorol. Bydd y Prif Gwnstabl yn cyflwyno cynllun newydd erbyn mis Mehefin 2021.

Byddaf yn parhau i ofyn cwestiynau i'r Prif Gwnstabl yn fy nghyfarfodydd bob mis.
"""
ENGLISH = """Dear Home Secretary,

I welcome the report on the way in which forces answer calls from the public. The force has made good progress this year and more officers are on the streets than before.

258 crimes were recorded during the year, which is fewer than in the year before. The Chief Constable will present a new plan by June 2021.

I shall go on asking the Chief Constable questions in my meetings every month.
"""
LETTERHEAD = """Heddlu Dyfed-Powys Police
Comisiynydd Heddlu a Throseddu / Police and Crime Commissioner

3 March 2021

"""
TABLE = """| Argymhelliad | Recommendation | Ymateb yr heddlu | The force's answer |
|---|---|---|---|
| Dylai'r heddlu gofnodi pob galwad o fewn diwrnod. | The force should record every call within a day. | Mae'r heddlu wedi cofnodi 412 o alwadau ers mis Mai. | The force has recorded 412 calls since May. |
| Dylai swyddogion gael hyfforddiant bob blwyddyn. | Officers should be trained every year. | Cafodd 96 o swyddogion hyfforddiant newydd eleni. | This year 96 officers were given new training. |
"""


def parsed(text: str, vocabulary: Vocabulary, name: str = "letter.md") -> ParsedDocument:
    content = text.encode()
    raw = RawDocument(document_key(content), "0" * 64, len(content), name)
    part_key = partial(document_key, content)
    (document,) = parse(raw, read(content, name), vocabulary, "test", part_key)
    return document


def facts(document: ParsedDocument) -> list[Evidence]:
    return [record for _, record in document.records() if isinstance(record, Evidence)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The force has done what we asked of it, and this is the answer to the report.", "en"),
        ("Mae'r heddlu wedi gwneud cynnydd yn y maes hwn ac mae gwaith i'w wneud o hyd.", "cy"),
        ("Policja odpowiada na raport i dziękuje mieszkańcom za pomoc w tym roku.", "pl"),
        ("Poliția răspunde la raport și mulțumește locuitorilor pentru ajutorul lor.", "ro"),
        ("پولیس عوام کی مدد کا شکریہ ادا کرتی ہے اور رپورٹ کا جواب دیتی ہے۔", "ur"),
        ("警方感谢公众今年的帮助，并对报告作出答复，同时公布新的工作计划和目标。", "zh"),
        ("258 (31)", None),
        ("Annwyl Syr", None),
    ],
)
def test_a_few_words_tell_their_language(text: str, expected: str | None) -> None:
    assert language_of(text) == expected


@pytest.mark.parametrize(
    "names",
    [
        "Llanelli, Rhydaman, Caerfyrddin, Aberystwyth, Llandrindod, Y Trallwng and Hwlffordd",
        "Heddlu Gogledd Cymru / Heddlu Dyfed-Powys / Heddlu De Cymru / Heddlu Gwent",
        "Joint Report of the Chief Constable and the Office of the Police and Crime Commissioner",
        "pcc@example.org.uk www.heddlu.example.cymru 01234 567890 SA31 2XX",
        "RECOMMENDATION 1: YMATEB Y COMISIYNYDD HEDDLU A THROSEDDU",
    ],
)
def test_names_addresses_and_capitals_tell_no_language(names: str) -> None:
    assert language_of(names) is None


def test_every_language_that_can_be_found_is_of_the_vocabulary() -> None:
    seed = PROJECT_FOLDER / "seeds" / "reference" / "vocabularies.csv"
    with seed.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    codes = {row["allowed_value"] for row in rows if row["vocabulary_name"] == "language"}
    assert codes == {*LANGUAGES, "und"}


def test_an_english_text_full_of_welsh_places_is_english(vocabulary: Vocabulary) -> None:
    text = f"{LETTERHEAD}{ENGLISH}\nTown | Crimes\n--- | ---\nLlanelli | 31\nRhydaman | 12\n"
    document = parsed(text, vocabulary)
    assert document.documents[0].language == "en"
    assert {sentence.language for sentence in document.sentences} == {"en"}
    assert {"258", "31", "12"} <= {o.quoted_text for o in document.metric_observations}


@pytest.mark.parametrize(
    "text", ["Area | 2020\n--- | ---\nA | 12\n", "258 (Bangor)\n", "Y Trallwng\n"]
)
def test_where_nothing_is_said_no_language_can_be_told(text: str, vocabulary: Vocabulary) -> None:
    assert parsed(text, vocabulary).documents[0].language == "und"


def test_a_welsh_text_lands_with_header_and_sentences_and_without_facts(
    vocabulary: Vocabulary,
) -> None:
    text = (
        f"# Ymateb Comisiynydd Heddlu a Throseddu Gwent\n\nDyddiad: 3ydd o Fawrth 2021\n\n{WELSH}"
    )
    document = parsed(text, vocabulary)
    header = document.documents[0]
    assert (header.language, header.force_id) == ("cy", "gwent")
    assert (header.document_date, header.document_date_precision) == (dt.date(2021, 3, 3), "day")
    assert len(document.sentences) >= 5
    assert {sentence.language for sentence in document.sentences} == {"cy"}
    assert document.sections
    assert facts(document) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3 Mawrth 2021", (dt.date(2021, 3, 3), "day")),
        ("18fed Mawrth 2021", (dt.date(2021, 3, 18), "day")),
        ("1af o Fai 2019", (dt.date(2019, 5, 1), "day")),
        ("Dydd Llun, 11eg o Dachwedd 2019", (dt.date(2019, 11, 11), "day")),
        ("Dydd Mawrth 3 Mawrth 2020", (dt.date(2020, 3, 3), "day")),
        ("Gorffennaf 2020", (dt.date(2020, 7, 1), "month")),
        ("Mai wrth y môr", (None, "none")),
    ],
)
def test_a_welsh_date_dates_a_welsh_document(
    line: str, expected: tuple[dt.date | None, str], vocabulary: Vocabulary
) -> None:
    header = parsed(f"{line}\n\n{WELSH.replace(' 2021', '')}", vocabulary).documents[0]
    assert (header.document_date, header.document_date_precision) == expected


@pytest.mark.parametrize("halves", [(WELSH, ENGLISH), (ENGLISH, WELSH)], ids=["cy-en", "en-cy"])
def test_of_a_letter_in_both_languages_the_english_is_parsed(
    halves: tuple[str, str], vocabulary: Vocabulary
) -> None:
    document = parsed(LETTERHEAD + "\n".join(halves), vocabulary)
    header = document.documents[0]
    assert (header.language, header.force_id) == ("en", "dyfed-powys")
    assert header.document_date == dt.date(2021, 3, 3)
    assert {sentence.language for sentence in document.sentences} >= {"cy", "en"}
    start = document.documents[0].text.index(ENGLISH[:40])
    assert facts(document)
    assert all(start <= fact.char_start < start + len(ENGLISH) for fact in facts(document))
    alone = parsed(LETTERHEAD + ENGLISH, vocabulary)
    assert [f.quoted_text for f in facts(document)] == [f.quoted_text for f in facts(alone)]


def test_of_a_table_with_a_column_for_each_language_the_english_is_parsed(
    vocabulary: Vocabulary,
) -> None:
    document = parsed(f"{ENGLISH}\n{TABLE}", vocabulary)
    english = "\n".join(
        "|".join(["", *row.split("|")[2:5:2], ""]) for row in TABLE.strip().split("\n")
    )
    alone = parsed(f"{ENGLISH}\n{english}\n", vocabulary)
    assert [f.quoted_text for f in facts(document)] == [f.quoted_text for f in facts(alone)]
    assert [a.answer_text for a in document.recommendation_answers] == [
        "The force has recorded 412 calls since May.",
        "This year 96 officers were given new training.",
    ]
    said = {s.sentence_text: s.language for s in document.sentences}
    assert said["Mae'r heddlu wedi cofnodi 412 o alwadau ers mis Mai."] == "cy"
    assert said["The force has recorded 412 calls since May."] == "en"


def test_of_a_table_with_rows_for_each_language_the_english_is_parsed(
    vocabulary: Vocabulary,
) -> None:
    table = """| Measure | 2019 | 2020 |
|---|---|---|
| Number of calls that were answered within a minute | 412 | 430 |
| Nifer y galwadau a gafodd eu hateb o fewn munud | 412 | 430 |
"""
    document = parsed(f"{ENGLISH}\n{WELSH}\n{table}", vocabulary)
    of_table = [o for o in document.metric_observations if o.origin == "table"]
    assert [o.quoted_text for o in of_table] == ["412", "430"]


def test_a_welsh_greeting_leaves_an_english_text_whole(vocabulary: Vocabulary) -> None:
    text = f"{ENGLISH}\nRydym yn croesawu gohebiaeth yn Gymraeg neu yn Saesneg.\n"
    assert parsed(text, vocabulary).documents[0].language == "en"
    assert [f.quoted_text for f in facts(parsed(text, vocabulary))] == [
        f.quoted_text for f in facts(parsed(ENGLISH, vocabulary))
    ]


def test_a_welsh_page_with_an_english_line_is_welsh(vocabulary: Vocabulary) -> None:
    text = (
        f"{WELSH}\nThis page of 12 parts is also available in English, and there are 3 leaflets.\n"
    )
    document = parsed(text, vocabulary)
    assert document.documents[0].language == "cy"
    assert facts(document) == []


def test_figures_and_a_signature_between_the_halves_are_of_the_first(
    vocabulary: Vocabulary,
) -> None:
    table = "Area | Crimes\n--- | ---\nBangor | 31\nConwy | 12\n"
    document = parsed(f"{ENGLISH}\n{table}\nA. Person\n\n# Ymateb\n\n{WELSH}", vocabulary)
    assert {"31", "12"} <= {o.quoted_text for o in document.metric_observations}
    document = parsed(f"{WELSH}\n{table}\nA. Person\n\n# Response\n\n{ENGLISH}", vocabulary)
    assert {"31", "12"}.isdisjoint(o.quoted_text for o in document.metric_observations)
    assert "258" in {o.quoted_text for o in document.metric_observations}
