"""One text in several wrappings and languages, parsed and built: what is kept and counted."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.parsing import Vocabulary, parse
from flows.reading import read
from flows.records import RawDocument, document_key
from flows.sources.reference import reference_tables
from tests.dbt.conftest import Invoke, build, land, landing_of, stand

PARAGRAPHS = """I welcome the report on the way in which forces answer calls from the public, and I thank the inspectors for the care that they took in writing it.
Kent Police recorded 258 burglaries in 2019, which is 31 fewer than in the year before. Officers visited 94 per cent of the homes within a day, and they left advice with every family that asked for it.
The Chief Constable tells me that she will open a second control room by June 2021. It will give the force room for 45 more call handlers, who are to be trained in listening to frightened people.
My panel of residents has read the report as well. Its members found the chapter on repeat callers the most useful of all, because it names the streets where trust has been lost and says what might win it back.
I shall ask the Chief Constable to report to my office every quarter. Where the work falls behind, I will say so in public, for people who pay for their police should know how it is going.
Victims told us that a single named officer is what they value most. The force has therefore written to each of them with a name and a telephone number, and it rings them once a week until their case is closed.""".split(
    "\n"
)
OTHER_PARAGRAPHS = """The panel met in the town hall and was joined by two members of the youth forum, who spoke about the buses that no longer run after dark.
Members asked about the budget for the coming year and were told that reserves would be held at the level that the auditors had advised.
The clerk reported that the website had been renewed, that minutes were now published within ten working days and that the hearing loop had been mended.
It was agreed that the next meeting should look at rural crime, and that farmers should be invited to bring examples of what they had lost.
The chair thanked the officers who were leaving the service after many years, and wished them well in whatever they would turn to next.""".split(
    "\n"
)
WELSH = """Rwyf yn croesawu'r adroddiad ar y ffordd y mae heddluoedd yn ateb galwadau gan y cyhoedd, ac rwyf yn diolch i'r arolygwyr am eu gofal wrth ei ysgrifennu.
Cofnododd Heddlu Gwent 258 o fyrgleriaethau yn 2019, sef 31 yn llai nag yn y flwyddyn flaenorol. Ymwelodd swyddogion â 94 y cant o'r cartrefi o fewn diwrnod, a gadawsant gyngor gyda phob teulu a ofynnodd amdano.
Mae'r Prif Gwnstabl yn dweud wrthyf y bydd yn agor ail ystafell reoli erbyn mis Mehefin 2021. Bydd yn rhoi lle i 45 yn rhagor o staff sy'n ateb galwadau, a byddant yn dysgu sut i wrando ar bobl ofnus.
Mae fy mhanel o drigolion wedi darllen yr adroddiad hefyd. Byddaf yn gofyn i'r Prif Gwnstabl adrodd i'm swyddfa bob chwarter, a lle mae'r gwaith yn araf byddaf yn dweud hynny yn gyhoeddus.""".split(
    "\n"
)
TITLE = "Response of the Police and Crime Commissioner for Kent"
HEAD = "Office of the Police and Crime Commissioner for Kent\nSun Pier House, Chatham\nTelephone 01234 567890\n\n3 March 2021\n"


def plain(paragraphs: list[str], head: str = HEAD) -> str:
    return "\n\n".join([head, *paragraphs])


def markdown(paragraphs: list[str], title: str = TITLE) -> str:
    marked = [p.replace("burglaries", "**burglaries**") for p in paragraphs]
    return f"[Home](/) > [Reports](/reports)\n\n# {title}\n\n3 March 2021\n\n" + "\n\n".join(marked)


def page(paragraphs: list[str], banner: str = "We use cookies.", title: str = TITLE) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><title>{title}</title></head><body><div class='cookie-banner'>{banner}</div>"
        f"<nav><a href='/'>Home</a></nav><main><h1>{title}</h1><p>3 March 2021</p>"
        f"{body}<h2>More news</h2><ul><li>Open day at the dog section</li></ul></main></body></html>"
    )


def layout(paragraphs: list[str]) -> str:
    """Break lines and pages as the text of a PDF has them, with headings of its own."""
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs, start=1):
        words = paragraph.split()
        lines += [" ".join(words[at : at + 9]) for at in range(0, len(words), 9)]
        lines += ["", f"Page {number} of 6", ""]
    return f"{HEAD}\nOur answer\n\n" + "\n".join(lines)


def gwent(paragraphs: list[str]) -> list[str]:
    return [paragraph.replace("Kent", "Gwent") for paragraph in paragraphs]


def form_letter(report: str) -> str:
    return (
        f"# Kent PCC response to HMICFRS report: {report}\n\n4 May 2021\n\n"
        "I have read this report with care. I have talked to the Chief Constable about it, and I am "
        "content that the force has understood what is asked of it and that it has the people and "
        "the money to do so. My office will follow the work through the meetings that we hold in "
        "public, and it will say there what has been done and what has not. I have no further "
        "comments on the report, and I thank the inspectors for the time that they gave to us.\n"
    )


