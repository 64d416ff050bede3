"""When a refresh is due, by the rules of Prefect, which schedules it."""

from datetime import UTC, datetime

from prefect.server.schemas.schedules import CronSchedule
from pydantic import ValidationError

from warehouse import journal
from warehouse.paths import Home


def parse(cron: str, timezone: str) -> CronSchedule:
    """Return the schedule that ``cron`` names in the civil time of ``timezone``.

    Raises:
        ValueError: it is no cron expression, or no timezone of the IANA database.
    """
    try:
        return CronSchedule(cron=cron, timezone=timezone)
    except ValidationError as error:
        raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from error


async def next_due(schedule: CronSchedule, after: datetime) -> datetime:
    """Return the first time at or after ``after`` at which ``schedule`` is due."""
    [due] = await schedule.get_dates(1, start=after)
    return due


async def is_missed(schedule: CronSchedule, home: Home) -> bool:
    """Say whether ``schedule`` was due since the last refresh began, or none ever ran."""
    last = next(journal.entries(home), None)
    if last is None:
        return True
    begun = datetime.fromisoformat(last.started_at).replace(tzinfo=UTC)
    return await next_due(schedule, begun) < datetime.now(UTC)
