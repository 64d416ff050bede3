"""A sentence with the words of it that a record was read from."""

import re
from typing import NamedTuple

_SOFT_HYPHEN = "\u00ad"


class Emphasised(NamedTuple):
    """A sentence in three parts; ``words`` is what is emphasised."""

    before: str
    words: str
    after: str


def emphasised(sentence_text: str, quoted_text: str) -> Emphasised:
    """Return a sentence around its quoted words.

    The sentence is in readable form and the quotation is verbatim, so white space may differ. As
    no offset leads from one to the other, the first place is taken where the quotation stands as
    words of its own; where there is none, the whole sentence is emphasised.
    """
    pieces = quoted_text.replace(_SOFT_HYPHEN, "").split()
    wanted = r"\s+".join(map(re.escape, pieces))
    alone = rf"(?<![\w.,]){wanted}(?![\w]|[.,]\d)"
    found = pieces and (
        re.search(alone, sentence_text, re.IGNORECASE)
        or re.search(wanted, sentence_text, re.IGNORECASE)
    )
    if not found:
        return Emphasised("", sentence_text, "")
    return Emphasised(sentence_text[: found.start()], found.group(), sentence_text[found.end() :])
