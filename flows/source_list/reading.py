"""``sources.yml`` to records; whatever is wrong with it is told at once, line by line."""

import csv
import re
from fnmatch import translate
from pathlib import Path
from typing import Any

import yaml

from flows.source_list.records import (
    FolderSource,
    ListingSource,
    PageSource,
    Settings,
    Source,
    SourceList,
)
from flows.source_list.validation import Fault, Keys, Marked, nearest, schema_faults
from flows.web_addresses import InvalidAddress, carries_secret, normalised
from warehouse.errors import Refusal
from warehouse.paths import PROJECT_FOLDER

_FORCES = PROJECT_FOLDER / "seeds" / "reference" / "forces.csv"
_EXAMPLE = "seeds/sources.example.yml"


def read_source_list(file: Path) -> SourceList:
    """Return what ``file`` lists, with addresses normalised and folders made absolute.

    Raises:
        Refusal: the file cannot be read or has faults; names each line and its remedy.
    """
    try:
        marked = Marked(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(f"cannot read {file}: {error.strerror}. Make it readable.") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"cannot read {file}: it is no UTF-8 text. Save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refusal(
            f"cannot read {file}: line {line}: {error.problem}. {_EXAMPLE} shows the form."
        ) from error
    except yaml.YAMLError as error:
        raise Refusal(f"cannot read {file}: {error}. {_EXAMPLE} shows the form.") from error
    faults = list(schema_faults(marked))
    if not faults:
        reader = _Reader(file, marked)
        found = reader.source_list()
        faults = reader.faults
    if faults:
        raise Refusal(_told(file, sorted(set(faults))))
    return found


class _Reader:
    """Builds the records of a document that meets the schema, and notes what it could not see."""

    def __init__(self, file: Path, marked: Marked) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._marked = marked
        self._publishers = _policing_bodies()
        self._lines: dict[str | Path, int] = {}

    def source_list(self) -> SourceList:
        entries = self._marked.value["sources"]
        sources = tuple(self._source(number, entry) for number, entry in enumerate(entries))
        settings = self._marked.value.get("settings")
        if settings is None and not all(isinstance(source, FolderSource) for source in sources):
            self._fault(
                (),
                "pages are listed, but no `settings`. Write `settings:` with `contact:` below it, "
                "an e-mail address or web page of yours that sites see",
            )
        return SourceList(
            settings=Settings(**settings) if settings else None, sources=sources, file=self._file
        )

    def _source(self, number: int, entry: dict[str, Any]) -> Source:
        at = ("sources", number)
        about = self._about(at, entry)
        if "folder" in entry:
            return FolderSource(
                **about,
                folder=self._found_folder((*at, "folder"), entry["folder"]),
                include=tuple(entry.get("include", ())),
                exclude=tuple(entry.get("exclude", ())),
            )
        if "urls" in entry:
            uris = (
                self._address((*at, "urls", place), address)
                for place, address in enumerate(entry["urls"])
            )
            return PageSource(**about, uris=tuple(uris))
        options = {name: entry[name] for name in ("page_limit", "include_page") if name in entry}
        return ListingSource(
            **about,
            **options,
            uri=self._address((*at, "listing"), entry["listing"]),
            links=self._pattern(at, entry, "links"),
            next_pages=(
                self._pattern(at, entry, "next") if entry.keys() & {"next", "next_regex"} else None
            ),
        )

    def _about(self, at: Keys, entry: dict[str, Any]) -> dict[str, Any]:
        force_id = entry.get("force")
        if force_id is not None and force_id not in self._publishers:
            self._fault(
                (*at, "force"),
                f"`force` is {force_id!r}, which is no force_id of seeds/reference/forces.csv."
                f"{nearest(force_id, list(self._publishers))} Write one of that table",
            )
        return {
            "line": self._marked.line(at),
            "force_id": force_id,
            "publisher_name": entry.get("publisher") or self._publishers.get(force_id or ""),
            "licence_note": entry.get("licence"),
            "schedule": entry.get("schedule", "every_refresh"),
        }

    def _found_folder(self, at: Keys, name: str) -> Path:
        folder = (self._file.parent / Path(name).expanduser()).absolute()
        if not folder.exists():
            self._fault(at, f"the folder {folder} does not exist. Make it, or mend its name")
        self._once(at, folder)
        return folder

    def _address(self, at: Keys, address: str) -> str:
        try:
            uri = normalised(address)
        except InvalidAddress as reason:
            # The address is not repeated: it may carry what must not be seen.
            self._fault(at, f"the address cannot be used: {reason}. Write it as a browser shows it")
            return address
        if carries_secret(uri):
            self._fault(
                at,
                "the address carries a key, token or password, which everybody would read in the "
                "warehouse. List the public address of the page",
            )
        self._once(at, uri)
        return uri

    def _once(self, at: Keys, place: str | Path) -> None:
        line = self._marked.line(at)
        first = self._lines.setdefault(place, line)
        if first != line:
            self._fault(at, f"{place} is listed on line {first} already. Remove one of the two")

    def _pattern(self, at: Keys, entry: dict[str, Any], name: str) -> re.Pattern[str]:
        """Return what a link must match: the pattern ``name``, or the expression beside it."""
        if name in entry:
            return re.compile(r"\A" + translate(entry[name]), re.IGNORECASE)
        try:
            return re.compile(entry[f"{name}_regex"])
        except re.error as error:
            self._fault(
                (*at, f"{name}_regex"),
                f"`{name}_regex` is no regular expression: {error}. Mend it, or write a pattern "
                f"with * as `{name}`",
            )
            return re.compile(r"(?!)")

    def _fault(self, at: Keys, message: str) -> None:
        self.faults.append(Fault(self._marked.line(at), f"{message}."))


def _policing_bodies() -> dict[str, str]:
    with _FORCES.open(encoding="utf-8", newline="") as stream:
        return {row["force_id"]: row["policing_body_name"] for row in csv.DictReader(stream)}


def _told(file: Path, faults: list[Fault]) -> str:
    shown = "".join(f"\n  line {fault.line}: {fault.message}" for fault in faults[:10])
    return (
        f"cannot use {file}: {len(faults)} to mend, such as:{shown}\n"
        f"{_EXAMPLE} explains each field."
    )
