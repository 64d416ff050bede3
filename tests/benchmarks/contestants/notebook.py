"""pandas and regular expressions, as an analyst writes them: ``notebook.py FOLDER DATABASE``."""

import re
import sys
from pathlib import Path

import docx
import duckdb
import pandas as pd
from bs4 import BeautifulSoup
from pypdf import PdfReader

FIGURE = re.compile(
    r"(?P<pound>£)?(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>%|per cent|percent|million|m\b)?"
)
NO_FIGURE = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)(?: \d{4})?|\b(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?\b|(?m:^\s*\d+\.)|[Rr]ecommendation \d+"
)
PROMISE = re.compile(r"\b(?:will|intends? to|plans? to|is committed to)\b")
SENTENCE = re.compile(r"[^.\n|]+(?:\.(?=\d)[^.\n|]*)*\.?")
ANSWER = re.compile(r"Recommendation (\d+):([^|\n]*)\|([^|\n]*)")
SCALE = {"million": 1e6, "m": 1e6}


def text_of(file: Path) -> str:
    if file.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(file).pages)
    if file.suffix == ".docx":
        paper = docx.Document(str(file))
        rows = [
            " | ".join(cell.text for cell in row.cells)
            for table in paper.tables
            for row in table.rows
        ]
        return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *rows])
    text = file.read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser").get_text("\n") if file.suffix == ".html" else text


def figures(text: str) -> list[dict[str, object]]:
    # Blanks instead of dates and numbers of things, so that places stay the same.
    searched = NO_FIGURE.sub(lambda found: " " * len(found[0]), text)
    rows = []
    for found in FIGURE.finditer(searched):
        unit = found["unit"] or ""
        unit_code = "gbp" if found["pound"] else "percent" if unit[:1] in ("%", "p") else "count"
        value = float(found["number"].replace(",", "")) * SCALE.get(unit, 1)
        start, end = found.start(), found.start() + len(found[0].rstrip())
        rows.append(
            {
                "value": value,
                "unit_code": unit_code,
                "char_start": start,
                "char_end": end,
                "quoted_text": text[start:end],
            }
        )
    return rows


def main() -> None:
    folder, database = map(Path, sys.argv[1:])
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    texts = pd.DataFrame([{"document": file.name, "text": text_of(file)} for file in files])
    found = texts.assign(figure=texts["text"].map(figures)).explode("figure").dropna()
    tables = {
        "texts": texts,
        "figures": pd.concat(
            [
                found[["document"]].reset_index(drop=True),
                pd.json_normalize(found["figure"].tolist()),
            ],
            axis=1,
        ),
        "promises": pd.DataFrame(
            [
                {"document": row.document, "sentence": sentence.strip()}
                for row in texts.itertuples()
                for sentence in SENTENCE.findall(row.text)
                if PROMISE.search(sentence)
            ]
        ),
        "answers": pd.DataFrame(
            [
                {"document": row.document, "number": number, "asked": asked, "answer": answer}
                for row in texts.itertuples()
                for number, asked, answer in ANSWER.findall(row.text)
            ]
        ),
    }
    with duckdb.connect(str(database)) as connection:
        for name, table in tables.items():
            connection.register("made", table)
            connection.execute(f"create or replace table {name} as select * from made")
            connection.unregister("made")


if __name__ == "__main__":
    main()
