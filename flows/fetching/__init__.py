"""Web pages to kept bytes: ``refresh_pages`` asks for what is due, and says what is held.

httpx is imported only where something is due, so that an unchanged refresh stays cheap.
"""

from flows.fetching.rounds import FetchedPage, FetchRound, refresh_pages
from flows.fetching.schedule import is_due

__all__ = ["FetchRound", "FetchedPage", "is_due", "refresh_pages"]
