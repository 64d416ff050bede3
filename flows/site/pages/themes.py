"""The themes: heat maps by force and by year, and the sentences of every theme."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from flows.site import links
from flows.site.emphasis import emphasised
from flows.site.heat import Column, heat_map, in_families, steps
from flows.site.page import Page
from flows.site.paging import Group, Plan
from flows.site.snapshot import Row, Snapshot, grouped

_ROOM = "themes"
_NO_FORCE = "no-one-force"
_NO_FORCE_LABEL = "No one force"
_UNDATED = "undated"
#: Of sentences of the length that is usual in reports, these make a page of half a megabyte.
_MOST_SENTENCES = 1000

_THEMES = """
    select theme_id, theme_name, parent_theme_id, definition, source, is_verified
    from marts.dim_themes order by theme_name, theme_id
"""
#: A document has one force and one year, so that documents can be added up over both.
_COUNTS = """
    select
        mentions.theme_id, mentions.force_id, forces.force_name,
        date_part('year', documents.document_date) as year,
        count(*) as sentence_count, count(distinct mentions.document_id) as document_count
    from marts.fct_theme_mentions as mentions
    inner join marts.dim_documents as documents using (document_id)
    left join marts.dim_forces as forces on mentions.force_id = forces.force_id
    group by all
    order by
        mentions.theme_id, forces.force_name nulls last, mentions.force_id, year desc nulls last
"""
#: What shares are shares of: the sentences in which themes were looked for.
_READ = """
    select
        documents.force_id, forces.force_name,
        date_part('year', documents.document_date) as year,
        count(*) as document_count,
        sum(counts.parsed_sentence_count)::bigint as sentence_count
    from intermediate.int_documents_kept as documents
    inner join intermediate.int_documents_counted as counts using (document_id)
    left join marts.dim_forces as forces on documents.force_id = forces.force_id
    group by all
    order by forces.force_name nulls last, documents.force_id, year nulls last
"""
_SENTENCES = """
    select
        mentions.theme_mention_id, mentions.document_id, mentions.force_id, mentions.speaker,
        mentions.quoted_text, mentions.sentence_text, mentions.char_start,
        date_part('year', documents.document_date) as year,
        documents.title, documents.document_date, documents.document_date_precision
    from marts.fct_theme_mentions as mentions
    inner join marts.dim_documents as documents using (document_id)
    where mentions.theme_id = ?
    order by
        documents.document_date desc nulls last, mentions.document_id, mentions.char_start,
        mentions.theme_mention_id
