"""What holds of long lists: nothing is lost, no page is too heavy, and each has an address."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from flows.site.listing import Listing, in_pages


@given(st.lists(st.integers(min_value=1, max_value=30)), st.integers(min_value=1, max_value=40))
def test_pages_hold_every_item_in_order_and_no_more_than_fits(
    weights: list[int], most: int
) -> None:
    pages = in_pages(weights, most, lambda weight: weight)
    assert [weight for page in pages for weight in page] == weights
    assert all(sum(page) <= most or len(page) == 1 for page in pages)
    assert all(pages) or pages == [[]]


@given(st.lists(st.integers(min_value=1, max_value=9), min_size=1))
def test_a_page_is_begun_only_when_the_next_item_does_not_fit(weights: list[int]) -> None:
    pages = in_pages(weights, 10, lambda weight: weight)
    for page, following in itertools.pairwise(pages):
        assert sum(page) + following[0] > 10


def test_a_list_begins_on_its_home_and_goes_on_on_pages_of_its_own() -> None:
    listing = Listing("promises", "Promises", 3, "forces/kent.html", [["a"], ["b"], ["c"]])
    first, last = listing.part(1), listing.part(3)
    assert first["pages"] == [
        "forces/kent.html#promises",
        "forces/kent-promises-2.html",
        "forces/kent-promises-3.html",
    ]
    assert first["pages"] == last["pages"]
    assert first["path"] == "forces/kent.html#promises"
    assert last["path"] == listing.path(3) == "forces/kent-promises-3.html"
    assert (first["content"], last["content"]) == (["a"], ["c"])


def test_a_list_of_an_index_goes_on_beside_it() -> None:
    listing = Listing("missing_figure", "Missing figure", 2, "findings/index.html", [["a"], ["b"]])
    assert listing.path(2) == "findings/missing_figure-2.html"