GWENT = "Response of the Police and Crime Commissioner for Gwent"
#: Address -> bytes; of several copies the one that is kept stands first.
TEXTS = {
    "kent/answer.html": page(PARAGRAPHS),
    "kent/answer2.html": page(PARAGRAPHS, "Choose which of our 14 cookies you like."),
    "kent/answer.md": markdown(PARAGRAPHS),
    "kent/answer.txt": plain(PARAGRAPHS),
    "kent/answer-as-printed.txt": layout(PARAGRAPHS),
    "kent/corrected.txt": plain([p.replace("258", "261") for p in PARAGRAPHS]),
    "kent/panel.txt": plain([*OTHER_PARAGRAPHS, *PARAGRAPHS]),
    "kent/fraud.md": form_letter("Fraud: Time to choose"),
    "kent/county-lines.md": form_letter("Both sides of the coin"),
    "gwent/en/answer.html": page(gwent(PARAGRAPHS), title=GWENT),
    "gwent/cy/ymateb.html": page(WELSH, title="Ymateb Comisiynydd Heddlu a Throseddu Gwent"),
    "gwent/en/panel.txt": plain(gwent(OTHER_PARAGRAPHS), f"# {GWENT}\n"),
    "gwent/cy/panel.txt": plain(WELSH[3:] * 3, "# Panel Heddlu a Throseddu Gwent\n"),
    "gwent/stub.txt": "Documents of the Police and Crime Commissioner for Gwent.",
    "gwent/stub.md": "# Documents of the Police and Crime Commissioner for Gwent.",
}
SUPERSEDED = {"kent/old.html": page(PARAGRAPHS, "An older banner.").replace("care", "great care")}
COPIES = {
    "kent/answer2.html": "kent/answer.html",
    "kent/answer.md": "kent/answer.html",
    "kent/answer.txt": "kent/answer.html",
    "kent/answer-as-printed.txt": "kent/answer.html",
    "gwent/stub.txt": "gwent/stub.md",
}
TRANSLATIONS = {
    "gwent/cy/ymateb.html": "gwent/en/answer.html",
    "gwent/cy/panel.txt": "gwent/en/panel.txt",
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.from_tables(reference_tables())


def built(
    database: Path, addresses: list[str], invoke_dbt: Invoke, vocabulary: Vocabulary
) -> duckdb.DuckDBPyConnection:
    """Land the texts in the order of ``addresses`` and build all models over them."""
    texts = TEXTS | SUPERSEDED
    with landing_of(database) as connection:
        for address in addresses:
            content = texts[address].encode()
            raw = RawDocument(document_key(content), "0" * 64, len(content), address)
            part_key = partial(document_key, content)
            (document,) = parse(raw, read(content, address), vocabulary, "test", part_key)
            land(connection, document.records())
            stand(connection, raw.document_id, address, is_current=address in TEXTS)
    build(invoke_dbt, database)
    return duckdb.connect(str(database), read_only=True)


@pytest.fixture(scope="module")
def marts(
    invoke_dbt: Invoke, vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    database = tmp_path_factory.mktemp("same") / "section55.duckdb"
    with built(database, [*TEXTS, *SUPERSEDED], invoke_dbt, vocabulary) as connection:
        yield connection


def links(marts: duckdb.DuckDBPyConnection, column: str) -> dict[str, str]:
    return dict(
        marts.execute(
            "select documents.source_uri, kept.source_uri from marts.dim_documents as documents "
            f"join marts.dim_documents as kept on documents.{column} = kept.document_id"
        ).fetchall()
    )


def one(marts: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return marts.execute(sql).fetchall()[0][0]


def test_one_text_in_several_wrappings_is_kept_once(marts: duckdb.DuckDBPyConnection) -> None:
    assert links(marts, "same_text_as") == COPIES


def test_a_translation_is_linked_to_its_page_by_numbers_or_address(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert links(marts, "translation_of") == TRANSLATIONS


def test_the_facts_of_copies_are_counted_once(marts: duckdb.DuckDBPyConnection) -> None:
    counted = marts.execute(
        "select source_uri from marts.fct_metric_observations join marts.dim_documents "
        "using (document_id) where quoted_text in ('258', '261') order by 1"
    ).fetchall()
    assert [uri for (uri,) in counted] == [
        "gwent/en/answer.html",
        "kent/answer.html",
        "kent/corrected.txt",
        "kent/panel.txt",
    ]


def test_a_scorecard_counts_texts_not_wrappings_nor_translations(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    counts = marts.execute(
        "select force_id, document_count from marts.rpt_force_scorecards order by 1"
    ).fetchall()
    assert counts == [("gwent", 3), ("kent", 5)]


def test_a_passage_is_not_shared_with_its_own_copies(marts: duckdb.DuckDBPyConnection) -> None:
    kept = one(
        marts,
        "select list(distinct source_uri order by source_uri) from marts.fct_shared_passages "
        "join marts.dim_documents using (document_id) where sentence_text like 'My panel of%'",
    )
    assert kept == [
        "gwent/en/answer.html",
        "kent/answer.html",
        "kent/corrected.txt",
        "kent/panel.txt",
    ]
    share = "select shared_sentence_share from marts.dim_documents where source_uri = "
    assert one(marts, f"{share}'kent/answer.md'") is None
    assert 0 < one(marts, f"{share}'gwent/cy/ymateb.html'") < 1


def test_the_order_of_arrival_changes_no_link(
    marts: duckdb.DuckDBPyConnection,
    invoke_dbt: Invoke,
    vocabulary: Vocabulary,
    tmp_path: Path,
) -> None:
    addresses = sorted([*TEXTS, *SUPERSEDED], reverse=True)
    linked = "select * from marts.dim_documents order by document_id"
    with built(tmp_path / "section55.duckdb", addresses, invoke_dbt, vocabulary) as again:
        assert again.execute(linked).fetchall() == marts.execute(linked).fetchall()
