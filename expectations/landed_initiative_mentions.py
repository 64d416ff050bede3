"""Door 2: what must hold of landed initiative mentions."""

from great_expectations.core import ExpectationSuite

from expectations import bounds
from expectations.evidence import coded, evidence, sha256, usual_length
from expectations.row_rules import follows, text_has_letters
from expectations.severity import reject, row_suite
from expectations.vocabularies import Vocabularies


def suite(vocabularies: Vocabularies) -> ExpectationSuite:
    """One row for each mention of a named operation, project, team, board or service."""
    return row_suite(
        "landed_initiative_mentions",
        [
            *evidence(vocabularies),
            sha256("initiative_mention_id"),
            coded("initiative_type", vocabularies),
            reject(
                "initiative_name has letters",
                follows(text_has_letters, "document_id", "initiative_name"),
            ),
            usual_length("initiative_name", bounds.NAME_LENGTH_USUAL),
        ],
    )
