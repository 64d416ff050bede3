"""The handbook: documents of ``docs/`` as pages, whatever they hold."""

import re
from pathlib import Path

import pytest
from lxml import html

from flows.site.links import handbook_page
from flows.site.markdown import rendered
from flows.site.page import File, Page
from flows.site.pages import handbook
from tests.site.conftest import Built
from tests.site.markup import shown, tree
from warehouse.paths import PROJECT_FOLDER

_DOCS = PROJECT_FOLDER / "docs"


@pytest.mark.parametrize("document", sorted(_DOCS.rglob("*.md")), ids=lambda file: file.stem)
def test_a_document_keeps_its_headings_tables_and_code(built: Built, document: Path) -> None:
    name = document.relative_to(_DOCS).with_suffix("").as_posix()
    page = tree(built.folder / handbook_page(name)).xpath("//article")[0]
    written = document.read_text(encoding="utf-8")
    outside_code = re.sub(r"^```.*?^```$", "", written, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#{1,6} (.+)$", outside_code, re.MULTILINE)
    assert [shown(each) for each in page.xpath(".//h1 | .//h2 | .//h3 | .//h4")] == [
        re.sub(r"[`*]|\]\(.*?\)|\[", "", heading) for heading in headings
    ]
    assert len(page.xpath(".//table")) == len(
        re.findall(r"^\|[\s:|-]+\|$", outside_code, re.MULTILINE)
    )
    assert len(page.xpath(".//pre")) == len(
        re.findall(r"^```.*?^```$", written, re.MULTILINE | re.DOTALL)
    )


def drawn(folder: Path, **texts: str) -> dict[str, Page | File]:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return {page.path: page for page in handbook.pages({}, folder)}


def test_links_lead_to_pages_and_files_outside_are_named(tmp_path: Path) -> None:
    pages = drawn(
        tmp_path,
        one="# One\n\n[two](two.md#far-away), [here](#one), [code](../flows/cli.py), [out](https://x.org/a), [bad](javascript:alert)",
        two="# Two\n\n## Far away\n\nText.",
    )
    one = pages["handbook/one.html"]
    assert isinstance(one, Page)
    body = html.fromstring(f"<div>{one.context['body']}</div>")
    assert body.xpath("//a/@href") == ["../handbook/two.html#far-away", "#one", "https://x.org/a"]
    assert "code (flows/cli.py)" in shown(body)
    two = pages["handbook/two.html"]
    assert isinstance(two, Page)
    assert two.context["headings"] == [{"level": 2, "anchor": "far-away", "text": "Far away"}]


def test_raw_html_is_text_and_code_is_code() -> None:
    made = rendered(
        "# A `b` title\n\n<script>alert(1)</script>\n\n```sql\nselect '<b>';\n```\n", "x", str
    )
    body = html.fromstring(f"<div>{made.body}</div>")
    assert made.title == "A b title"
    assert body.xpath("//script | //b") == []
    assert "<script>alert(1)</script>" in shown(body)
    assert "".join(map(shown, body.iter("pre"))) == "select '<b>';\n"


def test_pictures_come_along(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "run.png").write_bytes(b"\x89PNG")
    pages = drawn(tmp_path, one="# One\n\n![A run](images/run.png)")
    picture = pages["handbook/images/run.png"]
    assert isinstance(picture, File)
    assert picture.content == b"\x89PNG"


def test_without_documents_there_is_a_first_page(tmp_path: Path) -> None:
    (first,) = handbook.pages({}, tmp_path)
    assert first.path == "handbook/index.html"


def test_documents_that_are_made_stand_beside_those_that_are_written(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# One\n\n[Tables](tables.md)\n")
    pages = {page.path: page for page in handbook.pages({"tables": "# All tables\n"}, tmp_path)}
    made = pages["handbook/tables.html"]
    assert isinstance(made, Page)
    assert made.title == "All tables"
    assert [entry["title"] for entry in made.context["contents"]] == ["One", "All tables"]
