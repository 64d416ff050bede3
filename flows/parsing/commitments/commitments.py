"""Sentences -> commitments: who promises, how firmly, what, and by when."""

import re
from collections.abc import Iterator, Sequence

from flows.parsing.commitments.action_rows import find_row
from flows.parsing.commitments.actors import classifier
from flows.parsing.commitments.due_dates import find_due
from flows.parsing.commitments.promise_rules import Classify, Promise, sentence_subject
from flows.parsing.commitments.promise_words import ACTION_VERBS
from flows.parsing.commitments.promised_lists import find_leads, list_promise, opens_a_list
from flows.parsing.commitments.promises import (
    action_promise,
    find_promises,
    may_promise,
)
from flows.parsing.header.header import Header
from flows.parsing.sections.speakers import SpeakerWords, speaker_words
from flows.parsing.text.outline import Outline, Statement
from flows.parsing.vocabulary import Vocabulary
from flows.records import Commitment, RecommendationAnswer, fact_key

_SPEAKER_ACTORS = {
    "commissioner": "commissioner",
    "chief_constable": "force",
    "force": "force",
    "panel": "partner",
}
#: What a policing body does and a force does not: it pays and commissions.
_PAYING = frozenset(
    {
        "commission",
        "commissioned",
        "fund",
        "funded",
        "grant",
        "granted",
        "award",
        "awarded",
        "procured",
    }
)
_PAID_FOR = re.compile(r"\bbe\s(?:\w+\s)?(?:funded|commissioned|awarded|procured)\b")
_BY_WHOM = re.compile(
    r"\bby\s(?P<who>(?:the\s|our\s|my\s)?[A-Za-z][\w'&-]*(?:\s(?:and\s)?[A-Za-z][\w'&-]*){0,4})"
)
_WORD = re.compile(r"[a-z]{4,}")
_THAT = re.compile(r"\bthat\b")
_SAYS = re.compile(r"\b(?:said|told|confirmed|advised|explained|stated|added|reported)\b")
#: "The force has set up a desk, which will …": whose desk it is.
_WHICH = re.compile(r",\swhich\s(?:[a-z]+ly\s)?$")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|we|us|our)\b")
_PRONOUNS = frozenset({"he", "she", "he/she"})
#: "My team will …" is the word of whoever speaks, but "my Chief Constable" is the force.
_OUR_OWN = re.compile(r"my\s(?!(?:\w+\s)?office\b)", re.IGNORECASE)
_HELD_TO_ACCOUNT = re.compile(
    r"\b(?:chief\sconstable|constabulary|force|officers?\sand\sstaff|police)\b", re.IGNORECASE
)
#: Codes of ``addressed_to`` for what a force is asked to do.
_ADDRESSES_OF_FORCE = frozenset({"police_forces", "chief_constables"})
_COMMISSIONERS_WORDS = re.compile(r"\b(?:commissioner|o?pf?cc)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|were|could|unless|provided|otherwise)\b", re.IGNORECASE)


def find_commitments(
    outline: Outline,
    header: Header,
    vocabulary: Vocabulary,
    answers: Sequence[RecommendationAnswer] = (),
) -> tuple[Commitment, ...]:
    """Return one record for each sentence in which somebody of ours promises something.

    The inspectorate's own words are no commitments. ``due_on`` is the last day of the
    stated day, month or year; ``due_text`` keeps words that are no date. A promise that names
    nobody is the force's in ``answers`` to what it was asked to do.
    """
    classify = classifier(vocabulary)
    words = speaker_words(vocabulary)
    written_on = header.document_date
    found: list[Commitment] = []
    previous: tuple[Statement, str] | None = None
    is_minutes = header.document_type == "minutes"
    of_force = [
        (answer.char_start, answer.char_end)
        for answer in answers
        if answer.addressed_to in _ADDRESSES_OF_FORCE
    ]
    for statement, promise, lead, before in _promising(outline, classify, is_minutes=is_minutes):
        entry = find_row(outline, statement)
        if entry is not None and entry.is_done:
            continue
        due = find_due(statement.text, promise, written_on) or (entry.due if entry else None)
        if promise.needs_time and due is None:
            continue
        columns = statement.evidence()
        told_by = _told_by(outline, statement, words) or statement.speaker
        # Under a heading of the commissioner's own the force tells nothing.
        is_headed = words.of_heading(statement.section.heading or "") == "commissioner"
        if (
            told_by == "commissioner"
            and not is_headed
            and _tells_of_force(statement.passage.text, columns["char_start"], of_force)
        ):
            told_by = "force"
        actor = _actor(statement, promise, header, previous, classify, told_by, before)
        previous = (statement, actor)
        found.append(
            Commitment(
                **columns,
                commitment_id=fact_key(
                    "commitment", outline.document_id, columns["char_start"], columns["char_end"]
                ),
                actor=actor,
                strength="considering" if promise.is_considering else "explicit",
                commitment_text=f"{lead} {statement.text}".strip(),
                due_on=due[0] if due else None,
                due_precision=due[1] if due else None,
                due_text=due[2] if due else None,
            )
        )
    return tuple(found)


def _tells_of_force(paragraph: str, start: int, answers: Sequence[tuple[int, int]]) -> bool:
    """Say whether what begins at ``start`` is the force's answer, told by a commissioner."""
    return any(first <= start < end for first, end in answers) and not (
        _FIRST_PERSON.search(paragraph) or _COMMISSIONERS_WORDS.search(paragraph)
    )


