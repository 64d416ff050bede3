"""What a document says of itself, one field a row.

- *title*, *policing body*, *commissioner*: equal but for case, spaces, quotes and markup; a
  title's last full stop and a body's "Office of the" are aside. The body is judged where the
  annotated issuing organisation is a commissioner's or a mayor's, for a panel's or a joint
  paper names another organisation than the policing body;
- *date*: one of the accepted dates; *precision* and *basis* equal, or ``none`` where no date
  is accepted and none was found;
- *inspection report*: the identifiers of all reports that the document is said to answer are
  exactly the annotated one; none is right where none is annotated;
- *report published on*: the catalogue's date of the report found, where one is annotated;
- *recommendations made*: as said of the annotated report; zero is a value. Not judged for
  documents that answer no report.

Whether a response was in time is worked out in the marts, not by parsing, and not judged here.
"""

from collections.abc import Callable

from flows.records import Document, Response
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold, Header
from tests.scoring.tally import Answer, Score, of_field
from tests.scoring.wording import folded

KIND = "header"
_TARGET = 1.0


def judge_headers(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score the header fields of every annotated document."""
    bodies = tuple(row for row in gold.headers if _names_policing_body(row))
    reports = tuple(row for row in gold.headers if row.inspection_report_id is not None)
    return (
        _score("title", gold.headers, corpus, lambda row: (_title(row.title),),
               lambda document: _title(document.title)),
        _score("document type", gold.headers, corpus, lambda row: (row.document_type,),
               lambda document: document.document_type),
        _score("force", gold.headers, corpus, lambda row: (row.force_id,),
               lambda document: document.force_id),
        _score("policing body", bodies, corpus, lambda row: (_body(row.issuing_organisation),),
               lambda document: _body(document.policing_body_name)),
        _score("commissioner", gold.headers, corpus, lambda row: (_name(row.commissioner_name),),
               lambda document: _name(document.commissioner_name)),
        _score("date", gold.headers, corpus, lambda row: row.dates, _date),
        _dated("date precision", gold, corpus, lambda row: row.date_precision,
               lambda document: document.document_date_precision),
        _dated("date basis", gold, corpus, lambda row: row.date_basis,
               lambda document: document.document_date_basis),
        _answered("inspection report", gold.headers, corpus,
                  lambda row: row.inspection_report_id, _report_ids),
        _answered("report published on", reports, corpus,
                  lambda row: row.report_published_on, _published_on),
        _answered("recommendations made", reports, corpus,
                  lambda row: row.recommendations_made, _recommendations_made),
    )  # fmt: skip


def _score(
    name: str,
    rows: tuple[Header, ...],
    corpus: Corpus,
    accepted: Callable[[Header], tuple[object, ...]],
    found: Callable[[Document], object],
) -> Score:
    return of_field(
        KIND,
        name,
        [
            Answer(
                row.file, accepted(row), found(corpus.documents[row.file].documents[0]), row.title
            )
            for row in rows
        ],
        _TARGET,
    )


def _dated(
    name: str,
    gold: Gold,
    corpus: Corpus,
    wanted: Callable[[Header], str],
    found: Callable[[Document], str],
) -> Score:
    answers = []
    for row in gold.headers:
        document = corpus.documents[row.file].documents[0]
        is_accepted_without = document.document_date is None and None in row.dates
        accepted = "none" if is_accepted_without else wanted(row)
        answers.append(Answer(row.file, (accepted,), found(document), row.title))
    return of_field(KIND, name, answers, _TARGET, empty=("none",))


def _answered(
    name: str,
    rows: tuple[Header, ...],
    corpus: Corpus,
    wanted: Callable[[Header], object],
    found: Callable[[Header, Corpus], object],
) -> Score:
    answers = [Answer(row.file, (wanted(row),), found(row, corpus), row.title) for row in rows]
    return of_field(KIND, name, answers, _TARGET)


def _title(text: str | None) -> str | None:
    return None if text is None else folded(text).rstrip(" .")


def _name(text: str | None) -> str | None:
    return None if text is None else folded(text)


def _body(text: str | None) -> str | None:
    return None if text is None else folded(text).removeprefix("office of ").removeprefix("the ")


def _names_policing_body(row: Header) -> bool:
    return (_body(row.issuing_organisation) or "").startswith(
        ("police and crime commissioner", "police, fire and crime commissioner", "mayor")
    )


def _date(document: Document) -> str | None:
    return None if document.document_date is None else document.document_date.isoformat()


def _responses(row: Header, corpus: Corpus) -> tuple[Response, ...]:
    return corpus.documents[row.file].responses


def _report_ids(row: Header, corpus: Corpus) -> str | None:
    return ", ".join(sorted({r.inspection_report_id for r in _responses(row, corpus)})) or None


def _published_on(row: Header, corpus: Corpus) -> str | None:
    found = {response.inspection_report_id for response in _responses(row, corpus)}
    for report in corpus.vocabulary.rows("inspection_reports"):
        if report["inspection_report_id"] in found & {row.inspection_report_id}:
            return report["published_on"] or None
    return None


def _recommendations_made(row: Header, corpus: Corpus) -> int | None:
    for response in _responses(row, corpus):
        if response.inspection_report_id == row.inspection_report_id:
            return response.recommendations_made
    return None