"""

Rows = Sequence[Row]


class View(NamedTuple):
    """One way to put the sentences of a theme in order, under headings in headings."""

    name: str
    outer: Callable[[Row], str]
    inner: Callable[[Row], str]


def _force(row: Row) -> str:
    return row["force_id"] or _NO_FORCE


def _year(row: Row) -> str:
    return _UNDATED if row["year"] is None else str(row["year"])


_BY_FORCE = View("force", _force, _year)
_BY_YEAR = View("year", _year, _force)
_VIEWS = (_BY_FORCE, _BY_YEAR)


@dataclass(frozen=True)
class Listing:
    """The sentences of a theme in one order: what stands where."""

    theme_id: str
    view: View
    counts: Rows
    plan: Plan

    def page(self, number: int) -> str:
        """Return the path of the ``number``-th page."""
        return links.theme_page(self.theme_id, number, self.view.name)

    def address(self, key: str) -> str:
        """Return where the sentences under an outer heading begin."""
        return f"{self.page(self.plan.first_pages[key])}#{_anchor(key)}"


def pages(snapshot: Snapshot) -> Iterator[Page]:
    """Yield the heat maps, then every theme that is mentioned, by force and by year."""
    counts = snapshot.rows(_COUNTS)
    read = snapshot.rows(_READ)
    listings = {
        (theme_id, view.name): _listing(theme_id, view, list(rows))
        for theme_id, rows in grouped(counts, lambda row: row["theme_id"]).items()
        for view in _VIEWS
    }

    families = [
        [
            theme | {"address": listings[theme["theme_id"], _BY_FORCE.name].page(1)}
            if (theme["theme_id"], _BY_FORCE.name) in listings
            else theme | {"address": None}
            for theme in family
        ]
        for family in in_families(snapshot.rows(_THEMES))
    ]

    def map_of(view: View, columns: Sequence[Column]) -> dict[str, Any]:
        return {"view": view.name} | heat_map(
            families,
            columns,
            counts,
            view.outer,
            lambda theme_id, key: listings[theme_id, view.name].address(key),
        )

    yield Page(
        "themes/index.html",
        "themes.html.jinja",
        "Themes",
        _ROOM,
        {
            "theme_count": sum(map(len, families)),
            "mentioned_count": len(listings) // len(_VIEWS),
            "sentence_count": sum(row["sentence_count"] for row in counts),
            "steps": steps(),
            "maps": [
                map_of(_BY_FORCE, _force_columns(read)),
                map_of(_BY_YEAR, _year_columns(read)),
            ],
        },
    )
    labels = {_force(row): row["force_name"] or _NO_FORCE_LABEL for row in read}
    for family in families:
        for theme in family:
            if theme["address"]:
                sentences = snapshot.rows(_SENTENCES, [theme["theme_id"]])
                for view in _VIEWS:
                    listing = listings[theme["theme_id"], view.name]
                    yield from _pages_of(snapshot, theme, listing, family, labels, sentences)


def _listing(theme_id: str, view: View, counts: list[Row]) -> Listing:
    if view is _BY_YEAR:
        # Newest first, as the years of a force are; forces stay in their order.
        counts = sorted(counts, key=lambda row: (row["year"] is None, -(row["year"] or 0)))
    groups = (Group(view.outer(row), view.inner(row), row["sentence_count"]) for row in counts)
    return Listing(theme_id, view, counts, Plan(groups, _MOST_SENTENCES))


def _force_columns(read: Rows) -> list[Column]:
    return [
        Column(
            key,
            rows[0]["force_name"] or _NO_FORCE_LABEL,
            sum(row["document_count"] for row in rows),
            sum(row["sentence_count"] for row in rows),
        )
        for key, rows in grouped(read, _force).items()
    ]


def _year_columns(read: Rows) -> list[Column]:
    """Return every year from the first to the last, so that a gap is seen; the undated last."""
    found = grouped(read, _year)
    years = [int(key) for key in found if key != _UNDATED]
    keys = [str(year) for year in range(min(years), max(years) + 1)] if years else []
    return [
        Column(
            key,
            key.capitalize(),
            sum(row["document_count"] for row in found.get(key, ())),
            sum(row["sentence_count"] for row in found.get(key, ())),
        )
        for key in [*keys, *([_UNDATED] if _UNDATED in found else [])]
    ]


def _pages_of(
    snapshot: Snapshot,
    theme: Row,
    listing: Listing,
    family: Rows,
    labels: Mapping[str, str],
    sentences: Rows,
) -> Iterator[Page]:
    view = listing.view
    stood = grouped(sentences, lambda row: (view.outer(row), view.inner(row)))
    contents = [
        {
            "label": labels.get(key, key.capitalize()),
            "address": listing.address(key),
            "sentence_count": sum(row["sentence_count"] for row in rows),
            "document_count": sum(row["document_count"] for row in rows),
        }
        for key, rows in grouped(listing.counts, view.outer).items()
    ]
    page_count = len(listing.plan.pages)
    by = f"{theme['theme_name']}, by {view.name}"
    for number, stretches in enumerate(listing.plan.pages, 1):
        yield Page(
            listing.page(number),
            "theme.html.jinja",
            by if number == 1 else f"{by}, page {number} of {page_count}",
            _ROOM,
            {
                "theme": theme,
                "above": _above(theme, family),
                "below": [
                    member for member in family if member["parent_theme_id"] == theme["theme_id"]
                ],
                "view": view.name,
                "views": [
                    {
                        "name": each.name,
                        "address": links.theme_page(theme["theme_id"], 1, each.name),
                    }
                    for each in _VIEWS
                ],
                "contents": contents,
                "headings": [
                    {
                        "anchor": _anchor(outer),
                        "label": labels.get(outer, outer.capitalize()),
                        "groups": [
                            {
                                "label": labels.get(stretch.inner, stretch.inner.capitalize()),
                                "is_continued": stretch.first > 0,
                                "documents": _by_document(
                                    snapshot,
                                    stood[outer, stretch.inner][stretch.first : stretch.last],
                                ),
                            }
                            for stretch in group
                        ],
                    }
                    for outer, group in groupby(stretches, lambda stretch: stretch.outer)
                ],
                "pages": [listing.page(each) for each in range(1, page_count + 1)],
            },
        )


def _by_document(snapshot: Snapshot, sentences: Rows) -> list[dict[str, Any]]:
    return [
        {
            "title": rows[0]["title"],
            "document_date": rows[0]["document_date"],
            "document_date_precision": rows[0]["document_date_precision"],
            "address": links.document_page(document_id),
            "sentences": [
                {
                    "text": emphasised(row["sentence_text"], row["quoted_text"]),
                    "speaker": row["speaker"],
                    "address": snapshot.places.record(
                        document_id, row["char_start"], row["theme_mention_id"]
                    ),
                }
                for row in rows
            ],
        }
        for document_id, rows in grouped(sentences, lambda row: row["document_id"]).items()
    ]


def _above(theme: Row, family: Rows) -> list[Row]:
    """Return the themes that a theme stands under, the highest first."""
    known = {member["theme_id"]: member for member in family}
    above: list[Row] = []
    while parent := known.get((above[0] if above else theme)["parent_theme_id"]):
        above.insert(0, parent)
    return above


def _anchor(key: str) -> str:
    return f"in-{key}"
