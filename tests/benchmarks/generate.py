"""Makes documents: ``python -m tests.benchmarks.generate FOLDER COUNT [--seed 55]``.

Shapes are those of the samples (letters, pages, tables of recommendations, panel reports,
minutes), words are put together here, forces and reports are the reference's. Document ``n`` is
the same whatever the count, so that a hundred documents are the first of a hundred thousand.
"""

import argparse
import csv
import datetime as dt
import html
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.paths import PROJECT_FOLDER

_REFERENCE = PROJECT_FOLDER / "seeds" / "reference"
#: Documents of one folder: more of them slow a file system down.
_A_FOLDER = 1000

_SUBJECTS = (
    "domestic abuse|stalking|child sexual exploitation|missing children|hate crime|knife crime|"
    "burglary|vehicle crime|anti-social behaviour|county lines|rape and serious sexual offences|"
    "online harm|mental health|custody|crime recording|victims' services|call handling|rural crime"
).split("|")
_COUNTED = (
    "domestic abuse crimes|stalking offences|hate crimes|knife crimes|burglaries|vehicle crimes|"
    "anti-social behaviour incidents|arrests|missing episodes|emergency calls|stop and searches|"
    "recorded crimes|sexual offences|complaints|referrals to the multi-agency safeguarding hub"
).split("|")
_RATES = (
    "the arrest rate in domestic abuse|the charge rate|the positive outcome rate|"
    "victim satisfaction|the abandonment rate of 101 calls|attendance at initial child protection "
    "conferences|the share of calls answered within 10 seconds|compliance with the Victims' Code"
).split("|")
_NAMES = (
    "Heron|Lantern|Juniper|Sandpiper|Compass|Meadow|Quartz|Bramble|Kestrel|Harbour|Willow|Beacon|"
    "Larkspur|Granite|Otter|Saffron|Thistle|Marlin|Copper|Juno"
).split("|")
_HEADS = "Operation {}|Project {}|the {} programme|the {} team|the {} Partnership Board".split("|")
_ACTORS = "The force|The commissioner|I|We|The Chief Constable".split("|")
_ACTIONS = (
    "train every supervisor in {}|publish a plan for {}|review how it records {}|"
    "recruit {} specialists for {}|write to the Home Office about {}|audit the cases of {}|"
    "open a further hub for {}|report on {} to the panel"
).split("|")
_DUE = (
    " by the end of {year}| by 31 March {next}| in the autumn of {next}| within six months||"
    " by September {next}| as soon as possible"
).split("|")
_PLAIN = (
    "Officers and staff have worked on {subject} with partners in health, schools and councils.|"
    "The inspectors found that supervision of {subject} was not the same in every district.|"
    "Victims told the office of the commissioner that they want to be kept informed.|"
    "{subject_capital} remains a priority of the Police and Crime Plan.|"
    "Scrutiny of {subject} takes place at the monthly accountability meeting.|"
    "The work on {subject} was paused during the pandemic and has begun again since.|"
    "Neighbourhood teams share what they learn about {subject} at the daily management meeting."
).split("|")
_PARTS = {"half": 50.0, "two thirds": 66.67, "a quarter": 25.0}
_MONTHS = "April May June July August September October November December January February March"


@dataclass
class Facts:
    """What a document was made to say: figures as values with unit codes, and how many others."""

    figures: list[tuple[float, str]] = field(default_factory=list)
    promise_count: int = 0
    answer_count: int = 0


