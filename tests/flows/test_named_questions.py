"""The thirty documented questions: listed, asked with bound parameters, quick, and refused well."""

import json
import re
import statistics
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.questions import ANALYSES, Question, question_sql, questions
from warehouse import store
from warehouse.errors import Refusal
from warehouse.paths import PROJECT_FOLDER, Home

QUESTIONS = questions()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def examples(question: Question) -> dict[str, str]:
    """Return what must be filled in, as the documentation fills it in."""
    return {
        parameter.name: parameter.example or ""
        for parameter in question.parameters
        if parameter.is_required
    }


def as_options(given: dict[str, str]) -> list[str]:
    return [part for name, value in given.items() for part in ("--param", f"{name}={value}")]


def test_thirty_questions_are_listed_with_their_titles_and_parameters() -> None:
    listed = run("query", "--named").stdout
    assert [question.id for question in QUESTIONS.values()] == [f"Q{n:02}" for n in range(1, 31)]
    for question in QUESTIONS.values():
        assert re.search(rf"^{question.name} +{re.escape(question.title)}$", listed, re.MULTILINE)
    assert "--param phrase=TEXT [--param force_id=TEXT]" in listed


def test_every_analysis_is_documented_and_every_documented_one_is_there() -> None:
    assert {file.stem for file in ANALYSES.glob("*.sql")} == set(QUESTIONS)


def test_what_must_be_given_has_an_example() -> None:
    assert [q.name for q in QUESTIONS.values() if "" in examples(q).values()] == []


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_answered_on_the_samples(question: Question) -> None:
    given = as_options(examples(question))
    done = run("query", "--named", question.name, *given, "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert isinstance(json.loads(done.stdout), list)
    none = ["--param", "force_id=nowhere"]
    if any(parameter.name == "force_id" for parameter in question.parameters):
        done = run("query", "--named", question.name, *given, *none, "--format", "json")
        assert json.loads(done.stdout) == []


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_answered_within_a_tenth_of_a_second(
    published: Home, question: Question
) -> None:
    sql = question_sql(question, published.database)
    values = question.values(examples(question))
    seconds = []
    with store.closed_in(published.database) as connection:
        for _ in range(5):
            began = time.perf_counter()
            connection.execute(sql, values or None).fetchall()
            seconds.append(time.perf_counter() - began)
    assert statistics.median(seconds) < 0.1


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_documented_parameters_are_those_of_the_sql(
    published: Home, question: Question
) -> None:
    bound = set(re.findall(r"\$(\w+)", question_sql(question, published.database)))
    assert bound == {parameter.name for parameter in question.parameters}


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "value", ["'; select * from marts.dim_forces; --", "kent' or '1'='1", "$force_id", "{{ x }}"]
)
def test_a_value_is_bound_and_never_read_as_sql(value: str) -> None:
    done = run(
        "query", "--named", "figures_stated", "--param", f"force_id={value}", "--format", "json"
    )
    assert (done.exit_code, done.stdout) == (0, "[]\n")


@pytest.mark.usefixtures("published")
def test_an_answer_is_written_in_every_format(tmp_path: Path) -> None:
    asked = ("query", "--named", "figures_in_context", "--param", "phrase=crime", "--format")
    for format_name in ("csv", "json", "markdown", "parquet"):
        file = tmp_path / f"answer.{format_name}"
        done = run(*asked, format_name, "--output", str(file))
        assert done.exit_code == 0, done.stderr
        assert file.stat().st_size > 0


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["unheard_of"], "none of the 30 documented ones. List them with"),
        (["figures_in_context"], "the parameter phrase must be given. It takes: --param phrase="),
        (["figures_stated", "--param", "moon=full"], "has no parameter moon. It takes: --param"),
        (
            ["sentence_behind_a_figure", "--param", "value=many"],
            "'many' for the parameter value: it is no number. Give one such as 258 or 3.5.",
        ),
        (
            ["commitments_past_due", "--param", "as_of=tomorrow"],
            "it is no date. Give one such as 2020-12-31.",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_says_what_to_do(arguments: list[str], said: str) -> None:
    done = run("query", "--named", *arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_question_over_what_is_not_published_asks_for_a_refresh(
    published: Home, tmp_path: Path
) -> None:
    (tmp_path / "broken.sql").write_text("select * from {{ ref('no_such_model') }}")
    question = Question("broken", "Q99", "Broken?", "Broken.", (), tmp_path / "broken.sql")
    with pytest.raises(Refusal, match=r"no_such_model is not published\. Run `section55 refresh`"):
        question_sql(question, published.database)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "command",
    re.findall(
        r"`section55 (query --named \w[^`]*)`",
        (PROJECT_FOLDER / "README.md").read_text(encoding="utf-8"),
    ),
)
def test_a_question_that_the_readme_asks_has_an_answer(command: str) -> None:
    done = run(*command.split(), "--format", "csv")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("\n") > 1
