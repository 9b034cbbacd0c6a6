"""Step 4: dates across zones and midnight, the support rule, the promise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.wizard.schedule import day_and_hour, day_of, hour_of, moment_of, template_dates, today_in
from tests.browser import Browser
from tests.challenges.wizard.forms import TODAY, draft_up_to, owner_of_a_business, path, send
from tests.database import fresh

Browse = Callable[..., Browser]


@pytest.fixture
def owner(browse: Browse) -> Iterator[Browser]:
    """The browser of somebody who runs a business, on a known day."""
    with time_machine.travel(TODAY, tick=True):
        yield browse(owner_of_a_business())


@pytest.fixture
def draft(owner: Browser) -> Challenge:
    """Their draft, whose first three steps are done."""
    return draft_up_to(owner, 4)


def test_a_fair_schedule_is_stored_in_utc(owner: Browser, draft: Challenge) -> None:
    assert send(owner, draft, 4).location == path(draft, 5)
    stored = fresh(draft)
    assert stored.opens_at is None
    assert stored.ideas_close_at == datetime.fromisoformat("2026-12-05T13:00:00+00:00")
    assert stored.support_close_at == datetime.fromisoformat("2026-12-12T13:00:00+00:00")
    assert (stored.support_rule, str(stored.answers_due_on), stored.promise) == ("fair", "2026-12-19", "involve")


def test_under_the_open_rule_support_closes_with_ideas(owner: Browser, draft: Challenge) -> None:
    send(owner, draft, 4, support_rule="open", support_close_on="", support_close_time="")
    assert fresh(draft).support_close_at == fresh(draft).ideas_close_at


@pytest.mark.parametrize(("zone", "hour"), [("WIB", "17:00"), ("WITA", "16:00"), ("WIT", "15:00")])
def test_midnight_is_midnight_of_the_business(browse: Browse, zone: str, hour: str) -> None:
    with time_machine.travel(TODAY, tick=True):
        owner = browse(owner_of_a_business(zone=zone))
        draft = draft_up_to(owner, 4)
        send(owner, draft, 4, opens="later", opens_on="2026-11-23", opens_time="00.00")
        assert fresh(draft).opens_at == datetime.fromisoformat(f"2026-11-22T{hour}:00+00:00")
        page = owner.get(path(draft, 4)).text
        assert 'value="2026-11-23"' in page
        assert 'value="00.00"' in page


def test_today_in_the_east_is_tomorrow_in_the_west() -> None:
    with time_machine.travel("2026-11-21T15:30:00+00:00", tick=False):
        assert (today_in("WIB"), today_in("WIT")) == (date(2026, 11, 21), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"opens": "soon"}, "opens"),
        ({"opens": "later"}, "opens_on"),
        ({"opens": "later", "opens_on": "2026-11-23", "opens_time": "25.00"}, "opens_time"),
        ({"opens": "later", "opens_on": "2026-11-21", "opens_time": "11.59"}, "opens_on"),
        ({"opens": "later", "opens_on": "2026-12-06", "opens_time": "08.00"}, "ideas_close_on"),
        ({"ideas_close_on": ""}, "ideas_close_on"),
        ({"ideas_close_on": "2026-11-20"}, "ideas_close_on"),
        ({"ideas_close_on": "2028-01-01"}, "ideas_close_on"),
        ({"ideas_close_on": "9999-12-31"}, "ideas_close_on"),
        ({"ideas_close_on": "0001-01-01"}, "ideas_close_on"),
        ({"ideas_close_time": "malam"}, "ideas_close_time"),
        ({"support_close_on": ""}, "support_close_on"),
        ({"support_close_on": "2026-12-05"}, "support_close_on"),
        ({"support_rule": "lucky"}, "support_rule"),
        ({"answers_due_on": ""}, "answers_due_on"),
        ({"answers_due_on": "2026-12-11"}, "answers_due_on"),
        ({"answers_due_on": "2027-01-01"}, "answers_due_on"),
        ({"promise": "all"}, "promise"),
        ({"promise_text": "x" * 401}, "promise_text"),
    ],
)
def test_a_wrong_field_is_refused(owner: Browser, draft: Challenge, changes: dict[str, str], field: str) -> None:
    answer = send(owner, draft, 4, **changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert fresh(draft).ideas_close_at is None


def test_the_form_starts_with_fourteen_days_and_the_fair_rule(owner: Browser, draft: Challenge) -> None:
    page = owner.get(path(draft, 4)).text
    for day in ("2026-12-05", "2026-12-12", "2026-12-19"):
        assert f'value="{day}"' in page
    assert 'checked id="support_rule-1" name="support_rule" type="radio" value="fair"' in page


@pytest.mark.parametrize(("days", "last"), [(7, "2026-11-28"), (14, "2026-12-05"), (21, "2026-12-12")])
def test_a_button_fills_in_the_dates(owner: Browser, draft: Challenge, days: int, last: str) -> None:
    page = send(owner, draft, 4, do=f"days-{days}", ideas_close_on="", promise_text="Tetap di sini").text
    assert f'value="{last}"' in page
    assert "Tetap di sini" in page
    assert fresh(draft).ideas_close_at is None


def test_the_dates_follow_the_chosen_opening(owner: Browser, draft: Challenge) -> None:
    page = send(owner, draft, 4, do="days-7", opens="later", opens_on="2026-12-01").text
    assert 'value="2026-12-08"' in page


@pytest.mark.parametrize("button", ["days-8", "days-", "days-999"])
def test_no_other_number_of_days_is_offered(owner: Browser, draft: Challenge, button: str) -> None:
    answer = send(owner, draft, 4, do=button, ideas_close_on="2026-12-24")
    assert answer.status_code == 200
    assert 'value="2026-12-24"' in answer.text


def test_an_unfinished_step_keeps_dates_that_cannot_be(owner: Browser, draft: Challenge) -> None:
    send(owner, draft, 4, ideas_close_on="2020-01-01", support_close_on="", do="save")
    assert 'value="2020-01-01"' in owner.get(path(draft, 4)).text
    assert fresh(draft).ideas_close_at is None


def test_every_promise_is_shown_with_its_sentence(owner: Browser, draft: Challenge) -> None:
    page = owner.get(path(draft, 4)).text
    for sentence in ("Kami memberi kabar yang jelas", "Pilihan Anda kami jalankan"):
        assert sentence in page


def test_dates_and_hours_are_read_as_people_write_them() -> None:
    assert day_of("5/12/2026") == day_of("05-12-2026") == day_of("2026-12-05") == date(2026, 12, 5)
    assert [day_of(text) for text in ("", None, "2026-13-01", "besok", "２０２６-12-05")] == [None] * 5
    assert [str(hour_of(text)) for text in ("20.00", "8:05", "24.00", "8")] == [
        "20:00:00",
        "08:05:00",
        "None",
        "None",
    ]


def test_a_moment_is_shown_as_it_was_typed() -> None:
    moment = moment_of(date(2026, 12, 5), hour_of("00.30"), "WIT")
    assert day_and_hour(moment, "WIT") == ("2026-12-05", "00.30")


def test_an_open_schedule_waits_for_no_support() -> None:
    day = date(2026, 11, 21)
    assert template_dates(14, day, is_fair=False)["answers_due_on"] == str(day + timedelta(days=21))
    assert template_dates(14, day, is_fair=True)["answers_due_on"] == str(day + timedelta(days=28))
