import pytest

from flows.parsing import Vocabulary
from flows.parsing.text.outline import Outline, outline_parts
from flows.reading.canonical import CanonicalText
from flows.records import Section
from flows.sources.reference import reference_tables


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary.from_tables(reference_tables())


@pytest.fixture(scope="session")
def outlined():
    """Give a function that outlines a text under one section of the force."""

    def outline(text: str) -> Outline:
        found = outline_parts(CanonicalText(text, "text/plain"), "0" * 16)
        found.set_sections([Section("s" * 64, "0" * 16, 0, 0, None, "force", 0, len(text))])
        return found

    return outline
