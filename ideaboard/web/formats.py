"""Money, dates, times and lists as readers expect them, in both languages."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from ideaboard.data.clock import now
from ideaboard.web.fragments import words_hold_until
from ideaboard.web.links import host_of

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


def zone_info(zone: str) -> ZoneInfo:
    """Return the zone of an Indonesian zone name (WIB, WITA, WIT)."""
    return ZoneInfo(ZONES[zone])


def money(amount: int) -> str:
    """Write whole rupiah: Rp1.250.000, the same in both languages."""
    return "Rp" + f"{amount:,}".replace(",", ".")


def number(value: int) -> str:
    """Write a whole number with the language's thousands mark."""
    text = f"{value:,}"
    return text if get_locale().language == "en" else text.replace(",", ".")


def long_date(value: date | datetime, zone: str = "WIB") -> str:
    """Write 21 November 2026, as seen in `zone`."""
    return _written(_day(value, zone), "d MMMM y", str(get_locale()))


def short_date(value: date | datetime, zone: str = "WIB") -> str:
    """Write 21 Nov, as seen in `zone`."""
    return _written(_day(value, zone), "d MMM", str(get_locale()))


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    """Write a day; pages name few different ones, many times."""
    return format_date(day, pattern, rebase=False)


def clock_time(value: datetime, zone: str = "WIB") -> str:
    """Write 20.00 WIB (20:00 WIB in English)."""
    local = value.astimezone(zone_info(zone))
    return local.strftime("%H:%M" if get_locale().language == "en" else "%H.%M") + f" {zone}"


def date_time(value: datetime, zone: str = "WIB") -> str:
    """Write 28 November 2026, 20.00 WIB."""
    return f"{long_date(value, zone)}, {clock_time(value, zone)}"


def ago(value: datetime, zone: str = "WIB") -> str:
    """Write '40 minutes ago' under 24 hours, the date after that; a page that is kept hears until when it holds."""
    passed = now() - value
    if passed >= timedelta(hours=24) or passed < timedelta(0):
        return long_date(value, zone)
    minutes = int(passed.total_seconds() // 60)
    step = 1 if minutes < 60 else 60
    words_hold_until(value + timedelta(minutes=(minutes // step + 1) * step))
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes)
    return ngettext("%(num)s hour ago", "%(num)s hours ago", minutes // 60)


def _day(value: date | datetime, zone: str) -> date:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(zone_info(zone)).date()
    return value


def init_formats(app: Flask) -> None:
    """Offer the formats as template filters."""
    app.jinja_env.filters.update(
        money=money,
        number=number,
        date=long_date,
        short_date=short_date,
        time=clock_time,
        datetime=date_time,
        ago=ago,
        host=host_of,
    )
