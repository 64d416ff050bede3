"""sources.yml: what it may say, and how its faults are told."""

import json
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
import yaml
from jsonschema import Draft202012Validator

from flows.source_list import (
    FolderSource,
    ListingSource,
    PageSource,
    Settings,
    read_source_list,
)
from flows.source_list.validation import _SCHEMA
from warehouse.errors import Refusal
from warehouse.paths import PROJECT_FOLDER

EXAMPLE = PROJECT_FOLDER / "seeds" / "sources.example.yml"
SETTINGS = "settings: {contact: tests@example.org}\n"


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str) -> Path:
        file = tmp_path / "sources.yml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_the_example_is_valid_and_shows_every_field():
    found = read_source_list(EXAMPLE)
    assert [type(source) for source in found.sources] == [FolderSource, PageSource, ListingSource]
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    named = set(re.findall(r"\w+", EXAMPLE.read_text(encoding="utf-8")))
    fields = {field for part in schema["$defs"].values() for field in part.get("properties", ())}
    assert fields <= named


def test_the_example_shows_the_defaults():
    shown = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["settings"]
    assert Settings(**shown) == Settings(contact=shown["contact"])


def test_folders_are_relative_to_the_file(write, tmp_path: Path):
    (tmp_path / "in box").mkdir()
    (found,) = read_source_list(write("sources:\n  - folder: in box\n    force: kent\n")).sources
    assert isinstance(found, FolderSource)
    assert found.folder == tmp_path / "in box"
    assert (found.force_id, found.line) == ("kent", 2)
    assert found.publisher_name == "Police and Crime Commissioner for Kent"


@pytest.mark.parametrize(
    ("include", "exclude", "path", "taken"),
    [
        ((), (), "a/b.bin", True),
        (("*.pdf",), (), "a/b.PDF", True),
        (("*.pdf",), (), "a/b.html", False),
        (("2024/*",), (), "2024/a/b.pdf", True),
        (("2024/*",), (), "2023/b.pdf", False),
        (("*.pdf",), ("drafts/*",), "drafts/b.pdf", False),
        ((), ("~*",), "a/~b.docx", False),
    ],
)
def test_patterns_choose_files(
    include: tuple[str, ...], exclude: tuple[str, ...], path: str, taken: bool
):
    source = FolderSource(line=1, folder=Path("/inbox"), include=include, exclude=exclude)
    assert source.takes(PurePosixPath(path)) is taken


def test_pages_are_normalised_and_say_whose_they_are(write):
    (found,) = read_source_list(
        write(
            SETTINGS
            + "sources:\n"
            + "  - urls: ['HTTPS://Police.TEST:443/a/../b?x=%7e#top']\n"
            + "    publisher: The Mayor\n    licence: free\n    schedule: weekly\n"
        )
    ).sources
    assert isinstance(found, PageSource)
    assert found.uris == ("https://police.test/b?x=~",)
    assert (found.publisher_name, found.licence_note, found.schedule) == (
        "The Mayor",
        "free",
        "weekly",
    )


@pytest.mark.parametrize(
    ("pattern", "address", "matches"),
    [
        ("links: '*/responses/*.pdf'", "https://a.test/responses/x/Y.PDF", True),
        ("links: '*/responses/*.pdf'", "https://a.test/responses/x.pdf?a", False),
        ("links: 'a.test/*'", "https://a.test/x", False),
        ("links: '*/list?page=*'", "https://a.test/list?page=2", True),
        ("links_regex: '/responses/\\d+$'", "https://a.test/responses/12", True),
        ("links_regex: '/responses/\\d+$'", "https://a.test/responses/12/x", False),
    ],
)
def test_links_match_a_pattern_as_a_whole_or_an_expression_anywhere(
    write, pattern: str, address: str, matches: bool
):
    (found,) = read_source_list(
        write(f"{SETTINGS}sources:\n  - listing: https://a.test/\n    licence: x\n    {pattern}\n")
    ).sources
    assert isinstance(found, ListingSource)
    assert bool(found.links.search(address)) is matches
    assert found.next_pages is None