def _told_by(outline: Outline, statement: Statement, words: SpeakerWords) -> str | None:
    """Return who speaks in a column of a table, where its heading says so."""
    grid = outline.parts[statement.table].grid if statement.table is not None else None
    if grid is None or statement.column is None or statement.column >= len(grid.column_labels):
        return None
    return words.of_heading(grid.column_labels[statement.column])


def _promising(
    outline: Outline, classify: Classify, *, is_minutes: bool
) -> Iterator[tuple[Statement, Promise, str, str]]:
    """Yield each statement that promises, its promise, what its list hangs on, the one before.

    Minutes report what was said at the meeting: their "would" is the "will" of a speaker.
    """
    leads = find_leads(outline)
    last: Statement | None = None
    for statement in outline.statements:
        opens_part = last is None or statement.part != last.part
        before = "" if last is None or opens_part else last.text
        last = statement
        text, lead = statement.text, leads.get(statement.part)
        if statement.speaker == "inspectorate":
            continue
        reported = lead is not None and lead.reports
        if (
            lead is not None
            and opens_part
            and not reported
            and (promise := list_promise(lead, text, classify))
        ):
            yield statement, promise, "" if lead.heads else lead.words, before
            continue
        if not (may_promise(text) or statement.table is not None) or opens_a_list(text):
            continue
        speaker = lead.speaker if lead is not None and opens_part else ""
        minuted = is_minutes and not _CONDITION.search(text)
        promises = find_promises(
            text, classify, is_reported=reported or minuted, before=before, speaker=speaker
        )
        if promises:
            firm = [one for one in promises if not one.is_considering and not one.needs_time]
            yield statement, (firm or promises)[0], "", before
        elif entry := action_promise(text, classify) or _owned_action(outline, statement, classify):
            yield statement, entry, "", before


def _owned_action(outline: Outline, statement: Statement, classify: Classify) -> Promise | None:
    """Return the promise of a row "Provide a note on vetting | DCC": the owner is to do it."""
    row = find_row(outline, statement)
    if row is None or not row.is_action or not (row.owner or row.due):
        return None
    verb = statement.text.split(maxsplit=1)[0].lower()
    kind = classify(row.owner)
    if verb not in ACTION_VERBS or kind == "nobody":
        return None
    return Promise(0, len(verb), row.owner, kind, verb)


def _actor(
    statement: Statement,
    promise: Promise,
    header: Header,
    previous: tuple[Statement, str] | None,
    classify: Classify,
    told_by: str,
    before: str,
) -> str:
    """Return whose promise it is: by its subject, by "by whom", else by ``told_by``."""
    speaking = _SPEAKER_ACTORS.get(told_by) or _SPEAKER_ACTORS.get(header.author_speaker)
    kind = promise.subject_kind
    paying = promise.verb in _PAYING or bool(
        _PAID_FOR.search(statement.text[promise.cue : promise.end + 30])
    )
    given_away = promise.is_passive and kind in ("partner", "nobody", "group")
    if paying and (given_away or kind == "thing"):
        return "commissioner"
    if (
        speaking
        and _OUR_OWN.match(promise.subject)
        and not _HELD_TO_ACCOUNT.search(promise.subject)
    ):
        return speaking
    if kind in ("commissioner", "force", "joint", "partner"):
        return kind
    if kind == "first" and header.is_joint:
        return "joint"
    if kind == "first":
        return speaking or ("commissioner" if header.commissioner_name else "force")
    if promise.is_passive:
        for match in _BY_WHOM.finditer(statement.text, promise.cue):
            by_whom = classify(match["who"])
            if by_whom in ("commissioner", "force", "partner", "joint"):
                return by_whom
        if previous is not None and _goes_on(statement, promise, previous[0]):
            return previous[1]
    if kind == "thing" and (main := _who_says(statement.text, promise, classify, before)):
        return main
    if kind in ("thing", "group") and _WHICH.search(statement.text, 0, promise.cue):
        main = classify(sentence_subject(statement.text))
        if main in ("commissioner", "force", "partner"):
            return main
    if promise.is_passive and kind == "thing" and speaking == "commissioner":
        # "The force has hired ten. Ten more are planned.": the commissioner tells of the force.
        goes_on = previous is not None and previous[0].text == before
        told_of = previous[1] if previous and goes_on else classify(sentence_subject(before))
        if told_of in ("force", "joint") and not _FIRST_PERSON.search(statement.text):
            return told_of
    # What a panel is told at its meeting, the commissioner or the office tells.
    return speaking or ("commissioner" if header.document_type == "minutes" else "force")


def _who_says(text: str, promise: Promise, classify: Classify, before: str) -> str | None:
    """Return whose word a promise is: "The Chief Constable has undertaken that …", "She said …".

    ``before`` is the sentence before, in which "she" has a name.
    """
    reporting = _SAYS.search(text, 0, promise.cue) or _THAT.search(text, 0, promise.cue)
    if reporting is None:
        return None
    says = sentence_subject(text[: reporting.start()])
    if says.lower() in _PRONOUNS:
        says = sentence_subject(before)
    main = classify(says)
    return main if main in ("commissioner", "force", "partner") else None


def _goes_on(statement: Statement, promise: Promise, before: Statement) -> bool:
    """Say whether the promise before, in the same paragraph, spoke of the same thing."""
    if statement.part != before.part or statement.passage is not before.passage:
        return False
    return bool(
        set(_WORD.findall(promise.subject.lower())) & set(_WORD.findall(before.text.lower()))
    )
