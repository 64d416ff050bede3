"""Named initiatives of a document, matched by name: each name once a document.

Two names are the same when they are equal after this: straight quotes, lower case; hyphens are
spaces, ``&`` is "and"; of a name with a bracket ("Board (B)", "B (Board)") the longer of the two
readings, with the other left out, so that an acronym by itself is no name; no article in front;
no "Operation" or "Project" in front; every word without its plural ending. Names of one type
that the mapping leaves unjudged (registers, inquiries, systems, publications, standards,
inspection programmes) count neither way when found.

*type*: the record's type, where a name was found and the contract has a word for the
annotator's type. A name with several types found is right where one of them is.
"""

import re

from flows.records import InitiativeMention
from tests.scoring.corpus import Corpus
from tests.scoring.gold import Gold
from tests.scoring.tally import Answer, Miss, Score, of_field, of_rows
from tests.scoring.wording import folded, singular

KIND = "initiatives"
_BRACKET = re.compile(r"\(([^()]*)\)")
_IN_FRONT = frozenset({"the", "a", "an", "our", "operation", "project"})


def judge_initiatives(gold: Gold, corpus: Corpus) -> tuple[Score, ...]:
    """Score the names of initiatives, and their types."""
    right = 0
    misses: list[Miss] = []
    types: list[Answer] = []
    names = [name for name in gold.names if name.is_judged]
    for file in gold.files:
        found: dict[str, list[InitiativeMention]] = {}
        for record in corpus.documents[file].initiative_mentions:
            found.setdefault(same_name(record.initiative_name), []).append(record)
        for name in names:
            if name.file != file:
                continue
            records = found.pop(same_name(name.name), None)
            at = corpus.sentence_at(file, name.start)
            if records is None:
                misses.append(Miss(file, "missed", name.name, "", at))
                continue
            right += 1
            if name.initiative_type is not None:
                kinds = sorted({record.initiative_type for record in records})
                kind = name.initiative_type if name.initiative_type in kinds else kinds[0]
                types.append(Answer(file, (name.initiative_type,), kind, f"{name.name}: {at}"))
        unjudged = {
            same_name(name.name) for name in gold.names if name.file == file and not name.is_judged
        }
        misses += [
            Miss(file, "extra", "", records[0].initiative_name, records[0].sentence_text)
            for name_key, records in found.items()
            if name_key not in unjudged
        ]
    return (
        of_rows(KIND, "name", len(names), right, misses, 0.85),
        of_field(KIND, "type, given the name", types),
    )


def same_name(name: str) -> str:
    """Return what two spellings of one name have in common."""
    plain = folded(name).replace("&", " and ").replace("-", " ")
    outside = " ".join(_BRACKET.sub(" ", plain).split())
    inside = " ".join(" ".join(_BRACKET.findall(plain)).split())
    words = (inside if len(inside) > len(outside) else outside).split()
    while len(words) > 1 and words[0] in _IN_FRONT:
        words = words[1:]
    return " ".join(singular(word) for word in words)
