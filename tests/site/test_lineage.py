"""Lineage: the floors, and where each column of the marts begins."""

from flows.column_lineage import Column, ColumnLineage
from flows.site import links
from tests.site.conftest import Built
from tests.site.markup import shown, tree
from warehouse import store


def test_origins_are_found_over_several_steps_and_once() -> None:
    top, left, right, ground = (
        Column("model.a", "x"),
        Column("model.b", "y"),
        Column("model.b", "z"),
        Column("source.c", "w"),
    )
    lineage = ColumnLineage({top: (left, right), left: (ground,), right: (ground, right)})
    assert lineage.parents(top) == (left, right)
    assert lineage.origins(top) == (ground,)
    assert lineage.origins(ground) == ()


def test_every_column_of_the_marts_is_told_and_facts_begin_in_landing(built: Built) -> None:
    with store.reader(built.home.database) as connection:
        columns = connection.execute(
            "select table_name, column_name from information_schema.columns "
            "where table_schema = 'marts' order by table_name, ordinal_position"
        ).fetchall()
    told = []
    origins = {}
    for section in tree(built.folder / links.COLUMNS).xpath("//main/h2"):
        mart = section.get("id")
        for row in section.xpath("following-sibling::div[1]//tbody/tr"):
            name = shown(row[0])
            told.append((mart, name))
            origins[mart, name] = [shown(each) for each in row[2].xpath("code")]
    assert sorted(told) == sorted(columns)
    begun = [key for key in told if key[0].startswith("fct_") and origins[key]]
    assert len(begun) > 0.9 * len([key for key in told if key[0].startswith("fct_")])
    assert origins["fct_commitments", "due_text"] == [
        # A person may have corrected it.
        "reference.known_defects.column_name",
        "reference.known_defects.corrected_value",
        "landing.commitments.due_text",
    ]
    assert "reference.themes.theme_name" in origins["dim_themes", "theme_name"]


def test_every_table_stands_on_its_floor(built: Built) -> None:
    page = tree(built.folder / "lineage" / "index.html")
    with store.reader(built.home.database) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_schema in ('reference', 'staging', 'intermediate', 'marts')"
        ).fetchall()
    told = [
        (heading.get("id"), shown(row[0]))
        for heading in page.xpath("//main/h2[@id != 'readers' and @id != 'landing']")
        for row in heading.xpath("following-sibling::div[1]//tbody/tr")
    ]
    assert sorted(told) == sorted(tables)
