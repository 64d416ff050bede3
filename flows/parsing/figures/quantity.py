"""What a figure is, and the units that are alike."""

from typing import NamedTuple

TIME_UNITS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2629800,
    "year": 31557600,
}
CLOCK_UNITS = ("second", "minute", "hour")
SHARE_UNITS = ("percent", "percentage_point")


def are_alike(one: str, other: str) -> bool:
    """Say whether figures of two units can measure the same thing."""
    return one == other or any({one, other} <= set(units) for units in (CLOCK_UNITS, SHARE_UNITS))


class Quantity(NamedTuple):
    """One figure at ``start:end`` of a clean sentence; fields as in ``MetricObservation``."""

    start: int
    end: int
    value: float
    value_high: float | None
    unit_code: str
    qualifier: str
    change_direction: str | None
    role: str
