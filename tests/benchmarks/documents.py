"""Two hundred documents of each format, made of the example files: the same ones each time.

Each takes one example, repeats what it says one to eight times and changes its digits, so that
sizes are those of real papers and no two documents are alike.
"""

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from tests.reading.formats import FOLDER

COUNT = 200
_SEED = 55
_LONGEST = 8
_DIGIT = re.compile(r"\d")
_TEXT_OF_MARKUP = re.compile(r"(?<=>)[^<>]+(?=<)")
_MAIN = re.compile(r"(?s)(<main\b[^>]*>)(.*)(</main>)|(<body\b[^>]*>)(.*)(</body>)")
_WORD_BODY = re.compile(r"(?s)(<w:body>)(.*?)((?:<w:sectPr\b.*?</w:sectPr>)?</w:body>)")


def make(format_name: str, folder: Path) -> list[Path]:
    """Write ``COUNT`` documents of a format into ``folder`` and return their files."""
    suffix, maker = MAKERS[format_name]
    examples = sorted(
        path
        for path in [*FOLDER.glob("one_response/*"), *FOLDER.glob("inbox/*")]
        if path.suffix == suffix and path.stem not in _NOT_READ
    )
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    files = []
    for number in range(COUNT):
        file = folder / f"{number:03}{suffix}"
        file.write_bytes(maker(chance, examples))
        files.append(file)
    return files


#: Examples that are rejected, or whose encoding is not UTF-8.
_NOT_READ = frozenset(
    "cut_off with_entities inflated locked_by_libreoffice image_only empty page_drawn_by_a_script "
    "stub_with_a_link letter_utf16_le letter_utf16_be letter_cp1252 word_file_called_a_page".split()
)


def _changed(chance: random.Random, text: str) -> str:
    return _DIGIT.sub(
        lambda digit: digit[0] if digit[0] == "0" else str(chance.randint(1, 9)), text
    )


def _times(chance: random.Random) -> int:
    return chance.randint(1, _LONGEST)


def _plain(chance: random.Random, examples: list[Path]) -> bytes:
    text = chance.choice(examples).read_text(encoding="utf-8-sig")
    return "\n\n".join(_changed(chance, text) for _ in range(_times(chance))).encode()


def _html(chance: random.Random, examples: list[Path]) -> bytes:
    page = chance.choice(examples).read_text(encoding="utf-8")
    return _repeated(chance, page, _MAIN).encode()


def _docx(chance: random.Random, examples: list[Path]) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(chance.choice(examples)) as example,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in example.namelist():
            part = example.read(name)
            if name == "word/document.xml":
                part = _repeated(chance, part.decode(), _WORD_BODY).encode()
            package.writestr(name, part)
    return made.getvalue()


def _repeated(chance: random.Random, markup: str, body: re.Pattern[str]) -> str:
    found = body.search(markup)
    if found is None:
        raise ValueError("an example has no body that could be repeated")
    start, inner, end = (group for group in found.groups() if group is not None)
    copies = "".join(
        _TEXT_OF_MARKUP.sub(lambda text: _changed(chance, text[0]), inner)
        for _ in range(_times(chance))
    )
    return f"{markup[: found.start()]}{start}{copies}{end}{markup[found.end() :]}"


def _pdf(chance: random.Random, examples: list[Path]) -> bytes:
    """Join pages of examples; the digits of a PDF cannot be changed without its fonts."""
    made = pypdfium2.PdfDocument.new()
    for _ in range(_times(chance)):
        with pypdfium2.PdfDocument(chance.choice(examples)) as example:
            made.import_pages(example)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _archive(chance: random.Random, examples: list[Path]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(_times(chance)):
            package.writestr(f"{number}.txt", _plain(chance, examples))
    return made.getvalue()


#: Format -> the end of the names of examples, and what makes a document of them.
MAKERS: dict[str, tuple[str, Callable[[random.Random, list[Path]], bytes]]] = {
    "plain text": (".txt", _plain),
    "markdown": (".md", _plain),
    "HTML": (".html", _html),
    "DOCX": (".docx", _docx),
    "PDF": (".pdf", _pdf),
    "ZIP": (".txt", _archive),
}
