"""The annotated documents, parsed by the pipeline's own reading and parsing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.parsing import Vocabulary, parse
from flows.reading import read
from flows.reading.errors import Unreadable
from flows.records import ParsedDocument, RawDocument, document_key
from tests.scoring.gold import CannotScore


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents by the name of their file, and the vocabulary that they were parsed with."""

    documents: dict[str, ParsedDocument]
    vocabulary: Vocabulary

    def text(self, file: str) -> str:
        """Return the canonical text of ``file``."""
        return self.documents[file].documents[0].text

    def sentence_at(self, file: str, offset: int) -> str:
        """Return the sentence of ``file`` that holds ``offset``, else the line that does."""
        for sentence in self.documents[file].sentences:
            if sentence.char_start <= offset < sentence.char_end:
                return sentence.sentence_text
        text = self.text(file)
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset)
        return " ".join(text[start : len(text) if end < 0 else end].split())


def read_corpus(folder: Path, files: Sequence[str], vocabulary: Vocabulary) -> Corpus:
    """Parse the annotated ``files`` of ``folder``; other files there are not touched.

    Raises:
        CannotScore: an annotated document is not there, or cannot be read.
    """
    absent = [file for file in files if not (folder / file).is_file()]
    if absent:
        raise CannotScore(
            f"cannot score: {len(absent)} of {len(files)} annotated documents are not in "
            f"{folder}, such as {', '.join(absent[:3])}. Put them there."
        )
    return Corpus({file: _parsed(folder / file, vocabulary) for file in files}, vocabulary)


def _parsed(file: Path, vocabulary: Vocabulary) -> ParsedDocument:
    content = file.read_bytes()
    raw = RawDocument(
        document_key(content), hashlib.sha256(content).hexdigest(), len(content), file.name
    )
    try:
        canonical = read(content, file.name)
    except Unreadable as reason:
        raise CannotScore(
            f"cannot score: {file.name} cannot be read: {reason}. Mend reading first."
        ) from reason
    found = parse(raw, canonical, vocabulary, "scoring", partial(document_key, content))
    if len(found) != 1:
        raise CannotScore(
            f"cannot score: {file.name} was read as {len(found)} documents, and the annotation "
            "is of one. Mend flows/parsing/page_parts.py first."
        )
    return found[0]
