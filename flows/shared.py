"""What all machines of a cluster see: raw bytes by their sha256, and parts by their content.

A shared place is a folder that is mounted alike everywhere, or an address that fsspec knows
(``s3://bucket/prefix``). It is laid out as a home: ``raw/`` and, beside it, ``parts/``. A part is
there when its manifest is, which is written last; so a rerun takes up what a killed one has done.
"""

import json
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import fsspec

from flows.parts import Chunk, ParseJob, Part, ReadJob, Refused, part_name
from flows.records import RawDocument
from warehouse.paths import Home

SharedJob = ReadJob | ParseJob


@dataclass(frozen=True)
class Shared:
    """One shared place. ``rules`` names what parts depend on besides bytes and names."""

    address: str
    rules: str

    @classmethod
    def of_home(cls, home: Home, parse_version: str) -> "Shared":
        """Return the place that ``SECTION55_SHARED`` names, else the home itself."""
        ocr = "-ocr" if os.environ.get("SECTION55_OCR") == "1" else ""
        return cls(os.environ.get("SECTION55_SHARED") or str(home.folder), parse_version + ocr)

    @property
    def mounted(self) -> Path | None:
        """The folder, where it is one; None for an address."""
        return None if "://" in self.address else Path(self.address)

    def folder(self, work: Path, stage: str) -> Path:
        """Return where this machine finds parts of a stage; those of an address go to ``work``."""
        return self.mounted / "parts" / self.rules / stage if self.mounted else work / stage

    def send(self, home: Home, documents: Iterable[RawDocument]) -> None:
        """Put the raw bytes of ``documents`` there, where they are not yet."""
        if self.mounted == home.folder:
            return
        files, root = self._root()
        for raw in documents:
            here = home.raw_file(raw.raw_sha256)
            there = f"{root}/{here.relative_to(home.folder)}"
            if here.is_file() and not files.exists(there):
                files.makedirs(there.rpartition("/")[0], exist_ok=True)
                aside = f"{there}.{uuid.uuid4().hex}"
                files.put_file(str(here), aside)
                files.mv(aside, there)

    @contextmanager
    def lent(self, job: SharedJob, chunk: Chunk) -> Iterator[tuple[SharedJob, Chunk]]:
        """Give a worker its job with bytes, texts and a folder to write to that it can open."""
        if self.mounted:
            yield replace(job, home=Home(self.mounted)), chunk
            return
        files, root = self._root()
        with tempfile.TemporaryDirectory(prefix="section55-") as folder:
            home = Home(Path(folder))
            for raw in chunk.documents:
                here = home.raw_file(raw.raw_sha256)
                here.parent.mkdir(parents=True, exist_ok=True)
                there = f"{root}/{here.relative_to(home.folder)}"
                if files.exists(there):
                    files.get_file(there, str(here))
            if chunk.texts.name:
                texts = home.folder / "read" / chunk.texts.name
                self._fetch("read", texts)
                chunk = chunk._replace(texts=texts)
            yield replace(job, home=home, folder=home.folder / job.stage), chunk

    def keep(self, stage: str, chunk: Chunk, parts: Iterable[Part]) -> None:
        """Put what a worker has made of ``chunk`` there, and last its manifest."""
        files, root = self._root()
        place = f"{root}/parts/{self.rules}/{stage}"
        files.makedirs(place, exist_ok=True)
        manifest = []
        for part in parts:
            if part.folder.name and not self.mounted:
                files.makedirs(f"{place}/{part.folder.name}", exist_ok=True)
                for file in part.folder.iterdir():
                    files.put_file(str(file), f"{place}/{part.folder.name}/{file.name}")
            manifest.append(_told(part))
        aside = f"{place}/.{uuid.uuid4().hex}"
        files.pipe_file(aside, json.dumps(manifest).encode())
        files.mv(aside, f"{place}/{part_name(chunk)}.json")

    def kept(self, stage: str, chunk: Chunk, folder: Path) -> list[Part] | None:
        """Return the parts of ``chunk``, or None where it has not been done.

        ``folder`` is that of the stage on this machine.
        """
        files, root = self._root()
        manifest = f"{root}/parts/{self.rules}/{stage}/{part_name(chunk)}.json"
        if not files.exists(manifest):
            return None
        parts = [_part(told, folder) for told in json.loads(files.cat_file(manifest))]
        if not self.mounted:
            for part in parts:
                if part.folder.name and not part.folder.is_dir():
                    self._fetch(stage, part.folder)
        return parts

    def discard(self) -> None:
        """Delete all parts, of these rules and of earlier ones."""
        files, root = self._root()
        if files.exists(f"{root}/parts"):
            files.rm(f"{root}/parts", recursive=True)

    def _fetch(self, stage: str, folder: Path) -> None:
        files, root = self._root()
        folder.mkdir(parents=True)
        for file in files.ls(f"{root}/parts/{self.rules}/{stage}/{folder.name}", detail=False):
            files.get_file(file, str(folder / file.rpartition("/")[2]))

    def _root(self) -> tuple[Any, str]:
        files, root = fsspec.url_to_fs(self.address)
        return files, str(root).rstrip("/")


def _told(part: Part) -> dict[str, Any]:
    return {
        "folder": part.folder.name,
        "documents": [asdict(raw) for raw in part.documents],
        "refused": [one._asdict() for one in part.refused],
        "characters": part.characters,
    }


def _part(told: dict[str, Any], folder: Path) -> Part:
    return Part(
        folder / told["folder"] if told["folder"] else Path(),
        tuple(RawDocument(**raw) for raw in told["documents"]),
        tuple(Refused(**one) for one in told["refused"]),
        tuple(told["characters"]),
    )
