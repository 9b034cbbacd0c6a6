"""The head of a challenge: rail, dates in two zones, chip, promise; and that it costs no query."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from ideaboard.businesses.models import Business
from ideaboard.businesses.sectors import SECTORS, sector_from_slug
from ideaboard.challenges.models import PROMISES, Challenge
from ideaboard.challenges.presenting import Head, head
from ideaboard.challenges.promises import LEVELS
from ideaboard.data.clock import now
from ideaboard.posts.models import DRAFT, HELD, HIDDEN
from tests.database import statements
from tests.factories import make_business, make_challenge


@pytest.fixture
def business(in_request: Flask) -> Business:
    return make_business(name="Bu Marni")


def _head(business: Business, **columns: object) -> Head:
    return head(_challenge(business, **columns))


def _challenge(business: Business, **columns: object) -> Challenge:
    challenge = make_challenge(business, **columns)  # type: ignore[arg-type]
    challenge.business = business
    return challenge


def _rail(shown: Head) -> list[tuple[str, str]]:
    return [(step["name"], step["state"]) for step in shown.rail]


def test_the_open_rule_shows_ideas_and_support_as_one_step(business: Business) -> None:
    assert _rail(_head(business, stage="ideas")) == [
        ("Kirim ide & dukung", "current"),
        ("Nilai", "next"),
        ("Putusan", "next"),
        ("Hasil", "next"),
    ]


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        ("scheduled", ["next"] * 5),
        ("ideas", ["current"] + ["next"] * 4),
        ("support", ["done", "current"] + ["next"] * 3),
        ("review", ["done", "done", "current", "next", "next"]),
    ],
)
def test_the_fair_rule_has_five_steps(business: Business, stage: str, states: list[str]) -> None:
    rail = _rail(_head(business, rule="fair", stage=stage))
    assert [name for name, _state in rail] == ["Kirim ide", "Dukung", "Nilai", "Putusan", "Hasil"]
    assert [state for _name, state in rail] == states


def test_a_cancelled_challenge_has_no_rail(business: Business) -> None:
    shown = _head(business, cancelled_at=now())
    assert (shown.rail, shown.is_cancelled, shown.chip_kind) == ([], True, "problem")


@pytest.mark.parametrize(
    ("stage", "rule", "name"),
    [
        ("scheduled", "open", "Dibuka"),
        ("ideas", "fair", "Tutup"),
        ("support", "fair", "Tutup"),
        ("review", "open", "Dijawab paling lambat"),
    ],
)
def test_the_next_date_is_the_one_of_the_stage(business: Business, stage: str, rule: str, name: str) -> None:
    shown = _head(business, stage=stage, rule=rule)
    assert shown.next_name == name
    assert shown.next_text


def test_closing_is_told_in_both_zones_when_they_differ(business: Business) -> None:
    at = datetime(2030, 11, 28, 13, tzinfo=UTC)
    challenge = _challenge(business, stage="ideas", ideas_close_at=at, support_close_at=at)
    assert head(challenge).next_text == head(challenge, "WIB").next_text == "28 November 2030, 20.00 WIB"
    assert "21.00 WITA" in head(challenge, "WITA").next_text
    assert "29 November" not in head(challenge, "WITA").next_text


def test_the_other_day_is_told_when_the_zones_are_on_different_days(business: Business) -> None:
    at = datetime(2030, 11, 28, 16, 30, tzinfo=UTC)
    challenge = _challenge(business, stage="ideas", ideas_close_at=at, support_close_at=at)
    assert "29 November 2030, 01.30 WIT" in head(challenge, "WIT").next_text


@pytest.mark.parametrize(
    ("status", "chip"), [(DRAFT, "Draf"), (HELD, "Ditinjau moderator"), (HIDDEN, "Disembunyikan")]
)
def test_the_chip_says_why_it_is_not_public(business: Business, status: str, chip: str) -> None:
    assert _head(business, status=status).chip == chip


def test_the_promise_names_the_business_and_the_date(business: Business) -> None:
    due = datetime(2026, 12, 5, tzinfo=UTC).date()
    assert (
        _head(business, answers_due_on=due).promise == "Setiap ide dijawab Bu Marni paling lambat 5 Desember 2026"
    )
    assert _head(business, answers_due_on=None).promise == "Setiap ide dijawab Bu Marni"


def test_a_draft_without_dates_has_a_head(business: Business) -> None:
    dates = dict.fromkeys(("opens_at", "ideas_close_at", "support_close_at", "answers_due_on"))
    shown = _head(business, status=DRAFT, **dates)
    assert (shown.next_text, shown.when, shown.chip) == ("", "", "Draf")


def test_a_card_of_the_fair_rule_says_that_only_ideas_close(business: Business) -> None:
    assert _head(business, rule="fair", stage="ideas").when.startswith("ide sampai")
    assert _head(business, stage="ideas").when.startswith("tutup")


def test_a_head_costs_no_query(business: Business) -> None:
    challenge = _challenge(business)
    with statements() as seen:
        head(challenge, "WIT")
    assert seen == []


def test_every_level_and_sector_of_the_database_has_its_words() -> None:
    assert tuple(LEVELS) == PROMISES
    [check] = [str(c.sqltext) for c in Business.__table__.constraints if "sector" in str(getattr(c, "sqltext", ""))]  # type: ignore[attr-defined]
    assert all(f"'{key}'" in check for key in SECTORS)
    assert check.count("'") == 2 * len(SECTORS)
    assert all(sector_from_slug(sector.slug) is sector for sector in SECTORS.values())
