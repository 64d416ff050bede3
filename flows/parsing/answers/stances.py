"""How a text takes a report: what it says of the report, its findings, its recommendations."""

import re
from collections.abc import Sequence

from flows.parsing.text.outline import Statement
from flows.parsing.words import lowered

_STANCE_OBJECT = (
    r"(?:(?:the|this|these|hmcpsi|hmip|hmi|ofsted|cqc|peel|joint|latest|new|that|its|their|all|each|every|both|any|of|her|his|your|hmicfrs's?"
    r"|hmicfrs'|hmic's?|hmicfrs|hmic|inspectorate's|inspectors'|thematic|national|report's|recent"
    r"|good|positive|helpful|thorough|independent|main|key|overall|broad|general|joint|publication|and|\d+|\"[^\"]{3,90}\""
    r"|'[^']{3,90}')\s){0,7}"
    r"(?:report|reports|findings?|recommendations?|inspection|conclusions?|assessment|judgements?"
    r"|judgments?|grading|grades?|areas?\sfor\simprovement|review)\b"
)
_SUBJECT = (
    r"\b(?:I|we|the\s(?:PCC|commissioner|police\sand\scrime\scommissioner|chief\sconstable|force"
    r"|constabulary)|\w+\s(?:police|constabulary)|PCC)\b"
)
_ADVERBS = (
    r"(?:\s(?:also|very|much|fully|broadly|warmly|strongly|generally|wholeheartedly|have|has|do|am"
    r"|pleased|to|would|therefore|can|and|always|completely|readily|gladly|happily|like|both|wish"
    r"|welcome|support|agree|accept|endorse)){0,5}"
)
_ACCEPTS = re.compile(
    r"\bcroesaw(?:u|af|wn|ir|odd|wyd)\b[^.]{0,60}\badroddiad|"
    rf"{_SUBJECT}{_ADVERBS}\s(?:welcomes?d?|accepts?(?:ed)?|agrees?d?\swith|endorses?d?"
    rf"|supports?(?:ed)?|concurs?\swith|am\sgrateful\sfor"
    rf"|recognises?\sand\saccepts?)\s{_STANCE_OBJECT}"
    rf"|\b(?:welcomes?|accepts?|endorses?)\s(?:and\s\w+\s)?{_STANCE_OBJECT}|\b(?:report|findings"
    rf"|recommendations)\s(?:is|are|were|was|ha(?:s|ve)\s(?:all\s)?been)\s(?:all\s|fully\s|very\s|to\sbe\s"
    rf"|much\s)*(?:accepted|welcomed?|agreed|endorsed|supported)\b"
    r"|\b(?:pleased|encouraged|heartened)\s(?:with|by|to\s(?:receive|welcome|read))\s"
    rf"{_STANCE_OBJECT}",
    re.IGNORECASE,
)
_DISPUTES = re.compile(
    rf"\b(?:do(?:es)?\snot|did\snot|don't|cannot|can't|could\snot|are\snot\sable\sto"
    rf"|unable\sto)\s(?:fully\s|entirely\s|wholly\s)?(?:accept|agree\swith|endorse|support"
    rf"|recognise)\s{_STANCE_OBJECT}"
    rf"|\b(?:disagrees?|disagreed)\s(?:\w+\s)?with\s{_STANCE_OBJECT}|\b(?:disputes?d?|refutes?d?"
    rf"|rejects?(?:ed)?|challenges?d?\sthe\s(?:accuracy|validity)\sof)\s{_STANCE_OBJECT}"
    r"|\b(?:report|inspection|findings|assessment|grading)\b[^.]{0,60}\b(?:is|are|was|were"
    r"|contains?(?:ed)?|as)\s(?:\w+\s){0,3}(?:inaccura\w+|outdated|out\sof\sdate|misleading"
    r"|flawed|unfair|wrong)\b",
    re.IGNORECASE,
)
#: "I accept them all": what "them" are stands in the same sentence or the one before.
_ACCEPTS_IT = re.compile(
    rf"{_SUBJECT}{_ADVERBS}\s(?:welcomes?|accepts?|agrees?\swith|endorses?|supports?)\s"
    r"(?:it|them|these|both|all(?=\W)|each\sof\sthem|every\sone)(?=\W)(?!\s(?:that|this|those)\b)",
    re.IGNORECASE,
)
_DISPUTES_THAT = re.compile(
    r"\b(?:do(?:es)?\snot|did\snot|don't|cannot|can't)\s(?:fully\s|entirely\s|wholly"
    r"\s)?(?:accept|agree|believe|recognise)\sthat\b",
    re.IGNORECASE,
)
_ABOUT_REPORT = re.compile(
    r"\b(?:reports?|findings?|recommendations?|inspections?|inspectors?|inspectorate|hmic(?:frs)?"
    r"|areas?\sfor\simprovement|grad(?:es?|ings?)|judgements?|conclusions?)\b",
    re.IGNORECASE,
)
#: Who turns down one recommendation does not yet dispute the report.
_ONE_OF_SEVERAL = re.compile(r"\b(?:this|that|the)\srecommendation\b(?!s)", re.IGNORECASE)
_PARTLY = re.compile(
    rf"\b(?:accepts?|agrees?\swith|supports?|endorses?|welcomes?)\s(?:most|many|some|the\smajority"
    rf"|part|parts|almost\sall|much)\sof\s{_STANCE_OBJECT}"
    rf"|\b(?:partially|partly|largely|in\spart)\s(?:accepts?|agrees?|accepted|agreed)\b"
    rf"|\baccepts?\s{_STANCE_OBJECT}[^.]{{0,20}}\bin\s(?:part|principle)\b",
    re.IGNORECASE,
)
_NOTES = re.compile(
    rf"\b(?:notes?d?|acknowledges?d?|has\sconsidered|have\sconsidered|considered|has\sread"
    rf"|have\sread|having\sread)\s{_STANCE_OBJECT}",
    re.IGNORECASE,
)
#: The verbs of all the ways in which a text can take a report, in every form that is looked for.
_STANCE_WORDS = frozenset(
    """
    croesawu croesawaf croesawwn croesawir croesawodd croesawwyd
    welcome welcomes welcomed accept accepts accepted agree agrees agreed endorse endorses
    endorsed support supports supported concur concurs grateful recognise recognises pleased
    encouraged heartened not don cannot can unable disagree disagrees disagreed dispute disputes
    disputed refute refutes refuted reject rejects rejected challenge challenges challenged
    outdated date misleading flawed unfair wrong note notes noted acknowledge acknowledges
    acknowledged considered read
    """.split()
)
_COMMISSIONER_LED = ("commissioner", "other")