class Maker:
    """Makes documents from numbers: the same number always gives the same document."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._forces = [row for row in _rows("forces.csv") if row["force_kind"] == "territorial"]
        self._reports = [
            row for row in _rows("inspection_reports.csv") if row["published_on_precision"] == "day"
        ]
        self._shapes: tuple[tuple[str, Callable[[_Words], str]], ...] = (
            ("txt", _letter),
            ("html", _page),
            ("md", _recommendations),
            ("txt", _panel_report),
            ("md", _minutes),
        )

    def document(self, number: int) -> tuple[str, str]:
        """Return the name and the text of a document."""
        return self.document_and_facts(number)[:2]

    def document_and_facts(self, number: int) -> tuple[str, str, Facts]:
        """Return the name and the text of a document, and what it was made to say."""
        chance = random.Random(f"{self._seed}/{number}")  # noqa: S311 - no secret
        words = _Words(chance, chance.choice(self._forces), chance.choice(self._reports))
        suffix, shape = self._shapes[number % len(self._shapes)]
        text = shape(words)
        return f"{number:06}_{words.force['force_id']}.{suffix}", text, words.facts

    def write(self, folder: Path, first: int, count: int) -> None:
        """Write documents ``first`` to ``first + count`` into folders of a thousand."""
        for number in range(first, first + count):
            into = folder / f"{number // _A_FOLDER:03}"
            into.mkdir(parents=True, exist_ok=True)
            name, text = self.document(number)
            (into / name).write_text(text, encoding="utf-8")


class _Words:
    """The sentences of one document, each with figures of its own."""

    def __init__(
        self, chance: random.Random, force: dict[str, str], report: dict[str, str]
    ) -> None:
        self.chance = chance
        self.force = force
        self.report = report
        published = dt.date.fromisoformat(report["published_on"])
        self.dated_on = published + dt.timedelta(days=chance.randint(20, 90))
        self.published_on = published
        self.subject = chance.choice(_SUBJECTS)
        self.facts = Facts()

    def state(self, unit_code: str, *values: float) -> None:
        self.facts.figures.extend((float(value), unit_code) for value in values)

    def any(self, choices: tuple[str, ...] | list[str]) -> str:
        return self.chance.choice(choices)

    def number(self, least: int = 12, most: int = 40_000) -> int:
        # Small counts are as common as large ones, as in real papers.
        return int(least * (most / least) ** self.chance.random())

    def year(self) -> str:
        year = self.dated_on.year - self.chance.randint(1, 3)
        return f"{year}/{(year + 1) % 100:02}"

    def name(self) -> str:
        return self.any(_HEADS).format(self.any(_NAMES))

    def plain(self) -> str:
        subject = self.any(_SUBJECTS)
        return self.any(_PLAIN).format(
            subject=subject, subject_capital=subject[0].upper() + subject[1:]
        )

    def figure(self) -> str:
        force, counted, name = self.force["force_name"], self.any(_COUNTED), self.name()
        before, now, money = self.number(), self.number(), self.number(10_000, 2_000_000)
        share, share_before = (self.chance.randint(3, 97) for _ in range(2))
        part = self.any(list(_PARTS))
        forms = [
            "{force} recorded {now:,} {counted} in {year}.",
            "The number of {counted} went from {before:,} to {now:,} in the year to March {ends}.",
            "In {year} {rate} was {share}%, compared with {share_before}% a year earlier.",
            "The commissioner granted £{money:,} to {name} for {year}.",
            "More than {now:,} officers were trained in {year}, nearly {part} of those who respond.",
        ]
        form = self.any(forms)
        if "{now" in form:
            self.state("count", now)
        if "{before" in form:
            self.state("count", before)
        if "{share" in form:
            self.state("percent", share, share_before)
        if "{money" in form:
            self.state("gbp", money)
        if "{part" in form:
            self.state("percent", _PARTS[part])
        return form.format(
            force=force,
            counted=counted,
            name=name,
            before=before,
            now=now,
            money=money,
            share=share,
            share_before=share_before,
            part=part,
            rate=self.any(_RATES),
            year=self.year(),
            ends=self.dated_on.year,
        )

    def promise(self) -> str:
        due = self.any(_DUE).format(year=self.dated_on.year, next=self.dated_on.year + 1)
        action = self.any(_ACTIONS)
        count = self.number(3, 60)
        filled = action.format(*[count, self.any(_SUBJECTS)][-action.count("{}") :])
        if action.count("{}") > 1:
            self.state("count", count)
        self.facts.promise_count += 1
        return f"{self.any(_ACTORS)} will {filled}{due}."

    def paragraph(self) -> str:
        kinds = [self.plain, self.plain, self.figure, self.promise]
        return " ".join(self.chance.choice(kinds)() for _ in range(self.chance.randint(2, 5)))

    def paragraphs(self, least: int, most: int) -> list[str]:
        return [self.paragraph() for _ in range(self.chance.randint(least, most))]

    def cell(self) -> str:
        value = self.number()
        self.state("count", value)
        return f"{value:,}"

    def answer(self) -> str:
        self.facts.answer_count += 1
        return self.paragraph()

    def months(self) -> list[tuple[str, int, int]]:
        rows = [(month, self.number(20, 900), self.number(5, 400)) for month in _MONTHS.split()]
        # One printed total in ten is wrong, so that there is something to find.
        wrong = 10 if self.chance.random() < 0.1 else 0
        recorded, solved = (sum(column) for column in list(zip(*rows, strict=True))[1:])
        rows.append(("Total", recorded + wrong, solved))
        self.state("count", *(value for _, *values in rows for value in values))
        return rows


def _letter(words: _Words) -> str:
    body = "\n\n".join(words.paragraphs(4, 9))
    return (
        f"Office of the {words.force['policing_body_name']}\n{_day(words.dated_on)}\n\n"
        f"Home Secretary\n2 Marsham Street\nLondon SW1P 4DF\n\nDear Home Secretary,\n\n"
        f"{words.report['title']}\n\nThis is my response under section 55 of the Police Act 1996 "
        f"to the report of that name, which HMICFRS published on {_day(words.published_on)}.\n\n"
        f"Police and Crime Commissioner's comments\n\n{body}\n\n"
        f"Chief Constable's comments\n\n{words.paragraph()}\n\nYours sincerely,\n\n"
        f"{words.force['policing_body_name']}\n"
    )


def _page(words: _Words) -> str:
    body = "".join(f"<p>{html.escape(one)}</p>\n" for one in words.paragraphs(3, 7))
    rows = "".join(
        f"<tr><td>{words.any(_COUNTED).capitalize()}</td><td>{words.cell()}</td>"
        f"<td>{words.cell()}</td></tr>\n"
        for _ in range(words.chance.randint(3, 7))
    )
    title = html.escape(f"Response to {words.report['title']}")
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body>'
        f"<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><main><h1>{title}</h1>\n"
        f"<p>{html.escape(words.force['policing_body_name'])}, {_day(words.dated_on)}</p>\n"
        f"<p>The inspectorate published its report on {_day(words.published_on)}.</p>\n"
        f"<h2>{html.escape(words.force['force_name'])}</h2>\n{body}<table><tr><th>Measure</th>"
        f"<th>{words.dated_on.year - 2}</th><th>{words.dated_on.year - 1}</th></tr>\n{rows}"
        f"</table></main><footer>Contact us on 01632 960{words.chance.randint(100, 999)}</footer>"
        f"</body></html>\n"
    )


def _recommendations(words: _Words) -> str:
    rows = "".join(
        f"| Recommendation {number}: {words.force['force_name']} should, within "
        f"{words.any(['three', 'six'])} months, improve how it deals with "
        f"{words.any(_SUBJECTS)}. | {words.answer()} |\n"
        for number in range(1, words.chance.randint(3, 9))
    )
    return (
        f"# {words.force['policing_body_name']}\n\n## Response to {words.report['title']}\n\n"
        f"{_day(words.dated_on)}\n\nPublished on {_day(words.published_on)} by HMICFRS.\n\n"
        f"{words.paragraph()}\n\n| Recommendation | Response |\n|---|---|\n{rows}\n"
        f"{words.paragraph()}\n"
    )


def _panel_report(words: _Words) -> str:
    numbered = "\n\n".join(
        f"{number}. {text}" for number, text in enumerate(words.paragraphs(5, 12), 3)
    )
    rows = "\n".join(f"{month}\t{all_:,}\t{solved:,}" for month, all_, solved in words.months())
    return (
        f"{words.force['policing_body_name'].upper()}\n\nREPORT TO THE POLICE AND CRIME PANEL\n\n"
        f"{_day(words.dated_on).upper()}\n\nSUBJECT: {words.subject.capitalize()}\n\n"
        f"PURPOSE OF THE REPORT\n\n1. This report tells members about {words.subject}.\n\n"
        f"RECOMMENDATION\n\n2. That the panel notes the report.\n\nFORCE UPDATE\n\n{numbered}\n\n"
        f"{words.any(_COUNTED).capitalize()} in {words.year()}\n\n\tRecorded\tPositive outcomes\n"
        f"{rows}\n\n{words.paragraph()}\n"
    )


def _minutes(words: _Words) -> str:
    items = "\n\n".join(
        f"## {number}. {words.any(_SUBJECTS).capitalize()}\n\n{words.paragraph()}"
        for number in range(1, words.chance.randint(3, 8))
    )
    # "X to provide …" in an action log is a promise.
    words.facts.promise_count += 1
    return (
        f"# Accountability meeting of the {words.force['policing_body_name']}\n\n"
        f"Minutes of the meeting of {_day(words.dated_on)}\n\n{items}\n\n## Actions\n\n"
        f"| Action | Owner | Due |\n|---|---|---|\n"
        f"| {words.force['force_name']} to provide figures on {words.any(_SUBJECTS)} | Force | "
        f"{_day(words.dated_on + dt.timedelta(days=60))} |\n"
    )


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _rows(name: str) -> list[dict[str, str]]:
    with (_REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def main() -> None:
    """Write the documents that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.generate")
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=0, help="number of the first document")
    parser.add_argument("--seed", type=int, default=55)
    options = parser.parse_args()
    Maker(options.seed).write(options.folder, options.first, options.count)


if __name__ == "__main__":
    main()
