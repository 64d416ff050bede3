"""Sections: stretches of a document under one heading and with one speaker.

A speaker goes on speaking under the headings that follow, until a heading names somebody
else, a heading of a higher level begins, or the speech, letter or quotation ends.
"""

import re

from flows.parsing.header.document_types import ANSWERING_TYPES
from flows.parsing.header.forces import ForceNames, force_names
from flows.parsing.header.header import Header
from flows.parsing.header.opening import SALUTATION, is_title_line
from flows.parsing.sections.heading_lines import VERB, has_body, is_date, is_marked
from flows.parsing.sections.recommendation_words import is_asking_heading, quotes_recommendation
from flows.parsing.sections.section_records import Start, section_records
from flows.parsing.sections.signatures import (
    COPIES,
    NAME_LINE,
    OFFICE_LINE,
    SIGN_OFF,
    is_author_again,
    names_own_meeting,
)
from flows.parsing.sections.speakers import SpeakerWords, speaker_words
from flows.parsing.text.agenda_items import is_item_label
from flows.parsing.text.outline import Outline, Part
from flows.parsing.vocabulary import Vocabulary
from flows.records import Section

_MARK_OF_RUN_IN = 4
#: What stands over an answer to the recommendation that the heading above it quotes.
_IS_ANSWER = re.compile(
    r"(?:(?:our|my|current|local)\s)?(?:response|reply|answer|comments?|update|position|progress"
    r"|actions?(?:\s(?:taken|planned))?)\s?:?$",
    re.IGNORECASE,
)
#: "My response", "Our comments": the author of the whole speaks.
_OF_AUTHOR = re.compile(
    r"^(?:\d{1,2}\.?\s)?(?P<whose>my|our)\s(?:\w+\s)?(?:responses?|reply|comments?|commentary|views?"
    r"|position|assessment|conclusions?|observations|reflections|thoughts)\b(?!\sof\s)",
    re.IGNORECASE,
)
#: Headings under which the author of the whole speaks, where they stand beside a speaker's.
_WHOLE_DOCUMENT = re.compile(
    r"^(?:\d+\.?\s*)?(?:background|conclusions?|concluding\sremarks|further\sinformation|context)$",
    re.IGNORECASE,
)
_LABEL_ONLY = re.compile(
    r"^(?:[\w'&/-]+\s){0,9}?(?:comments?|commentary|response|reply|statement|views?|update|position"
    r"|observations?|assessment)\s?:$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]")
_NUMBERED = re.compile(r"\d{1,3}(?:/\d{2,4}|\.\d{1,2})?[a-z]?\.?\s")
_CHIEF = re.compile(r"(?:(?:temporary|acting|interim|t/|a/)\s?)?chief\sconstable\b", re.IGNORECASE)
#: A signature has the name, the office and the body.
_SIGNATURE_PARTS = 4
_PAGE_END = re.compile(
    r"^(?:latest\snews|related(?:\s\w+){0,3}|share\sthis(?:\s\w+)?|follow\sus|contact(?:\sus"
    r"|\sdetails)?|quick\slinks|useful\slinks|notes\sto\seditors?|cookies?.{0,40}|site\smap"
    r"|privacy.{0,30}"
    r"|in\sthis\ssection|more\snews|downloads?|attachments?|supporting\sdocuments)$",
    re.IGNORECASE,
)
_QUOTES = "\"'"
_HEADING_WORDS = 14
_PROSE_AFTER_SIGNATURE = 25
_SIGNATURE_WORDS = 16
_PREAMBLE_PARTS = 30
_TOP_PARTS = 4
#: Between the title of an item and its text a committee page prints labels and attachments.
_LABELS_BELOW = 4


def find_sections(outline: Outline, header: Header, vocabulary: Vocabulary) -> tuple[Section, ...]:
    """Return the sections of a document, in order, without gaps from first to last character.

    What stands before the first heading with text under it (title, meeting, date, authors)
    is one section without heading. Where some heading gives the commissioner the word, what
    stands before the first such heading is ``other``: a summary of the report, not the answer.
    """
    reader = _Reader(outline, header, speaker_words(vocabulary), force_names(vocabulary))
    return tuple(section_records(outline, reader.starts()))


