"""Two hundred documents in the formats that real ones come in, with what they were made to say."""

import io
import json
import os
import shutil
from pathlib import Path

import docx
import fpdf

from tests.benchmarks.generate import Facts, Maker

COUNT = 200
_SHARED = Path(os.environ.get("SHARED", "../shared"))
#: What the last digit of a document's number makes of it; the others stay as they are.
_FORMATS = {3: ".pdf", 5: ".docx", 9: ".docx"}
#: Units of the annotation that are called otherwise here.
_UNIT_CODES = {"GBP": "gbp", "FTE": "fte", "months": "month", "years": "year"}


def write(folder: Path) -> tuple[dict[str, Facts], dict[str, Facts]]:
    """Write the documents; return what they say by their file names: generated and annotated.

    The annotated documents are there where they lie in ``SHARED``, figures alone.
    """
    annotated = _annotated(folder)
    generated = {}
    maker = Maker(55)
    for number in range(COUNT - len(annotated)):
        name, text, facts = maker.document_and_facts(number)
        file = folder / name
        suffix = _FORMATS.get(number % 10)
        if suffix:
            file = file.with_suffix(suffix)
            file.write_bytes(_pdf(text) if suffix == ".pdf" else _docx(text))
        else:
            file.write_text(text, encoding="utf-8")
        generated[file.name] = facts
    return generated, annotated


def _annotated(folder: Path) -> dict[str, Facts]:
    annotation = _SHARED / "gold" / "gold_quantities.json"
    if not annotation.is_file():
        return {}
    found: dict[str, Facts] = {}
    for row in json.loads(annotation.read_text(encoding="utf-8")):
        if row["core"] and not row["ignore"]:
            facts = found.setdefault(row["file"], Facts())
            unit_code = _UNIT_CODES.get(row["unit"], row["unit"])
            facts.figures.append((float(row["value"]), unit_code))
    for name in found:
        shutil.copy(_SHARED / "corpus" / name, folder / name)
    return found


def _docx(text: str) -> bytes:
    paper = docx.Document()
    for block in text.split("\n\n"):
        lines = block.strip().splitlines()
        if lines and lines[0].startswith("|"):
            rows = [line.strip("|").split("|") for line in lines if not line.startswith("|---")]
            table = paper.add_table(len(rows), len(rows[0]))
            for cells, row in zip(rows, table.rows, strict=True):
                for text_of_cell, cell in zip(cells, row.cells, strict=True):
                    cell.text = text_of_cell.strip()
        elif lines and lines[0].startswith("#"):
            marks, _, heading = lines[0].partition(" ")
            paper.add_heading(heading, len(marks))
        else:
            for line in lines:
                paper.add_paragraph(line)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _pdf(text: str) -> bytes:
    paper = fpdf.FPDF()
    paper.add_page()
    paper.set_font("helvetica", size=11)
    for block in text.split("\n\n"):
        lines = block.strip("\n").splitlines()
        if any("\t" in line for line in lines):
            with paper.table() as table:
                for line in lines:
                    table.row(line.split("\t"))
        else:
            paper.multi_cell(0, 6, "\n".join(lines), new_x="LMARGIN", new_y="NEXT")
        paper.ln(3)
    return bytes(paper.output())
