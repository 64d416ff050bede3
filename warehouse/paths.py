"""Where everything of a warehouse lies on disk: the folder that ``SECTION55_HOME`` names."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import Refusal

#: The clone that this code runs from: reference data, dbt project and samples lie in it.
PROJECT_FOLDER = Path(__file__).resolve().parents[1]

#: The stem is the catalog name that dbt writes into views, so every copy has this name.
DATABASE_NAME = "section55.duckdb"


@dataclass(frozen=True)
class Home:
    """The folders of one warehouse. Only ``database`` is for analysts."""

    folder: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """Return the home that ``SECTION55_HOME`` names, else ``warehouse/data`` in the clone."""
        named = os.environ.get("SECTION55_HOME", "").strip()
        return cls(Path(named).expanduser().absolute() if named else _default_folder())

    @property
    def raw(self) -> Path:
        """Bytes as received, named by their sha256."""
        return self.folder / "raw"

    @property
    def build(self) -> Path:
        """One folder for each refresh that runs; what is found here otherwise is an orphan."""
        return self.folder / "build"

    @property
    def snapshots(self) -> Path:
        """What was published, newest last; the last few are kept."""
        return self.folder / "snapshots"

    @property
    def published(self) -> Path:
        """The symlink to the newest snapshot."""
        return self.folder / "published"

    @property
    def database(self) -> Path:
        """The only file that analysts open."""
        return self.published / DATABASE_NAME

    @property
    def sites(self) -> Path:
        """Built sites, and ``current``, the symlink to the newest."""
        return self.folder / "sites"

    @property
    def current_site(self) -> Path:
        """The symlink to the newest site."""
        return self.sites / "current"

    @property
    def sites_lock(self) -> Path:
        """The file that who builds a site holds locked."""
        return self.folder / "sites.lock"

    @property
    def journal(self) -> Path:
        """One JSON file for each refresh, whatever became of it."""
        return self.folder / "journal"

    @property
    def sources_file(self) -> Path:
        """The list of folders, pages and listing pages that a refresh looks through."""
        return self.folder / "sources.yml"

    @property
    def fetches(self) -> Path:
        """One file of JSON lines for each round of fetching that is not yet published."""
        return self.folder / "fetches"

    @property
    def prefect(self) -> Path:
        """Prefect's own home: its run records."""
        return self.folder / "prefect"

    @property
    def lock(self) -> Path:
        """The file that the running refresh holds locked."""
        return self.folder / "refresh.lock"

    @property
    def models(self) -> Path:
        """Dbt's reading of the models; it can be made again."""
        return self.folder / "models"

    def project_file(self, model_version: str) -> Path:
        """Return where dbt's reading of these models is kept."""
        return self.models / f"{model_version}.msgpack"

    def raw_file(self, raw_sha256: str) -> Path:
        """Return where the bytes with this sha256 are kept."""
        return self.raw / raw_sha256[:2] / raw_sha256

    def prepare(self) -> None:
        """Make the folders that a refresh writes to.

        Raises:
            Refusal: the home cannot be written to.
        """
        try:
            for folder in self._written():
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self.cannot_be_used(error) from error

    def refuse_unwritable(self) -> None:
        """Say at once, and not when all is done, that a refresh could not write.

        Raises:
            Refusal: to one of the folders nothing can be written.
        """
        for folder in (self.folder, *self._written()):
            if not os.access(folder, os.W_OK | os.X_OK):
                denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
                raise self.cannot_be_used(denied)

    def _written(self) -> tuple[Path, ...]:
        return (
            self.raw,
            self.build,
            self.models,
            self.snapshots,
            self.sites,
            self.journal,
            self.prefect,
        )

    def cannot_be_used(self, error: OSError) -> Refusal:
        """Return what people are told where the home cannot be written to because of ``error``."""
        return Refusal(
            f"cannot use {self.folder} as the home of the warehouse: {error.strerror}: "
            f"{error.filename or self.folder}. Set SECTION55_HOME to a folder that you may write "
            "to and that has room, or mend this one."
        )


def _default_folder() -> Path:
    return PROJECT_FOLDER / "warehouse" / "data"