def find_stance(statements: Sequence[Statement]) -> str:
    """Return how the text takes the report, by what it says of the report and its findings.

    The commissioner's own words decide; where they take no stance, those of the others.
    """
    own = [s for s in statements if s.speaker in _COMMISSIONER_LED]
    rest = [s for s in statements if s.speaker in ("chief_constable", "force")]
    for told in (own, rest):
        texts = [s.text for s in told if _may_take_a_stance(s)]
        accepts = any(_ACCEPTS.search(text) and not _disputes(text) for text in texts)
        accepts = accepts or _accepts_it(told)
        disputes = any(_disputes(text) for text in texts)
        if any(_PARTLY.search(text) for text in texts) or (accepts and disputes):
            return "partly_accepts"
        if disputes and all(_ONE_OF_SEVERAL.search(text) for text in texts if _disputes(text)):
            return "partly_accepts"
        if disputes:
            return "disputes"
        if accepts:
            return "accepts"
        if any(_NOTES.search(text) for text in texts):
            return "notes"
    return "none"


def _may_take_a_stance(statement: Statement) -> bool:
    """Say cheaply whether a sentence could take the report in any way."""
    return not _STANCE_WORDS.isdisjoint(statement.words) or "inaccura" in lowered(statement.text)


def _disputes(text: str) -> bool:
    return bool(
        _DISPUTES.search(text) or (_DISPUTES_THAT.search(text) and _ABOUT_REPORT.search(text))
    )


def _accepts_it(statements: Sequence[Statement]) -> bool:
    """Say whether a sentence accepts what it, or the one before in its paragraph, speaks of."""
    for statement, before in zip(statements, [None, *statements[:-1]], strict=False):
        match = _ACCEPTS_IT.search(statement.text)
        if match is None:
            continue
        near = statement.text[: match.start()]
        if before is not None and before.part == statement.part:
            near = f"{before.text} {near}"
        if _ABOUT_REPORT.search(near):
            return True
    return False
