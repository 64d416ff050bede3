"""Which values a coded column may take: the reference table ``vocabularies`` as sets.

The suites are pure: they are handed the sets and read no file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from warehouse.errors import Refusal

#: Vocabulary name -> its allowed values.
Vocabularies = Mapping[str, frozenset[str]]


class VocabularyMissing(Refusal):
    """The reference data has no allowed values for a coded column."""


def from_rows(rows: Iterable[Mapping[str, str]]) -> Vocabularies:
    """Return the sets of the rows of ``seeds/reference/vocabularies.csv``."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        values[row["vocabulary_name"]].add(row["allowed_value"])
    return {name: frozenset(allowed) for name, allowed in values.items()}


def allowed(vocabularies: Vocabularies, name: str) -> list[str]:
    """Return the allowed values of one vocabulary, sorted.

    Raises:
        VocabularyMissing: there is no such vocabulary.
    """
    if name not in vocabularies:
        raise VocabularyMissing(
            f"cannot build the suites of landed records: no values of {name!r} among "
            f"{len(vocabularies)} vocabularies ({', '.join(sorted(vocabularies)[:3]) or 'none'}). "
            "Add its rows to seeds/reference/vocabularies.csv."
        )
    return sorted(vocabularies[name])
