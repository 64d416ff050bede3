"""Who speaks: by the words of a heading, or by the words that lead in somebody's speech."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from flows.parsing.vocabulary import Vocabulary
from flows.parsing.words import Gated, holds_one

_NOUN = (
    r"(?:assessment|commentary|comments?|conclusions?|feedback|foreword|introduction|observations?|position"
    r"|remarks?|reply|replies"
    r"|responses?|statement|summary|update|views?|briefing|report)"
)
_SPEECH_NOUN = Gated(
    "assessment|comment|conclusion|feedback|foreword|introduction|observation|position|remark|repl"
    "|response|statement|summary|update|view|briefing|report",
    rf"\b{_NOUN}\b",
)
_ROLE_BEFORE_NOUN = re.compile(rf"(?P<role>.+?)(?:'s|s')?\s{_NOUN}$")
_ROLE_AFTER_NOUN = re.compile(rf"^{_NOUN}\s(?:from|by|of)\s(?:the\s)?(?P<role>.+)$")
#: What a comment is on comes after the speaker: "PCC response to the Chief Constable's comments".
_PANEL_SPEAKS = re.compile(
    rf"^{_NOUN}\s(?:of|from|by)\s(?:the\s)?(?:members\sof\s(?:the\s)?)?(?:[\w,]+\s){{0,6}}?"
    r"(?:panel|committee|members)$"
)
_WHAT_THEY_SAY = re.compile(
    r"^what\s(?:(?:does|did|will|is|has)\s)?(?:the\s|our\s)?(?P<role>.+?)\s(?:thinks?|says?|said"
    r"|do|doing|done|has\sdone|is\sdoing|(?:will|is\sgoing\sto|plans\sto)\sdo"
    r"|(?:has\s|had\s)?to\ssay|told\sus)(?:\s(?:next|about\s(?:it|this)))?$"
)
_PRONOUN = re.compile(r"^(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_ABOUT = re.compile(r"(?<=\w)\s+(?:to|on|upon|about|regarding|following)\s", re.IGNORECASE)
_FOR_READER = re.compile(
    r"(?<!\s)\s+for\s+(?:the\s+)?(?:[a-z]*pcc|commissioner|panel|mayor)\b.*$", re.IGNORECASE
)
_AUTHORSHIP = re.compile(r"(?:joint\s)?report\s(?:of|by|from|to|author)\b")
_RUN_IN = re.compile(r"^(?P<label>[A-Z][^.:;!?\n]{2,70}?)\s?(?P<mark>[:;]|\s[-\u2013]\s)\s*(?=\S)")
_FORCE_NAME = re.compile(r"(?:[A-Z][\w-]+\s(?:(?:and|&)\s)?){1,3}(?:Police|Constabulary)")
_LONGEST_RUN_IN = 80
_MARKS_OF_RUN_IN = (":", ";", " - ", " \u2013 ")
_SPEECH_VERB = (
    r"(?:said|says|stated|states|responded|responds|respond|commented|comments|replied|added|wrote"
    r"|writes|told|advised|explained|confirmed|provided|submitted|made|offered|gave)"
)
_PERSON_SPEAKS = re.compile(rf"\b(?:he|she)\s(?:\w+\s)?{_SPEECH_VERB}\b", re.IGNORECASE)
_SPEECH_ANNOUNCED = (
    r"(?:(?:response|comments?|reply|statement|feedback|update|position|observations)\s"
    r"(?:to\s(?:the|this)\s(?:report|recommendations?|inspection)\s)?(?:is|are|was|were)?\s?"
    r"(?:as\sfollows|set\sout\sbelow|below|copied\sbelow|reads?))"
)
#: "has given me the following response"
_GIVEN = (
    r"(?:given|gives?|sent|supplied|shared)\s(?:\w+\s){1,5}"
    r"(?:responses?|comments?|reply|statement|feedback|update|position|observations|views?)"
)
_LEAD_IN_END = re.compile(
    rf"\b(?:{_SPEECH_VERB}|{_SPEECH_ANNOUNCED}|{_GIVEN})\b[^.:]{{0,80}}:?\s*$", re.IGNORECASE
)
_SAID_QUOTE = re.compile(rf"\b{_SPEECH_VERB}\b[^.:\"]{{0,60}}[:,]\s*(?=[\"'])", re.IGNORECASE)
_OPENS_QUOTATION = re.compile(r"[:,]\s*[\"']")
#: What stands before a noun of speech in a known heading and yet names nobody alone.
_NO_OFFICE = frozenset(
    {"chief", "lead", "police", "national", "officer", "operational", "management", "section 55",
     "current force", "force progress", "the chief constable"}
)  # fmt: skip
_QUOTES = ("'", '"')
_QUOTE_SAID = re.compile(
    rf"[,.!?](?P<mark>[\"'])\s(?:{_SPEECH_VERB}\s[^.\"]{{2,90}}|[^.\"]{{2,90}}\s{_SPEECH_VERB})\b",
    re.IGNORECASE,
)
_MOST_ROLE_WORDS = 7
_LONGEST_SPEAKER_HEADING = 22
_SHORTEST_COVER = 0.3


@dataclass(frozen=True)
class SpeakerWords:
    """Headings and offices by which speakers are known; made by ``speaker_words``.

    ``matcher`` finds the ``phrases`` of headings, of which the longest stand first.
    """

    phrases: tuple[tuple[str, str], ...]
    matcher: AhoCorasick
    roles: tuple[tuple[str, str], ...]
    role_pattern: re.Pattern[str]
    role_speakers: Mapping[str, str]

    def of_heading(self, heading: str) -> str | None:
        """Return the speaker that a heading names, None where it names nobody.

        The longest known phrase decides, read up to the words that say what the comment is
        on. A heading that only mentions an office ("Police and Crime Plan") has no speaker.
        """
        text = _folded(heading)
        if len(text.split()) > _LONGEST_SPEAKER_HEADING:
            return None
        head = _FOR_READER.sub("", _ABOUT.split(text, maxsplit=1)[0])
        for candidate in dict.fromkeys((head, text)):
            found = self._by_phrase(candidate)
            # "Response to HMICFRS recommendations" is not the inspectorate's.
            if found and (candidate == head or found != "inspectorate"):
                return found
        if head in self.role_speakers:
            return self._speaker_of(head)
        if _PANEL_SPEAKS.match(head):
            return "panel"
        if what := _WHAT_THEY_SAY.match(text):
            return self.role_speakers.get(what["role"])
        return self._by_role(head)

    def of_label(self, text: str) -> str | None:
        """Return the speaker of a plain line that is a label of speech ("PCC response"), else None.

        An office alone is a signature, and a line with other words beside label and office
        says something else.
        """
        if not _SPEECH_NOUN.search(text):
            return None
        folded = _folded(text)
        if _AUTHORSHIP.match(folded) or folded in self.role_speakers:
            return None
        return self.of_heading(text)

    def _by_phrase(self, text: str) -> str | None:
        padded = f" {text} "
        matches = self.matcher.find_matches_as_indexes(padded, overlapping=True)
        longest = min((index for index, _, _ in matches), default=None)
        if longest is None:
            return None
        phrase, speaker = self.phrases[longest]
        if len(phrase) < _SHORTEST_COVER * len(text):
            return None
        offices = padded.replace("'s ", " ")
        others = {other for role, other in self.roles if f" {role} " in offices}
        both = {"commissioner", "chief_constable"} <= others and " and " in padded
        return "other" if both and speaker in others else speaker

    def _by_role(self, text: str) -> str | None:
        if not _SPEECH_NOUN.search(text):
            return None
        found = {self._speaker_of(match.group()) for match in self.role_pattern.finditer(text)}
        if not found or found == {"inspectorate"}:
            # "HMICFRS report" names what is answered; the inspectorate's words have known headings.
            return None
        return found.pop() if len(found) == 1 else "other"

    def _speaker_of(self, role: str) -> str:
        return self.role_speakers[role]

    def of_run_in(self, text: str) -> tuple[str, str, int] | None:
        """Return (label, speaker, where the speech begins) of "PCC response: …", else None."""
        opens = holds_one(text[:_LONGEST_RUN_IN], _MARKS_OF_RUN_IN)
        match = _RUN_IN.match(text) if opens else None
        if match is None:
            return None
        label = match["label"].strip(" *_")
        folded = _folded(label)
        if _AUTHORSHIP.match(folded):
            return None
        speaker = self.of_heading(label) or self.role_speakers.get(re.sub(r"^the\s", "", folded))
        if speaker is None and _FORCE_NAME.fullmatch(label):
            speaker = "force"
        if speaker is None or speaker == "other":
            return None
        return label, speaker, match.end()

    def of_lead_in(self, text: str) -> str | None:
        """Return whose words follow a paragraph like "The Chief Constable said:", else None.

        The paragraph has to end by announcing speech; the office that stands nearest before
        the verb speaks. "He told me:" is said of the office that the sentence before names.
        """
        if not text.rstrip().endswith(":"):
            return None
        *_, before, last = ["", *re.split(r"(?<=[.!?])\s", text.strip())]
        end = _LEAD_IN_END.search(last)
        if end is None:
            return None
        if _PERSON_SPEAKS.search(last):
            people = [
                self._speaker_of(match.group())
                for match in self.role_pattern.finditer(_folded(f"{before} {last}"))
            ]
            people = [one for one in people if one in ("chief_constable", "commissioner")]
            return people[-1] if people else None
        speaker = self._last_role(last[: end.end()])
        if speaker is None and before and _PRONOUN.match(last):
            roles = {
                self._speaker_of(m.group()) for m in self.role_pattern.finditer(_folded(before))
            }
            speaker = roles.pop() if len(roles) == 1 else None
        return speaker

    def of_quotation(
        self, text: str, commissioner: str | None, last: str | None
    ) -> tuple[str, int] | None:
        """Return (speaker, where the quotation begins) of 'The PCC said: "…', else None.

        ``commissioner`` is the commissioner's name where the document gives it; "she added"
        goes on with ``last``, who was quoted before.
        """
        if not holds_one(text, _QUOTES):
            return None
        if _OPENS_QUOTATION.search(text) and (match := _SAID_QUOTE.search(text)):
            words, begin = text[: match.end()], match.end()
        elif text[:1] in _QUOTES and (after := _QUOTE_SAID.search(text)):
            words, begin = text[after.end("mark") : after.end()], 0
        else:
            return None
        speaker = self._last_role(words)
        if speaker is None and commissioner and commissioner.split()[-1] in words:
            speaker = "commissioner"
        if speaker is None and re.search(r"\b(?:he|she|they)\b", words, re.IGNORECASE):
            speaker = last
        return (speaker, begin) if speaker else None

    def _last_role(self, text: str) -> str | None:
        roles = list(self.role_pattern.finditer(_folded(text)))
        subject = [
            match
            for match in roles
            if not re.search(
                r"\b(?:to|from|for|with|told)\s(?:the\s|my\s|our\s)?$",
                _folded(text)[: match.start()],
            )
        ]
        return self._speaker_of(subject[-1].group()) if subject else None


_MARK = re.compile(r"[^\w',/ -]")


def _folded(text: str) -> str:
    lowered = text.lower().replace("\u2019", "'").replace("&", "and")
    return " ".join(_MARK.sub(" ", lowered).split()).strip(" ,-'")


@lru_cache(maxsize=4)
def speaker_words(vocabulary: Vocabulary) -> SpeakerWords:
    """Return the speakers' words of ``vocabulary``.

    Offices ("chief constable") are what is left of the known headings ("chief constable's
    comments", "comments of the chief constable") without the noun of speech.
    """
    phrases = {
        _folded(row["phrase"]): row["speaker"] for row in vocabulary.rows("speaker_headings")
    }
    roles: dict[str, str] = {}
    for phrase, speaker in phrases.items():
        match = _ROLE_BEFORE_NOUN.match(phrase) or _ROLE_AFTER_NOUN.match(phrase)
        if (
            match is None
            or speaker in ("other", "panel")
            or len(match["role"].split()) > _MOST_ROLE_WORDS
        ):
            continue
        role = match["role"].removesuffix("'s")
        if not _SPEECH_NOUN.search(role) and not re.match(r"(?:what|a|an|and)\b", role):
            roles.setdefault(role, speaker)
    for bare in _NO_OFFICE:
        roles.pop(bare, None)
    ordered = tuple(sorted(roles.items(), key=lambda item: -len(item[0])))
    pattern = "|".join(re.escape(role) for role, _ in ordered) or r"(?!)"
    longest_first = tuple(sorted(phrases.items(), key=lambda item: -len(item[0])))
    return SpeakerWords(
        longest_first,
        AhoCorasick([f" {phrase} " for phrase, _ in longest_first]),
        ordered,
        re.compile(rf"(?<![\w'-])(?:{pattern})(?![\w-])"),
        roles,
    )
