"""Two refreshes of one inbox that changed between them: what all that goes wrong is compared with."""

import ctypes
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.reliability import homes, inboxes
from tests.reliability.refreshing import Refreshes, Started
from warehouse.paths import Home

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_LINUX_CAPABILITY_VERSION_3 = 0x20080522


class Scene:
    """A home after the first refresh, one after the second, and what each of them holds.

    ``inbox`` is as the second refresh found it. ``course`` is what each stage of that did.
    """

    def __init__(self, folder: Path, refreshes: Refreshes) -> None:
        self.refreshes = refreshes
        self._folder = folder
        self._numbers = itertools.count(1)
        self.inbox = inboxes.first(folder / "inbox")
        self.first = Home(folder / "first")
        refreshes.run(self.first.folder, *self.arguments).published()
        self.before = homes.content(self.first)
        self._first_files = folder / "files-of-the-first"
        shutil.copytree(self.inbox, self._first_files)
        inboxes.change(self.inbox)
        self._changed_files = folder / "files-of-the-second"
        shutil.copytree(self.inbox, self._changed_files)
        self.second = self.home()
        self.course = refreshes.course(self.second.folder, *self.arguments)
        self.after = homes.content(self.second)
        self.raw_files = homes.raw_files(self.second)

    @property
    def arguments(self) -> tuple[str, ...]:
        """How the inbox is refreshed."""
        return ("refresh", str(self.inbox), "--workers", "1")

    def home(self, of: Home | None = None) -> Home:
        """Return a copy of the home after the first refresh, or of another, for one trial."""
        folder = self.new_folder()
        shutil.copytree((of or self.first).folder, folder, symlinks=True)
        return Home(folder)

    def new_folder(self) -> Path:
        """Return where a folder may be made."""
        return self._folder / f"home-{next(self._numbers)}"

    @contextmanager
    def as_first_found(self) -> Iterator[list[str]]:
        """Put the inbox back to what the first refresh found, for a while; yield its files."""
        self._show(self._first_files)
        try:
            yield sorted(map(str, self.inbox.iterdir()))
        finally:
            self._show(self._changed_files)

    def _show(self, files: Path) -> None:
        shutil.rmtree(self.inbox)
        shutil.copytree(files, self.inbox)

    def refresh(self, home: Home, before: Callable[[], object] | None = None) -> Started:
        """Refresh a home from the inbox; ``before`` is called in its process."""
        return self.refreshes.run(home.folder, *self.arguments, before=before)

    def is_refused(
        self, home: Home, words: str, before: Callable[[], object] | None = None
    ) -> None:
        """Fail unless a refresh is refused in these words and leaves what is published."""
        published = home.published.resolve()
        said = self.refresh(home, before).refused()
        assert words.lower() in said.lower(), said
        assert home.published.resolve() == published
        assert homes.differing(homes.content(home), self.before) == []

    def is_mended(self, home: Home) -> None:
        """Fail unless the next refresh publishes all, and nothing lies about."""
        self.refresh(home).published()
        self.is_as_undisturbed(home)

    def is_as_undisturbed(self, home: Home) -> None:
        """Fail unless a home is what the second refresh made, and nothing lies about."""
        assert homes.differing(homes.content(home), self.after) == []
        assert homes.raw_files(home) >= self.raw_files
        assert homes.leftovers(home) == []


def lose_rights_of_root() -> None:
    """Let the modes of files hold for this process and its children, also where it is root's.

    Root passes them by two capabilities (capabilities(7)); no other user has them to lose.
    """
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    lost = 0
    for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        # Else a child that is executed has it again.
        if libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "cannot drop a capability")
        lost |= 1 << capability
    header = (ctypes.c_uint32 * 2)(_LINUX_CAPABILITY_VERSION_3, 0)
    # Effective, permitted and inheritable of the first 32, then of the others.
    held = (ctypes.c_uint32 * 6)()
    libc.capget(header, held)
    for set_of_first in range(3):
        held[set_of_first] &= ~lost
    if libc.capset(header, held):
        raise OSError(ctypes.get_errno(), "cannot give up capabilities")