PAGES = SETTINGS + "sources:\n  - urls:\n      - https://a.test/1\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("", 1, "no mapping"),
        ("sources: [", 1, "expected"),
        ("sources: []", 1, "A list of sources"),
        ("folders: [a]", 1, "unknown keys: folders"),
        ("sources:\n  - folder: .\n    folder: .\n", 3, "'folder' stands twice"),
        ("sources:\n  - force: kent\n", 2, "none of folder, urls, listing"),
        ("sources:\n  - folder: .\n    urls: [x]\n", 2, "exclude each other"),
        ("sources:\n  - folder: .\n    include: '*.pdf'\n", 3, "`include` is no list"),
        ("sources:\n  - folder: .\n    include: [1]\n", 3, "no text"),
        ("sources:\n  - folder: .\n    schedule: daily\n", 2, "looked through at every refresh"),
        ("sources:\n  - folder: .\n\n  - folder: nowhere\n", 4, "does not exist. Make it"),
        ("sources:\n  - folder: .\n  - folder: ./\n", 3, "listed on line 2 already"),
        ("sources:\n  - folder: .\n    force: knet\n", 3, "Did you mean kent?"),
        ("sources:\n  - folder: .\n    force: Kent\n", 3, "Did you mean kent or"),
        ("sources:\n  - urls: [https://a.test/]\n    licence: x\n", 1, "`contact:`"),
        (PAGES, 3, "lacks `licence`. The terms"),
        (PAGES + "    licence: x\n    schedul: daily\n", 3, "Did you mean schedule?"),
        (PAGES + "    licence: x\n    schedule: hourly\n", 6, "every_refresh, daily"),
        (PAGES + "      - https://A.test:443/1#x\n    licence: x\n", 5, "listed on line 4 already"),
        (PAGES + "      - a.test/2\n    licence: x\n", 5, "https:// or http://"),
        (PAGES + "      - https://me:hush@a.test/2\n    licence: x\n", 5, "a user name"),
        (PAGES + "      - https://a.test/2?token=hush\n    licence: x\n", 5, "a key, token"),
        (
            PAGES
            + "    licence: x\n  - listing: https://a.test/1\n    links: '*'\n    licence: x\n",
            6,
            "listed on line 4 already",
        ),
        (
            SETTINGS + "sources:\n  - listing: https://a.test/\n    licence: x\n",
            3,
            "none of links, links_regex",
        ),
        (
            SETTINGS
            + "sources:\n  - listing: https://a.test/\n    links_regex: '('\n    licence: x\n",
            4,
            "no regular expression",
        ),
        (
            SETTINGS
            + "sources:\n  - listing: https://a.test/\n    links: '*'\n    next: '*'\n"
            + "    next_regex: x\n    licence: x\n",
            3,
            "next and next_regex, which exclude each other",
        ),
        ("settings: {contact: nobody}\nsources:\n  - folder: .\n", 1, "An e-mail address"),
        (
            "settings:\n  contact: a@b.c\n  attempts: 99\nsources:\n  - folder: .\n",
            3,
            "in one refresh",
        ),
        ("settings: {}\nsources:\n  - folder: .\n", 1, "lacks `contact`"),
        ("? [a, b]\n: c\nsources:\n  - folder: .\n", 1, "unhashable"),
        ("&a sources: *a\n", 1, ""),
    ],
)
def test_a_fault_is_told_with_its_line_and_remedy(write, text: str, line: int, told: str):
    with pytest.raises(Refusal) as refusal:
        read_source_list(write(text))
    assert f"line {line}:" in str(refusal.value)
    assert told in str(refusal.value)
    assert "seeds/sources.example.yml" in str(refusal.value)
    assert "hush" not in str(refusal.value)


def test_all_faults_are_told_at_once(write):
    with pytest.raises(Refusal, match="3 to mend") as refusal:
        read_source_list(
            write(
                "sources:\n" + "  - folder: nowhere\n    force: nobody\n" + "  - folder: [a]\n" * 3
            )
        )
    assert str(refusal.value).count("is no text") == 3


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path):
    with pytest.raises(Refusal, match="Make it readable"):
        read_source_list(tmp_path / "sources.yml")
    (tmp_path / "sources.yml").write_bytes(b"sources: \xff")
    with pytest.raises(Refusal, match="Save it as UTF-8"):
        read_source_list(tmp_path / "sources.yml")


def test_the_list_is_imported_without_anything_heavy():
    code = (
        "import sys, flows.source_list; print('jsonschema' in sys.modules, 'httpx' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT_FOLDER, check=True
    )
    assert done.stdout.strip() == "False False"