class _Reader:
    """Walks over the parts once and notes where sections begin."""

    def __init__(
        self, outline: Outline, header: Header, words: SpeakerWords, forces: ForceNames
    ) -> None:
        self.outline = outline
        self.parts = outline.parts
        self.header = header
        self.words = words
        self.forces = forces
        self.heading_speakers = {
            part.index: speaker
            for part in outline.parts
            if self._may_head(part) and (speaker := self._heading_speaker(part))
        }
        self.first_body = self._first_section()
        answered = {
            speaker
            for index, speaker in self.heading_speakers.items()
            if index >= self.first_body and not _OF_AUTHOR.match(self.parts[index].passage.text)
        }
        self.author = "other" if "commissioner" in answered else self._author()
        self.found = [Start(0, None, 1, self.author)]
        self.enclosing = self.found[0]
        self.speaking: list[Start] = []
        self.interlude: str | None = None
        self.quoted: str | None = None
        self.speech_ends = 0

    def _author(self) -> str:
        """Return who speaks where no heading says so: a force, too, may answer by itself."""
        known = self.header.author_speaker
        if self._is_signed_by_chief():
            return "chief_constable"
        if known != "other" or not self.header.title:
            return known
        is_answer = self.header.document_type in ANSWERING_TYPES and not self.header.is_joint
        titled = self._speaker_beside_force(self.header.title) if is_answer else None
        return titled if titled in ("force", "chief_constable") else known

    def _is_signed_by_chief(self) -> bool:
        """Say whether a chief constable signs the whole, which holds no other signature."""
        closings = [part.index for part in self.parts if SIGN_OFF.match(part.passage.text)]
        if len(closings) != 1:
            return False
        below = [part.passage.text for part in self.parts[closings[0] + 1 :]]
        signed = any(_CHIEF.match(line) for line in below[:_SIGNATURE_PARTS])
        return signed and not any("ommissioner" in line for line in below)

    def _may_head(self, part: Part) -> bool:
        text = part.passage.text
        if part.block.kind == "heading":
            return True
        following = self.parts[part.index + 1] if part.index + 1 < len(self.parts) else None
        # A number makes a label no item of a list, but a list of labels is a table of contents.
        is_numbered = (
            part.block.kind == "list_item"
            and part.block.marker[:1].isdigit()
            and following is not None
            and following.block.kind == "paragraph"
        )
        return (
            (part.block.kind == "paragraph" or is_numbered)
            and len(text.split()) <= _HEADING_WORDS
            and not text.endswith((".", ",", ";"))
            and not NAME_LINE.match(text)
            and not _SENTENCE_END.search(text)
        )

    def _is_item(self, part: Part) -> bool:
        """Say whether a heading is an item of a meeting, whose title is a topic and no speaker."""
        is_numbered = bool(_NUMBERED.match(part.passage.text))
        return self.header.document_type == "minutes" and is_numbered

    def _heading_speaker(self, part: Part) -> str | None:
        text = part.passage.text
        if self._is_item(part):
            return None
        if part.block.kind != "heading":
            # A plain line has to be a label of speech; an office alone is a signature.
            return self.words.of_label(text)
        if speaker := self.words.of_heading(text):
            return speaker
        whose = _OF_AUTHOR.match(text)
        if whose and whose["whose"].lower() == "my" and self.header.author_speaker != "other":
            return self.header.author_speaker
        return self._speaker_beside_force(text)

    def _speaker_beside_force(self, text: str) -> str | None:
        """Return the speaker of "Kent Police response", in which the force has its own name."""
        mentions = [m for m in self.forces.find(text) if m.kind in ("force", "acronym")]
        for mention in reversed(mentions):
            text = f"{text[: mention.start]}force{text[mention.end :]}"
        return self.words.of_heading(text) if mentions else None

    def _first_section(self) -> int:
        """Return the index of the part with which the document proper begins."""
        opening = self.parts[:_PREAMBLE_PARTS]
        # The address above a letter holds short lines that look like headings.
        dear = next((p.index for p in opening if SALUTATION.match(p.passage.text)), 0)
        for part in opening[dear:]:
            below = self.parts[part.index + 1 : part.index + 1 + _LABELS_BELOW]
            is_speaker = part.index in self.heading_speakers
            following = next((p for p in below if not is_item_label(p.passage.text)), None)
            is_below = following is not None and (
                following is not below[0] or following.grid is not None or has_body(following)
            )
            if is_speaker and following is not None and is_date(following):
                # The day on which somebody answers stands above the answer.
                is_below = any(has_body(later) for later in below[1:2])
            if (
                (part.block.kind == "heading" or is_speaker)
                and (is_below or self._is_item(part))
                and not is_title_line(part.passage.text, self.header.title)
                and not is_date(part)
                and not self._names_body(part)
            ):
                return part.index
        return len(self.parts)

    def starts(self) -> list[Start]:
        """Return where sections begin; the first begins with the document."""
        for part in self.parts:
            if part.grid is None:
                self._take(part)
        return self.found

    def _take(self, part: Part) -> None:
        text = part.passage.text
        current = self.found[-1]
        if (head := self._head(part)) is not None:
            self._open(part, head)
        elif part.index < self.speech_ends:
            return
        elif self._signs(part):
            if current.speaker != "other" or current.heading is not None:
                self.found.append(Start(part.index, None, 1, "other"))
            self.interlude = "signature"
        elif (led := self.words.of_lead_in(text)) and led != current.speaker:
            self._speak(part.index + 1, led, self._speech_end(part.index + 1))
        elif part.block.kind == "heading":
            return
        elif not is_title_line(text, self.header.title) and (run_in := self.words.of_run_in(text)):
            label, speaker, _ = run_in
            level = self.enclosing.level + 1
            self._open(part, Start(part.index, label, level, speaker, is_speaker=True))
        elif self._takes_back(part):
            self._resume(part.index, "commissioner")
        elif self.header.document_type in ANSWERING_TYPES and quotes_recommendation(
            text, under_asking=is_asking_heading(self.enclosing.heading or "")
        ):
            self._quote(part)
        elif said := self.words.of_quotation(text, self.header.commissioner_name, self.quoted):
            self.quoted = said[0]
            if said[0] != current.speaker:
                self._speak(part.index, said[0], self._quotation_end(part, said[1]))
        elif self.interlude == "speech" or (
            self.interlude == "signature" and len(text.split()) >= _PROSE_AFTER_SIGNATURE
        ):
            self._resume(part.index)

    def _open(self, part: Part, head: Start) -> None:
        """Begin a section under a heading; who spoke under higher headings speaks on."""
        self.speaking = [
            opener for opener in self.speaking if not self._rises_above(part, opener, head)
        ]
        if _PAGE_END.match(part.passage.text):
            self.speaking = []
            head.speaker = "other"
        elif head.is_speaker:
            self.speaking.append(head)
        else:
            head.speaker = self.speaking[-1].speaker if self.speaking else self.author
        self.found.append(head)
        self.enclosing, self.interlude = head, None

    def _takes_back(self, part: Part) -> bool:
        """Say whether the author goes on, unannounced, below what the force has answered."""
        current = self.found[-1]
        return (
            self.header.author_speaker == "commissioner"
            and current.speaker in ("force", "chief_constable")
            and (self.enclosing.is_speaker or bool(self.speaking))
            and (part.index > self.enclosing.part + 1 or not self.enclosing.is_speaker)
            and (is_author_again(part.passage.text) or names_own_meeting(part.passage.text))
        )

    def _quote(self, part: Part) -> None:
        """Give one paragraph to the inspectorate, whose recommendation it prints."""
        if self.found[-1].speaker != "inspectorate":
            self._speak(part.index, "inspectorate", part.index + 1)
        self.interlude = "speech"

    def _speak(self, first: int, speaker: str, end: int) -> None:
        if end > first:
            self.found.append(Start(first, None, self.enclosing.level + 1, speaker))
            self.speech_ends, self.interlude = end, "speech"

    def _resume(self, index: int, speaker: str | None = None) -> None:
        speaking = speaker or self.enclosing.speaker
        self.found.append(Start(index, None, self.enclosing.level, speaking))
        self.interlude = None

    def _head(self, part: Part) -> Start | None:
        text = part.passage.text
        speaker = self.heading_speakers.get(part.index)
        if part.index < self.first_body or (part.block.kind != "heading" and speaker is None):
            return None
        if is_date(part) or SIGN_OFF.match(text) or self._is_name_and_office(part):
            return None
        if self._names_body(part):
            return None
        if self.words.of_lead_in(text) and not (speaker and _LABEL_ONLY.match(text)):
            return None
        if self.interlude == "signature" and (NAME_LINE.match(text) or self._is_office(text)):
            return None
        if speaker is None and (self._is_sentence(part) or self._is_of_signature(part)):
            return None
        level = part.block.level or 1
        return Start(part.index, part.passage.text, level, speaker or "", speaker is not None)

    def _names_body(self, part: Part) -> bool:
        """Say whether a line near the top only names the office whose paper this is."""
        return part.index < _TOP_PARTS and self._is_office(part.passage.text)

    def _is_office(self, text: str) -> bool:
        """Say whether a line is the name of one area's office and no label of speech."""
        named = OFFICE_LINE.match(text) or text.lower().startswith("office of ")
        return bool(named) and bool(self.forces.find(text)) and self.words.of_label(text) is None

    def _is_sentence(self, part: Part) -> bool:
        """Say whether a short line only introduces what follows ("The panel was told that:")."""
        text = part.passage.text
        return text.endswith(":") and bool(VERB.search(text)) and not is_marked(part)

    def _is_name_and_office(self, part: Part) -> bool:
        """Say whether a line signs in one: "A. Example, Police and Crime Commissioner"."""
        name, comma, office = part.passage.text.partition(", ")
        if not comma or not NAME_LINE.match(name) or not OFFICE_LINE.match(office):
            return False
        following = self.parts[part.index + 1] if part.index + 1 < len(self.parts) else None
        is_last = following is None or bool(COPIES.match(following.passage.text))
        return is_last and len(office.split()) <= _SIGNATURE_WORDS

    def _is_of_signature(self, part: Part) -> bool:
        following = self.parts[part.index + 1] if part.index + 1 < len(self.parts) else None
        ends = (
            following is None
            or not has_body(following)
            or bool(COPIES.match(following.passage.text))
        )
        return self.interlude == "signature" and ends

    def _rises_above(self, part: Part, speaking: Start, head: Start) -> bool:
        """Say whether a heading ends what the speaker's heading opened.

        Levels count only where the document marks them; those of bold lines are guessed.
        """
        opener = self.parts[speaking.part]
        if speaking.speaker == "inspectorate" and _IS_ANSWER.match(part.passage.text):
            return True
        is_run_in = len(opener.passage.text) > len(speaking.heading or "") + _MARK_OF_RUN_IN
        if opener.block.kind != "heading" and is_run_in and is_marked(part):
            # "Force response: ..." is one answer; the next heading is the author's again.
            return True
        if part.block.kind != "heading" or opener.block.kind != "heading":
            return False
        marked = is_marked(part) and is_marked(opener)
        if part.block.level == opener.block.level:
            return head.is_speaker or (marked and self._is_authors(part))
        return part.block.level < opener.block.level and (marked or part.block.level == 1)

    def _is_authors(self, part: Part) -> bool:
        text = part.passage.text
        return bool(_WHOLE_DOCUMENT.match(text)) or (
            self.header.author_speaker == "commissioner" and bool(_OF_AUTHOR.match(text))
        )

    def _signs(self, part: Part) -> bool:
        text = part.passage.text
        if COPIES.match(text) or SIGN_OFF.match(text) or self._is_name_and_office(part):
            return True
        if len(text.split()) > _SIGNATURE_WORDS or text.endswith((".", ":")):
            return False
        following = self.parts[part.index + 1] if part.index + 1 < len(self.parts) else None
        if not NAME_LINE.match(text):
            return False
        if OFFICE_LINE.search(text) and part.index >= len(self.parts) - 4:
            return True
        return (
            following is not None
            and following.grid is None
            and bool(OFFICE_LINE.match(following.passage.text))
            and len(following.passage.text.split()) <= _SIGNATURE_WORDS
            and not following.passage.text.endswith(".")
            and not OFFICE_LINE.match(text)
        )

    def _speech_end(self, first: int) -> int:
        """Return the index after the last part of a speech that begins with part ``first``.

        A speech in quotation marks ends with the closing mark, any other with a heading, a
        new speaker, a signature, or where the author of the whole speaks again.
        """
        if first >= len(self.parts) or self.parts[first].block.kind == "heading":
            return first
        if self.parts[first].passage.text[:1] in _QUOTES:
            return self._quotation_end(self.parts[first], 0)
        for part in self.parts[first:]:
            text = part.passage.text
            ends = part.index in self.heading_speakers or self._signs(part)
            again = part.index > first and is_author_again(text)
            if part.block.kind == "heading" or ends or again or self.words.of_run_in(text):
                return part.index
            if part.index > first and self.words.of_lead_in(text):
                return part.index
        return len(self.parts)

    def _quotation_end(self, part: Part, position: int) -> int:
        """Return the index after the last paragraph of a quotation; each may open with a mark."""
        mark = part.passage.text[position : position + 1]
        for later in self.parts[part.index :]:
            text = later.passage.text.rstrip(" .")
            if later.index > part.index and (
                later.block.kind == "heading" or not text.startswith(mark)
            ):
                return later.index
            if text.endswith(mark) and len(text) > 1:
                return later.index + 1
        return len(self.parts)
