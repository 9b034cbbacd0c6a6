"""The last twelve months, as they begin and end in Jakarta."""

from dataclasses import dataclass
from datetime import date, datetime, time

from ideaboard.web.formats import zone_info

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month: its first day, and the moments between which it lies."""

    day: date
    begin: datetime
    end: datetime


def last_months(moment: datetime) -> list[Month]:
    """Return twelve months, the oldest first; the last one is not over."""
    today = moment.astimezone(zone_info("WIB")).date()
    newest = today.year * 12 + today.month - 1
    days = [date(number // 12, number % 12 + 1, 1) for number in range(newest - MONTHS + 1, newest + 2)]
    starts = [datetime.combine(day, time(), zone_info("WIB")) for day in days]
    return [Month(*month) for month in zip(days[:-1], starts[:-1], starts[1:], strict=True)]
