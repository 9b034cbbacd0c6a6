"""Money, numbers, dates and times as readers of both languages expect them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask_babel import force_locale

from ideaboard.web import formats

# 20.00 WIB on 21 November is already 22 November, 01.30 in no zone of ours, 22.00 WIT.
EVENING = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)


@pytest.fixture(params=["id", "en"])
def language(request, probe_app) -> Iterator[str]:
    with probe_app.test_request_context(), force_locale(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "Rp0"), (500, "Rp500"), (1_250_000, "Rp1.250.000"), (10**9, "Rp1.000.000.000")]
)
def test_money_is_written_the_same_in_both(language, amount, text):
    assert formats.money(amount) == text


def test_numbers_have_the_thousands_mark_of_the_language(language):
    assert formats.number(12_345) == {"id": "12.345", "en": "12,345"}[language]
    assert formats.number(999) == "999"


def test_dates_are_written_out(language):
    assert formats.long_date(date(2026, 5, 1)) == {"id": "1 Mei 2026", "en": "1 May 2026"}[language]
    assert formats.short_date(date(2026, 8, 17)) == {"id": "17 Agu", "en": "17 Aug"}[language]


@pytest.mark.parametrize(("zone", "day", "hour"), [("WIB", 21, "20"), ("WITA", 21, "21"), ("WIT", 21, "22")])
def test_times_name_their_zone(language, zone, day, hour):
    mark = {"id": ".", "en": ":"}[language]
    assert formats.clock_time(EVENING, zone) == f"{hour}{mark}00 {zone}"
    assert formats.date_time(EVENING, zone) == f"{day} November 2026, {hour}{mark}00 {zone}"


@pytest.mark.parametrize(("zone", "day"), [("WIB", 21), ("WITA", 22), ("WIT", 22)])
def test_the_day_is_the_one_in_the_zone(language, zone, day):
    assert formats.long_date(NIGHT, zone) == f"{day} November 2026"
    assert formats.short_date(NIGHT, zone) == f"{day} Nov"


@time_machine.travel(EVENING, tick=False)
@pytest.mark.parametrize(
    ("passed", "indonesian", "english"),
    [
        (timedelta(seconds=59), "baru saja", "just now"),
        (timedelta(minutes=1), "1 menit lalu", "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 menit lalu", "59 minutes ago"),
        (timedelta(hours=1), "1 jam lalu", "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 jam lalu", "23 hours ago"),
        (timedelta(hours=24), "20 November 2026", "20 November 2026"),
        (timedelta(seconds=-1), "21 November 2026", "21 November 2026"),
    ],
)
def test_the_recent_past_is_told_in_minutes_and_hours(language, passed, indonesian, english):
    assert formats.ago(EVENING - passed) == {"id": indonesian, "en": english}[language]


def test_an_unknown_zone_is_an_error():
    with pytest.raises(KeyError):
        formats.zone_info("GMT")


def test_templates_have_the_formats(probe_app):
    names = {"money", "number", "date", "short_date", "time", "datetime", "ago"}
    assert names <= set(probe_app.jinja_env.filters)
