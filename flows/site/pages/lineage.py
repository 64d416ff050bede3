"""Lineage: the floors that data goes through, what reads the marts, and each column's origin."""

import json
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from flows.building import Docs
from flows.column_lineage import Column, ColumnLineage, column_lineage
from flows.site import links
from flows.site.page import File, Page

_ROOM = "lineage"

#: The floors from below: the code in the context, and what each is for.
_FLOORS = (
    (
        "landing",
        "What was read from each document, one table for each kind of record. Python writes it.",
    ),
    (
        "reference",
        "What is known beforehand: forces, reports, themes, metrics, units, each with its source.",
    ),
    ("staging", "Names the columns of one landing table each, and decides nothing."),
    ("intermediate", "Decides: which document is current, which copy is kept, when the clock ran."),
    ("marts", "For asking. Their columns are kept from version to version."),
)

Node = Mapping[str, Any]


def pages(docs: Docs) -> Iterator[Page | File]:
    """Yield the floors, the origin of each column, and dbt's own pages."""
    manifest: Mapping[str, Any] = json.loads(docs.manifest.read_text(encoding="utf-8"))
    nodes: dict[str, Node] = {
        node["unique_id"]: node
        for node in [*manifest["nodes"].values(), *manifest["sources"].values()]
        if node["resource_type"] in {"model", "seed", "source"}
    }
    yield Page(
        "lineage/index.html",
        "lineage.html.jinja",
        "Lineage",
        _ROOM,
        {"floors": _floors(nodes), "exposures": _exposures(manifest, nodes)},
    )
    yield Page(
        links.COLUMNS,
        "lineage_columns.html.jinja",
        "Where each column comes from",
        _ROOM,
        {"marts": _columns(nodes, column_lineage(docs.manifest, docs.catalog))},
    )
    yield File(links.DBT, docs.page.read_bytes())


def _floors(nodes: Mapping[str, Node]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "meaning": meaning,
            "tables": sorted(
                (
                    {
                        "name": node["name"],
                        "description": _first_sentence(node["description"]),
                        "path": links.dbt_node(key),
                        "reads": sorted(
                            nodes[other]["name"]
                            for other in node.get("depends_on", {}).get("nodes", ())
                            if other in nodes
                        ),
                    }
                    for key, node in nodes.items()
                    if node["schema"] == name
                ),
                key=itemgetter("name"),
            ),
        }
        for name, meaning in _FLOORS
    ]


def _exposures(manifest: Mapping[str, Any], nodes: Mapping[str, Node]) -> list[dict[str, Any]]:
    return sorted(
        (
            {
                "label": exposure["label"],
                "description": " ".join(exposure["description"].split()),
                "room": exposure["meta"].get("room"),
                "reads": sorted(
                    f"{nodes[key]['schema']}.{nodes[key]['name']}"
                    for key in exposure["depends_on"]["nodes"]
                ),
            }
            for exposure in manifest["exposures"].values()
        ),
        key=itemgetter("label"),
    )


def _columns(nodes: Mapping[str, Node], lineage: ColumnLineage) -> list[dict[str, Any]]:
    """Return the marts with their columns, and of each its parents and its origins."""

    def told(column: Column) -> str:
        node = nodes[column.node]
        return f"{node['schema']}.{node['name']}.{column.name}"

    return [
        {
            "name": node["name"],
            "path": links.dbt_node(key),
            "description": _first_sentence(node["description"]),
            "columns": [
                {
                    "name": name,
                    "parents": [told(parent) for parent in lineage.parents(Column(key, name))],
                    "origins": [told(origin) for origin in lineage.origins(Column(key, name))],
                }
                for name in node["columns"]
            ],
        }
        for key, node in sorted(nodes.items(), key=lambda item: item[1]["name"])
        if node["schema"] == "marts"
    ]


def _first_sentence(description: str) -> str:
    what = " ".join(description.partition("**Grain**")[0].split())
    return what.partition(". ")[0].rstrip(".")
