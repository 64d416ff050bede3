"""When a page is to be asked for again."""

from datetime import UTC, datetime

from flows.source_list import Source
from warehouse.fetch_log import State

_DAYS = {"every_refresh": 0, "daily": 1, "weekly": 7, "monthly": 30}


def is_due(source: Source, state: State | None, now: datetime) -> bool:
    """Say whether a page of ``source`` is to be asked for at ``now``.

    Days are counted as dates in UTC: a refresh that runs every night at five must not find that
    yesterday's page was had 23 hours and 59 minutes ago. What failed is due at once. What was
    asked for at ``now`` or later is not: one refresh looks at its sources more than once.
    """
    if state is None:
        return True
    if state.last.started_at >= now:
        return False
    if state.last.outcome == "failed":
        return True
    passed = now.astimezone(UTC).date() - state.last.started_at.astimezone(UTC).date()
    return passed.days >= _DAYS[source.schedule]
