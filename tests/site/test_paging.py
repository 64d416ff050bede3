"""Long lists in pages: nothing is lost, nothing stands twice, and headings are found."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from flows.site.paging import Group, Plan, Stretch

_GROUPS = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz"), st.integers(1, 12)),
    unique_by=lambda group: group[:2],
).map(lambda groups: [Group(*group) for group in sorted(groups)])


@given(_GROUPS, st.integers(1, 9))
def test_every_row_stands_once_and_in_order(groups: list[Group], most: int) -> None:
    placed = [
        (stretch.outer, stretch.inner, row)
        for page in Plan(groups, most).pages
        for stretch in page
        for row in range(stretch.first, stretch.last)
    ]
    assert placed == [
        (group.outer, group.inner, row) for group in groups for row in range(group.row_count)
    ]


@given(_GROUPS, st.integers(1, 9))
def test_no_page_is_too_long_and_none_is_empty(groups: list[Group], most: int) -> None:
    sizes = [
        sum(stretch.last - stretch.first for stretch in page) for page in Plan(groups, most).pages
    ]
    assert all(0 < size <= most for size in sizes) or (groups == [] and sizes == [0])


@given(_GROUPS, st.integers(1, 9))
def test_only_what_is_larger_than_a_page_is_cut(groups: list[Group], most: int) -> None:
    pages = Plan(groups, most).pages
    for group in groups:
        if group.row_count <= most:
            stretches = [each for page in pages for each in page if each[:2] == group[:2]]
            assert stretches == [Stretch(group.outer, group.inner, 0, group.row_count)]
    for outer, under in groupby(groups, lambda group: group.outer):
        if sum(group.row_count for group in under) <= most:
            assert sum(any(each.outer == outer for each in page) for page in pages) == 1


@given(_GROUPS, st.integers(1, 9))
def test_a_heading_is_found_where_it_stands_first(groups: list[Group], most: int) -> None:
    plan = Plan(groups, most)
    found: dict[str, int] = {}
    for number, page in enumerate(plan.pages, 1):
        for stretch in page:
            found.setdefault(stretch.outer, number)
    assert plan.first_pages == found
