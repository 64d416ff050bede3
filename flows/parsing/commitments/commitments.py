"""Sentences -> commitments: who promises, how firmly, what, and by when."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from flows.parsing.commitments.actors import classifier
from flows.parsing.commitments.promises import (
    Classify,
    Promise,
    action_promise,
    find_promises,
    list_promise,
    may_promise,
    opens_a_list,
    reports_a_list,
)
from flows.parsing.header.header import Header
from flows.parsing.text.outline import Outline, Statement
from flows.parsing.times.periods import TimeExpression, find_times
from flows.parsing.vocabulary import Vocabulary
from flows.records import Commitment, fact_key

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
_AT_OPENING = re.compile(
    r"(?:^|[,;:]\s|\band\s|\bbut\s)(?:\w+ly\s)?(?:by|during|in|from|before|until|on|over"
    r"|throughout|within|at|between|later|early)(?:\s(?:the|end|of|early|late|mid|start|course"
    r"|beginning|in|this|financial|year|summer|spring|autumn|winter))*\s?$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?P<word>by|before|until|till|no\slater\sthan|finishing|ending|end|in|during|on|from|for"
    r"|at|over|throughout|within|between|to|through|commencing|starting|beginning|later|this|next"
    r"|of|w/c|is|due)(?:\s(?:the|end|of|early|late|mid|start|course|beginning|month|week"
    r"|financial|year|summer|spring|autumn|winter|close))*\s?[(,]?$",
    re.IGNORECASE,
)
_BOUND = re.compile(r"^(?:from|between|since|by|in|during|as\s(?:of|at))\s", re.IGNORECASE)
_DEADLINES = frozenset(
    {"by", "before", "until", "till", "no later than", "finishing", "ending", "end", "due"}
)
_PAST_EVENT = re.compile(
    r"(?P<before>\S+)?\s(?:published|issued|released|launched|completed|conducted|undertaken|held"
    r"|made|introduced|began|started|recorded|identified|approved|received|inspected|visited"
    r"|announced|established|reported|set\sout|raised|carried\sout|took\splace)\s(?:in|on|during"
    r"|by|at|between|from|since)?\s?(?:the\s|early\s|late\s|end\sof\s)*$"
)
_VAGUE = re.compile(
    r"\b(?:very\ssoon|soon|shortly|imminently|in\sdue\scourse|as\ssoon\sas\s(?:possible"
    r"|practicable)|in\sthe\snear\sfuture|in\sthe\snew\syear|(?:in|over)\sthe\s(?:coming|next"
    r"|following)\s(?:few\s)?(?:\w+\s)?(?:days|weeks|months|years|year|quarter)|later\s(?:this"
    r"|in\sthe)\s(?:month|year|spring|summer|autumn|winter)|early\s(?:next|in\sthe\snew)\syear"
    r"|(?:in|by|this|next|before)\s(?:the\s)?(?:spring|summer|autumn|winter|christmas|easter)"
    r"|at\s(?:the|our|my|its)\snext\s(?:\w+\s){0,3}(?:meeting|board|panel)"
    r"|within\s(?:the\snext\s)?(?:\w+\s){1,2}(?:days|weeks|months)|next\s(?:month|week|year"
    r"|quarter|spring|summer|autumn|winter)|once\s[^,.;]{6,80})",
    re.IGNORECASE,
)


def find_commitments(
    outline: Outline, header: Header, vocabulary: Vocabulary
) -> tuple[Commitment, ...]:
    """Return one record for each sentence in which somebody of ours promises something.

    The inspectorate's own words are no commitments. ``due_on`` is the last day of the
    stated day, month or year; ``due_text`` keeps words that are no date.
    """
    classify = classifier(vocabulary)
    written_on = header.document_date
    found: list[Commitment] = []
    previous: tuple[Statement, str] | None = None
    for statement, promise, lead in _promising(outline, classify):
        due = find_due(statement.text, promise, written_on)
        if promise.needs_time and due is None:
            continue
        actor = _actor(statement, promise, header, previous, classify)
        previous = (statement, actor)
        columns = statement.evidence()
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


def _promising(outline: Outline, classify: Classify) -> Iterator[tuple[Statement, Promise, str]]:
    """Yield each statement that promises, its promise, and the words that its list hangs on."""
    leads = _leads(outline)
    last_part = -1
    for statement in outline.statements:
        opens_part = statement.part != last_part
        last_part = statement.part
        text, lead = statement.text, leads.get(statement.part, "")
        if statement.speaker == "inspectorate":
            continue
        reported = bool(lead) and reports_a_list(lead)
        goes_on = bool(lead) and opens_part and not reported
        if goes_on and (promise := list_promise(lead, text, classify)):
            yield statement, promise, lead
            continue
        if not may_promise(text) or opens_a_list(text):
            continue
        promises = find_promises(text, classify, is_reported=reported)
        if promises:
            firm = [one for one in promises if not one.is_considering and not one.needs_time]
            yield statement, (firm or promises)[0], ""
        elif entry := action_promise(text, classify):
            yield statement, entry, ""


def _leads(outline: Outline) -> dict[int, str]:
    """Return list item's part -> the words that its list goes on from ("This year I will:")."""
    leads: dict[int, str] = {}
    lead = ""
    for part in outline.parts:
        if part.block.kind != "list_item":
            lines = part.passage.text if part.grid is None else ""
            opening = lines.rsplit(". ", 1)[-1] if lines.endswith((":", "-")) else ""
            lead = opening if opens_a_list(opening) or reports_a_list(opening) else ""
        elif lead:
            leads[part.index] = lead
    return leads


