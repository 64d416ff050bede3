"""The header of one of several answers on a page: its own words first, then the page's."""

from dataclasses import replace

from flows.parsing.header.header import Header, read_known_header, speaks_in_first_person
from flows.parsing.text.outline import Outline
from flows.parsing.vocabulary import Vocabulary


def read_part_header(
    part: Outline,
    title: str,
    answers: bool,
    page: Header,
    above: Header,
    vocabulary: Vocabulary,
    language: str,
) -> Header:
    """Return the header of the answer that ``part`` is; ``title`` is its heading.

    Force and policing body are the page's: it has one publisher. Commissioner and date are the
    answer's own, else those of what stands ``above`` the first answer, never those of another
    answer. Where the page only links the answer, the part is an index page.
    """
    document_type = "inspection_response" if answers else "index_page"
    own = read_known_header(part, title, document_type, vocabulary, language)
    # What a policing body publishes in the first person are its commissioner's words.
    speaks = above.author_speaker == "commissioner" or speaks_in_first_person(part)
    dated = own if own.document_date else above
    return replace(
        own,
        force_id=page.force_id or own.force_id,
        policing_body_name=page.policing_body_name or own.policing_body_name,
        commissioner_name=own.commissioner_name or above.commissioner_name,
        document_date=dated.document_date,
        document_date_precision=dated.document_date_precision,
        document_date_basis=dated.document_date_basis,
        titled_by_report=answers,
        author_speaker="commissioner" if speaks and not own.is_joint else own.author_speaker,
    )
