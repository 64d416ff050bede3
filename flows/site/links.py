"""Every address of the site. Paths count from its root; templates put the way there before them."""

from typing import NamedTuple
from urllib.parse import quote


class Room(NamedTuple):
    """One entry of the navigation."""

    name: str
    label: str
    path: str


#: In the order in which the navigation shows them.
ROOMS = (
    Room("overview", "Overview", "index.html"),
    Room("forces", "Forces", "forces/index.html"),
    Room("themes", "Themes", "themes/index.html"),
    Room("metrics", "Metrics", "metrics/index.html"),
    Room("findings", "Findings", "findings/index.html"),
    Room("documents", "Documents", "documents/index.html"),
    Room("questions", "Questions", "questions/index.html"),
    Room("quality", "Data quality", "quality/index.html"),
    Room("lineage", "Lineage", "lineage/index.html"),
    Room("handbook", "Handbook", "handbook/index.html"),
)

#: Where the form in the header of every page leads.
SEARCH = "search.html"

#: dbt's own documentation, and the origin of each column.
DBT = "lineage/dbt.html"
COLUMNS = "lineage/columns.html"

#: A document's text is cut into pages of about this many characters, so that none grows too
#: large to open: marked up, a character of a dense report takes some ten bytes.
CHARACTERS_A_PAGE = 60_000


def root(path: str) -> str:
    """Return the way from a page back to the root of the site: empty, or some ``../``."""
    return "../" * path.count("/")


def force_page(force_id: str | None) -> str:
    """Return the page of a force; documents of no one force share one."""
    return f"forces/{quote(force_id, safe='')}.html" if force_id else "forces/no-one-force.html"


def theme_page(theme_id: str, number: int = 1, view: str = "force") -> str:
    """Return the page of a theme's sentences by force or by year, or their ``number``-th page."""
    name = quote(theme_id, safe="") + ("-by-year" if view == "year" else "")
    return f"themes/{name}{_numbered(number)}.html"


def metric_page(metric_id: str, number: int = 1) -> str:
    """Return the page of a canonical metric, or the ``number``-th where it takes several."""
    return f"metrics/{quote(metric_id, safe='')}{_numbered(number)}.html"


def document_page(document_id: str, number: int = 1) -> str:
    """Return the page of a document, or the one that holds the ``number``-th part of its text."""
    return f"documents/{document_id}{_numbered(number)}.html"


def continuation(path: str, name: str, number: int) -> str:
    """Return the ``number``-th page, from 2, of a list that begins on the page at ``path``."""
    before = path.removesuffix("index.html") if path.endswith("/index.html") else f"{path[:-5]}-"
    return f"{before}{name}{_numbered(number)}.html"


def _numbered(number: int) -> str:
    return f"-{number}" if number > 1 else ""


def quality_page(door: str | None = None) -> str:
    """Return the page of a door's expectations; without a door the first page of the room."""
    return f"quality/{door.replace('_', '-') if door else 'index'}.html"


def rejections_page(number: int = 1) -> str:
    """Return the ``number``-th page of rejections."""
    return f"quality/rejections{f'-{number}' if number > 1 else ''}.html"


def question_page(name: str) -> str:
    """Return the page of a documented question."""
    return f"questions/{name.replace('_', '-')}.html"


def handbook_page(name: str) -> str:
    """Return the page of a document of the handbook, by its path in ``docs`` without ``.md``."""
    return f"handbook/{name}.html"


def dbt_node(unique_id: str) -> str:
    """Return where dbt's documentation tells of a model, seed or source, by dbt's id of it."""
    return f"{DBT}#!/{unique_id.split('.', maxsplit=1)[0]}/{unique_id}"


class Places:
    """Where in the site the words of a document stand: long texts take several pages."""

    def __init__(self, starts: dict[str, tuple[int, ...]]) -> None:
        #: Documents of more than one page, with the offset at which each page begins.
        self._starts = starts

    def starts(self, document_id: str) -> tuple[int, ...]:
        """Return the offset at which each page of a document begins."""
        return self._starts.get(document_id, (0,))

    def page(self, document_id: str, char_start: int) -> str:
        """Return the page on which the character at ``char_start`` stands."""
        number = sum(start <= char_start for start in self.starts(document_id))
        return document_page(document_id, max(number, 1))

    def record(self, document_id: str, char_start: int, key: str, second: str = "") -> str:
        """Return the address of a record's words: page and mark.

        ``second`` names the kind that marks them where a record has words at two places.
        """
        return f"{self.page(document_id, char_start)}#{record_anchor(key, second)}"


def record_anchor(key: str, second: str = "") -> str:
    """Return the anchor of a record's words in its document's text, or of its second place."""
    return f"r-{key}-{second}" if second else f"r-{key}"