def _actor(
    statement: Statement,
    promise: Promise,
    header: Header,
    previous: tuple[Statement, str] | None,
    classify: Classify,
) -> str:
    """Return whose promise it is: by its subject, by "by whom", else by who speaks here."""
    speaking = _SPEAKER_ACTORS.get(statement.speaker) or _SPEAKER_ACTORS.get(header.author_speaker)
    kind = promise.subject_kind
    paying = promise.verb in _PAYING or bool(
        _PAID_FOR.search(statement.text[promise.cue : promise.end + 30])
    )
    if promise.is_passive and paying and kind in ("thing", "partner", "nobody", "group"):
        return "commissioner"
    if kind in ("commissioner", "force", "joint", "partner"):
        return kind
    if kind == "first":
        return speaking or ("commissioner" if header.commissioner_name else "force")
    if promise.is_passive:
        for match in _BY_WHOM.finditer(statement.text, promise.cue):
            by_whom = classify(match["who"])
            if by_whom in ("commissioner", "force", "partner", "joint"):
                return by_whom
        if previous is not None and _goes_on(statement, promise, previous[0]):
            return previous[1]
    # What a panel is told at its meeting, the commissioner or the office tells.
    return speaking or ("commissioner" if header.document_type == "minutes" else "force")


def _goes_on(statement: Statement, promise: Promise, before: Statement) -> bool:
    """Say whether the promise before, in the same paragraph, spoke of the same thing."""
    if statement.part != before.part or statement.passage is not before.passage:
        return False
    return bool(
        set(_WORD.findall(promise.subject.lower())) & set(_WORD.findall(before.text.lower()))
    )


def find_due(
    text: str, promise: Promise, written_on: dt.date | None
) -> tuple[dt.date | None, str | None, str] | None:
    """Return (last day, its precision, the words) of the time by which a promise is due.

    Times of what is past, or of what is only named in the sentence (a report's date, the
    years of a plan), do not count; neither do times before the document itself.
    """
    ranked: list[tuple[int, int, int, TimeExpression]] = []
    for order, time in enumerate(find_times(text, written_on)):
        rank = _attachment(text, promise, time)
        past = time.last is not None and written_on is not None and time.last < written_on
        if rank is not None and not past:
            ranked.append((rank, 0 if time.last else 1, -order, time))
    vague = _VAGUE.search(text, promise.cue) or _VAGUE.search(
        text[: promise.cue], max(0, promise.cue - 40)
    )
    if ranked:
        _, unresolved, _, time = min(ranked, key=lambda entry: entry[:3])
        words = _BOUND.sub("", text[time.phrase_start : time.end].strip())
        if not unresolved and time.last is not None and not time.is_relative:
            return time.last, _precision(time, text[time.start : time.end]), words
        if time.last is not None and time.precision in ("month", "year", "quarter", "day"):
            return time.last, _precision(time, words), words
        if not (vague and vague.start() <= time.start < vague.end()):
            return None, None, words
    return (None, None, vague.group()) if vague else None


def _attachment(text: str, promise: Promise, time: TimeExpression) -> int | None:
    """Return how closely a time belongs to the promise (0 is closest), None where it does not."""
    before = text[: time.start]
    if time.end <= promise.cue:
        return 1 if _AT_OPENING.search(before) and "since" not in before[-8:].lower() else None
    if time.first is not None and time.last is None:
        return None
    lead = _LEAD.search(before)
    starts_relative = time.is_relative and re.match(
        r"(?:this|next|later|the\snext|the\scoming)", text[time.phrase_start :], re.IGNORECASE
    )
    past = _PAST_EVENT.search(before)
    if (
        past
        and time.start > promise.end
        and (past["before"] or "") not in ("be", "and", "fully", "being")
    ):
        return None
    if time.precision == "year" and re.match(
        r"\s[a-z]*\s?(?:report|inspection|plan|strategy|budget|precept|survey|review|assessment"
        r"|figures|data|act)\b",
        text[time.end : time.end + 40],
        re.IGNORECASE,
    ):
        return None
    if re.search(
        r"\b(?:last|past|previous|same)\b", text[time.phrase_start : time.end], re.IGNORECASE
    ):
        return None
    if within := re.match(
        r"(?:(?P<by>by)|in|during|this|next|early|late)\b", text[time.start :], re.IGNORECASE
    ):
        return 0 if within["by"] else 1
    if lead is None:
        opens = before.rstrip().endswith(("(", "-", "\u2013", ":"))
        return 2 if starts_relative or opens else None
    word = lead["word"].lower()
    if word in _DEADLINES:
        return 0
    return 3 if word in ("for", "of", "to", "at") else 1


def _precision(time: TimeExpression, words: str) -> str:
    """Return day, month or year: how exactly the words tell the last day."""
    if time.precision in ("day", "month", "year"):
        return str(time.precision)
    if time.precision == "quarter":
        return "month"
    last = time.last
    has_day = bool(re.search(r"\d{1,2}(?:st|nd|rd|th)?\s[A-Za-z]{3}|\d/\d{1,2}/\d", words))
    if (
        last is not None
        and not has_day
        and last.day == calendar.monthrange(last.year, last.month)[1]
    ):
        return "month" if re.search(r"[A-Za-z]{3}", words) else "year"
    return "day"
