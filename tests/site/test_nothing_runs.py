"""What stands in a document is shown and never run: pages, run records, terminals and tables."""

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser

from tests.conftest import command
from tests.reliability.conftest import promise
from tests.reliability.trials import Trials
from tests.site.conftest import OBEYED_NAME, Built
from tests.site.markup import links, shown, text_of, tree
from tests.site.test_browser import served, watching

__all__ = ["promise", "served"]  # fixtures

Promise = Callable[[str], AbstractContextManager[Trials]]

PROMISE = "Nothing of a document is run or shown raw: pages, run records, terminals, tables"
TRICKY = "where source_uri like '%/tricks.md%' or source_uri like '%/hostile.html%'"
#: Elements and attributes of the tricks, as a page would hold them if it held them raw.
_RAW = re.compile(
    r"<script>|<svg onload|<iframe|<img src=(?:x|\"http)|<b onmouseover|http-equiv=\"refresh\"|\x1b",
    re.IGNORECASE,
)
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TEMPLATES = ("{{ 7 * 7 }}", '{% include "/etc/passwd" %}')
_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def tricky_pages(built: Built) -> list[Path]:
    """Return the pages on which words of the tricks stand, dbt's own with them."""
    said = ("alert(", "203.0.113.7", "{{ 7 * 7 }}", "onerror")
    pages = [page for page in built.pages() if any(word in text_of(page) for word in said)]
    return [*pages, built.folder / "lineage" / "dbt.html"]


def test_no_page_runs_what_a_document_says(
    promise: Promise, built: Built, browser: Browser, served: str
) -> None:
    with promise(PROMISE) as trials:
        pages = tricky_pages(built)
        trials.record(ok=len(pages) > 5, what=f"the tricks stand on {len(pages)} pages only")
        context = browser.new_context()
        with watching(context) as watched:
            for page in pages:
                for address in (page.as_uri(), f"{served}{page.relative_to(built.folder)}"):
                    with trials.one(f"{page.relative_to(built.folder)} from {address[:5]}"):
                        watched.said.clear()
                        watched.requests.clear()
                        watched.page.goto(address)
                        # Handlers of the mouse run only where somebody goes.
                        for element in watched.page.locator("main mark, main td").all()[:20]:
                            element.dispatch_event("mouseover")
                        home = served if address.startswith(served) else "file://"
                        own = (home, "data:", "blob:", "about:")
                        assert [url for url in watched.requests if not url.startswith(own)] == []
                        assert [one for one in watched.said if one.startswith("a dialog")] == []
                        assert watched.page.title() != "taken"
                        assert watched.page.url.partition("#")[0] == address
        context.close()


def test_pages_hold_tricks_as_text(promise: Promise, built: Built) -> None:
    with promise(PROMISE) as trials:
        for page in tricky_pages(built)[:-1]:
            with trials.one(f"{page.relative_to(built.folder)}"):
                assert _RAW.findall(text_of(page)) == []
                schemes = {href.partition(":")[0].strip().lower() for href in links(page)}
                assert not schemes & {"javascript", "data", "vbscript"}
        texts = [shown(tree(page)) for page in built.pages() if page.parent.name == "documents"]
        for template in _TEMPLATES:
            with trials.one(f"{template} is shown as it stands"):
                assert any(template in text for text in texts)


@pytest.mark.usefixtures("built")
def test_run_records_hold_nothing_that_is_obeyed(promise: Promise, prefect_server: str) -> None:
    with promise(PROMISE) as trials:
        for kind in ("artifacts", "logs", "flow_runs", "task_runs"):
            told = httpx.post(f"{prefect_server}/{kind}/filter", json={}, timeout=60).json()
            trials.record(ok=bool(told), what=f"Prefect keeps no {kind}")
            for one in told:
                text = json.dumps(one, ensure_ascii=False)
                found = [
                    *_RAW.findall(text),
                    *_OBEYED.findall(text),
                    *re.findall(r"\\u00[019]", text),
                ]
                raw = [*found, *re.findall(r"<img src|\]\(javascript:", text)]
                # A log is text wherever it is shown; signs of markup mean nothing in it.
                trials.record(
                    ok=not (found if kind == "logs" else raw), what=f"{kind}: {text[:300]}"
                )


ASKED = (
    (
        "select quoted_text, sentence_text, row_label from marts.fct_metric_observations "
        f"join marts.dim_documents using (document_id) {TRICKY}"
    ),
    f"select title, source_uri from marts.dim_documents {TRICKY}",
    (
        "select '=1+1', '@SUM(1)', '+1', '-1', chr(9) || '=1', '''=1', -1, '<img src=x>', "
        "'[a](javascript:alert(1))'"
    ),
)


@pytest.mark.parametrize("written", ["table", "markdown", "csv", "json"])
def test_answers_hold_nothing_that_is_obeyed(promise: Promise, built: Built, written: str) -> None:
    with promise(PROMISE) as trials:
        for sql in ASKED:
            with trials.one(sql):
                done = command("query", sql, "--format", written, home=built.home.folder)
                assert done.returncode == 0, done.stderr
                rows = list(csv.reader(io.StringIO(done.stdout)))
                assert len(rows) > 1
                if written == "csv":
                    cells = [cell for row in rows[1:] for cell in row]
                    assert [one for one in cells if one.startswith(_SIGNS) and one != "-1"] == []
                elif written == "markdown":
                    assert not re.search(r"(?<!\\)<|(?<!\\)\](?=\()", done.stdout)
                else:
                    assert _OBEYED.findall(done.stdout) == []


def test_terminals_are_told_nothing_that_they_obey(promise: Promise, built: Built) -> None:
    home = built.home.folder
    ids = json.loads(
        command("query", f"select document_id from marts.dim_documents {TRICKY}",
                "--format", "json", home=home).stdout
    )  # fmt: skip
    with promise(PROMISE) as trials:
        documents = [("show", "document", one["document_id"]) for one in ids]
        for arguments in (("status",), ("rejections",), *documents):
            with trials.one(" ".join(arguments)):
                done = command(*arguments, home=home)
                assert done.returncode == 0, done.stderr
                assert _OBEYED.findall(done.stdout + done.stderr) == []
        with trials.one("a name that a terminal obeys is told"):
            assert quote(OBEYED_NAME) in command("rejections", home=home).stdout


def test_no_cell_of_an_export_is_a_formula(promise: Promise, built: Built, tmp_path: Path) -> None:
    with promise(PROMISE) as trials:
        done = command("export", str(tmp_path / "export"), home=built.home.folder, seconds=300)
        assert done.returncode == 0, done.stderr
        marked = 0
        for file in sorted((tmp_path / "export" / "csv").glob("*.csv")):
            with file.open(newline="", encoding="utf-8") as stream:
                rows = list(csv.reader(stream))
            cells = [cell for row in rows for cell in row]
            formulas = [one for one in cells if one.startswith(_SIGNS) and not _is_number(one)]
            marked += sum(one.startswith(tuple(f"'{sign}" for sign in _SIGNS)) for one in cells)
            trials.record(ok=not formulas, what=f"{file.name}: {formulas[:3]}")
        trials.record(ok=marked > 0, what="no cell would have been a formula")


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", cell) is not None
