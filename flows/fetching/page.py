"""What is asked for."""

from typing import NamedTuple


class Page(NamedTuple):
    """One address; ``listing_uri`` where a listing led to it, ``is_listing`` for its own pages."""

    uri: str
    listing_uri: str | None = None
    is_listing: bool = False
