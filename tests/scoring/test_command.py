import json
from pathlib import Path

import pytest

from tests.scoring import quantities
from tests.scoring.__main__ import main
from tests.scoring.annotated_page import FILE, Page
from tests.scoring.gold import CannotScore, read_gold

SENTENCE = "Kent Police recorded 20 burglaries in 2019."


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Annotate a page that is read and parsed for real: one figure to find, one never found."""
    page = Page(f"# A letter\n\n{SENTENCE} The force held meetings.\n")
    page.annotate_figure("20", 20, sentence=SENTENCE)
    page.annotate_figure("meetings", 99, sentence="The force held meetings.")
    for folder in ("gold", "corpus", "score"):
        (tmp_path / folder).mkdir()
    (tmp_path / "corpus" / FILE).write_text(page.text, encoding="utf-8")
    page.read(tmp_path / "gold")
    return tmp_path


def row_of(output: str, name: str) -> list[str]:
    line = next(line for line in output.splitlines() if f" {name} " in line)
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_the_command_parses_the_corpus_and_prints_the_table(shared, capsys):
    assert main(["--shared", str(shared)]) == 0
    row = row_of(capsys.readouterr().out, "value and unit, core")
    assert row[2:5] == ["2", "1", "1"]
    assert row[-2:] == ["≥ 0.98", "MISSED"]


def test_errors_lists_each_miss_with_its_sentence(shared, capsys):
    main(["--shared", str(shared)])
    assert "wanted 'meetings' = 99 count" not in capsys.readouterr().out
    main(["--shared", str(shared), "--errors"])
    output = capsys.readouterr().out
    assert "wanted 'meetings' = 99 count" in output
    assert "The force held meetings." in output


def test_a_missed_target_fails_only_where_it_is_asked_to(shared):
    assert main(["--shared", str(shared)]) == 0
    assert main(["--shared", str(shared), "--strict"]) == 1


@pytest.mark.parametrize("command", [main, quantities.main])
def test_without_an_annotation_it_says_so_and_succeeds(command, tmp_path, capsys):
    assert command(["--shared", str(tmp_path / "nowhere")]) == 0
    assert "not scored: there is no annotation at" in " ".join(capsys.readouterr().out.split())


def test_an_annotated_document_that_is_not_there_is_refused(shared, capsys):
    (shared / "corpus" / FILE).unlink()
    assert main(["--shared", str(shared)]) == 1
    assert f"1 of 1 annotated documents are not in {shared / 'corpus'}" in capsys.readouterr().out


def test_an_annotation_without_one_of_its_files_is_refused(shared):
    (shared / "gold" / "gold_themes.json").unlink()
    with pytest.raises(CannotScore, match=r"has no gold_themes\.json"):
        read_gold(shared / "gold")


def test_the_annotations_own_scorer_gets_the_observations_in_its_words_and_what_follows(
    shared, capfd
):
    (shared / "score" / "score_quantities.py").write_text(
        "import json, sys\nprint(json.dumps([json.load(open(sys.argv[1])), sys.argv[2:]]))\n",
        encoding="utf-8",
    )
    assert quantities.main(["--shared", str(shared), "--", "--errors"]) == 0
    predictions, further = json.loads(capfd.readouterr().out)
    assert further == ["--errors"]
    (prediction,) = predictions
    assert (prediction["file"], prediction["value"], prediction["unit"]) == (FILE, 20, "count")
    assert prediction["qualifier"] is None
    assert prediction["period"] == "2019-01-01/2019-12-31"
