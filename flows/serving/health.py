"""How the warehouse is, for a monitor: one JSON object, and a status code that tells it alone."""

from datetime import UTC, datetime
from typing import Any

from warehouse import journal, locking
from warehouse.paths import Home


def health(home: Home, max_age_hours: float | None = None) -> dict[str, Any]:
    """Return the last refresh with its outcome and age, and what is published and shown.

    ``status`` is ``ok``; or ``nothing_published``; or ``refused``, where the last refresh was; or
    ``stale``, where it ended ``max_age_hours`` ago or longer. Refusals and addresses are not told:
    the journal, which the public does not see, has them.
    """
    last = next(journal.entries(home), None)
    ended_at = last.ended_at if last else None
    age_seconds = _age_seconds(ended_at) if ended_at else None
    is_published = home.database.is_file()
    if not is_published:
        status = "nothing_published"
    elif last and last.outcome == "refused":
        status = "refused"
    elif max_age_hours is not None and (age_seconds is None or age_seconds >= max_age_hours * 3600):
        status = "stale"
    else:
        status = "ok"
    return {
        "status": status,
        "last_refresh": last
        and {
            "refresh_id": last.refresh_id,
            "outcome": last.outcome,
            "ended_at": ended_at,
            "age_seconds": age_seconds,
        },
        "published": home.published.resolve().name if is_published else None,
        "site": home.current_site.resolve().name if home.current_site.is_dir() else None,
        "is_refreshing": locking.holder(home) is not None,
    }


def _age_seconds(ended_at: str) -> int:
    ended = datetime.fromisoformat(ended_at).replace(tzinfo=UTC)
    return round((datetime.now(UTC) - ended).total_seconds())
