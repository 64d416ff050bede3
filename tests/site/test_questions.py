"""The pages of the documented questions hold what the command line answers."""

import datetime as dt

import pytest

from flows.questions import Question, question_sql, questions
from flows.site import links
from tests.site.conftest import Built
from tests.site.markup import leads_to, shown, tree
from warehouse import store

QUESTIONS = questions()


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_page_shows_the_answer_of_its_question(built: Built, question: Question) -> None:
    given = {
        parameter.name: parameter.example or ""
        for parameter in question.parameters
        if parameter.is_required
    }
    sql = question_sql(question, built.home.database)
    with store.closed_in(built.home.database) as connection:
        result = connection.execute(sql, question.values(given) or None)
        columns = [column[0] for column in result.description or ()]
        rows = result.fetchall()
    page = tree(built.folder / links.question_page(question.name))
    assert shown(page.xpath("//pre[@aria-label='SQL of the question']")[0]).strip() == sql.strip()
    assert f"--named {question.name}" in shown(page.xpath("//pre")[0])
    if not rows:
        assert "Nothing of what is published answers it" in shown(page)
        return
    table = page.xpath("//table[@class='answer']")[0]
    assert [shown(head) for head in table.xpath("thead/tr/th")] == columns
    body = [[shown(cell) for cell in row] for row in table.xpath("tbody/tr")]
    assert len(body) == min(len(rows), 200)
    for written, row in zip(body, rows, strict=False):
        for cell, value in zip(written, row, strict=True):
            if isinstance(value, int) and not isinstance(value, bool):
                assert cell == str(value)
            elif isinstance(value, dt.date):
                assert cell == value.isoformat()
            elif value is None:
                assert cell == ""


def test_ids_and_keys_of_answers_lead_to_their_words(built: Built) -> None:
    page = built.folder / links.question_page("figures_stated")
    columns = [shown(head) for head in tree(page).xpath("//table[@class='answer']/thead/tr/th")]
    rows = tree(page).xpath("//table[@class='answer']/tbody/tr")
    assert rows
    for row in rows:
        target, _ = leads_to(page, row[columns.index("document_id")].xpath("a/@href")[0])
        assert target.stem == shown(row[columns.index("document_id")])
        target, anchor = leads_to(page, row[columns.index("observation_id")].xpath("a/@href")[0])
        (marked,) = tree(target).xpath(f"//*[@id='{anchor}']")
        assert marked is not None


def test_every_question_is_listed_by_its_title(built: Built) -> None:
    listed = tree(built.folder / "questions" / "index.html").xpath("//ol//a")
    assert [shown(link) for link in listed] == [question.title for question in QUESTIONS.values()]
