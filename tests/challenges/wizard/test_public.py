"""Editing once the challenge is public: what moves, what is settled, who was first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.challenges.models import Challenge, Criterion, Prize
from ideaboard.data.clock import now
from ideaboard.posts.models import PostVersion
from ideaboard.posts.service import latest_fields
from tests.browser import Browser
from tests.challenges.wizard.forms import PROBLEM, TODAY, draft_up_to, owner_of_a_business, path, send
from tests.database import context, count, fresh, rows

Browse = Callable[..., Browser]


@pytest.fixture
def person(app: Flask) -> Iterator[User]:
    """Somebody who runs a business, on a known day."""
    with time_machine.travel(TODAY, tick=True):
        yield owner_of_a_business(verified_at=now())


@pytest.fixture
def owner(browse: Browse, person: User) -> Browser:
    """Their browser."""
    return browse(person)


@pytest.fixture
def challenge(owner: Browser) -> Challenge:
    """Their published challenge."""
    draft = draft_up_to(owner, 5)
    assert owner.post(path(draft, 5)).status_code == 303
    return fresh(draft)


def _later(day: str = "2026-12-15", **changes: Any) -> dict[str, Any]:
    moved = {"ideas_close_on": "2026-12-08", "support_close_on": day, "answers_due_on": "2026-12-22"}
    return {**moved, **changes}


def test_an_edited_text_is_a_new_version(owner: Browser, challenge: Challenge, person: User) -> None:
    answer = send(owner, challenge, 1, problem="Penjualan turun menjadi 290 bungkus.")
    after = fresh(challenge)
    assert (answer.status_code, answer.location) == (303, path(challenge, 1))
    assert (after.problem, after.version) == ("Penjualan turun menjadi 290 bungkus.", challenge.version + 1)
    assert count(PostVersion, PostVersion.post_id == challenge.id) == 2
    with context():
        fields = latest_fields(challenge.id)
    assert fields["problem"] == after.problem
    assert fields["limits"] == after.limits
    [entry] = rows(select(AuditEntry).where(AuditEntry.action == "challenge.edit"))
    assert (entry.actor_id, entry.after) == (person.id, {"step": 1, "version": after.version})


def test_the_address_stays_when_the_title_changes(owner: Browser, challenge: Challenge) -> None:
    send(owner, challenge, 1, title="Judul yang sama sekali baru")
    assert (fresh(challenge).title, fresh(challenge).slug) == ("Judul yang sama sekali baru", challenge.slug)


def test_an_edit_that_changes_nothing_makes_no_version(owner: Browser, challenge: Challenge) -> None:
    for number in range(1, 5):
        assert send(owner, challenge, number).status_code == 303
    assert fresh(challenge).version == challenge.version


def test_a_stale_edit_gets_both_texts(owner: Browser, challenge: Challenge) -> None:
    send(owner, challenge, 1, problem="Punya rekan saya")
    answer = send(owner, challenge, 1, problem="Punya saya", version=str(challenge.version))
    assert answer.status_code == 409
    assert "Punya rekan saya" in answer.text
    assert "Punya saya" in answer.text
    assert fresh(challenge).problem == "Punya rekan saya"


def test_a_public_text_is_never_saved_unfinished(owner: Browser, challenge: Challenge) -> None:
    assert send(owner, challenge, 1, title="", do="save").status_code == 422
    assert fresh(challenge).title == PROBLEM["title"]


def test_whom_it_asks_is_settled(owner: Browser, challenge: Challenge) -> None:
    send(owner, challenge, 1, audience="city", audience_note="Metro", sector="craft", city="Kupang", problem="Baru")
    after = fresh(challenge)
    assert (after.audience, after.sector, after.city, after.problem) == ("anyone", "food", "Metro", "Baru")


def test_criteria_are_settled_but_limits_are_not(owner: Browser, challenge: Challenge) -> None:
    answer = send(owner, challenge, 2, limits="Paling mahal Rp20.000", name_1="Disuap", weight_1="90")
    assert answer.status_code == 303
    assert fresh(challenge).limits == "Paling mahal Rp20.000"
    assert sorted(criterion.weight for criterion in rows(select(Criterion))) == [25, 35, 40]
    page = owner.get(path(challenge, 2)).text
    assert page.count("disabled") >= 8
    assert "jadi kriterianya tetap" in page


def test_a_prize_is_added_and_the_promised_ones_stay(owner: Browser, challenge: Challenge) -> None:
    more = {"rows": "3", "amount_1": "1", "kind_3": "money", "amount_3": "250000", "description_3": "Favorit"}
    answer = send(owner, challenge, 3, prize_due_on="2027-06-01", licence="cc_by", **more)
    assert answer.status_code == 303
    after = fresh(challenge)
    prizes = rows(select(Prize).order_by(Prize.position))
    assert [prize.amount for prize in prizes] == [1_250_000, None, 250_000]
    assert after.prize_headline == "Rp1.500.000, 24 bungkus cetakan pertama"
    assert (str(after.prize_due_on), after.licence) == ("2026-12-31", "buyout")


def test_a_promised_prize_is_not_removed(owner: Browser, challenge: Challenge) -> None:
    assert 'id="amount_2"' in send(owner, challenge, 3, do="remove-2").text
    send(owner, challenge, 3, rows="1")
    assert count(Prize) == 2


def test_closing_moves_later(owner: Browser, challenge: Challenge) -> None:
    assert send(owner, challenge, 4, **_later()).status_code == 303
    after = fresh(challenge)
    assert (after.ideas_close_at.isoformat(), str(after.answers_due_on)) == (
        "2026-12-08T13:00:00+00:00",
        "2026-12-22",
    )
    assert after.opens_at == challenge.opens_at


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ideas_close_on": "2026-12-04"}, "ideas_close_on"),
        ({"ideas_close_time": "19.00"}, "ideas_close_time"),
        ({"support_close_on": "2026-12-11"}, "support_close_on"),
        ({"answers_due_on": "2026-12-18"}, "answers_due_on"),
        ({"answers_due_on": "2026-12-20"}, "answers_due_on"),
        ({**_later(), "answers_due_on": "2027-01-02"}, "answers_due_on"),
    ],
)
def test_nothing_people_count_on_gets_worse(
    owner: Browser, challenge: Challenge, changes: dict[str, str], field: str
) -> None:
    answer = send(owner, challenge, 4, **changes)
    assert answer.status_code == 422
    assert f'id="{field.replace("_time", "_on")}-error"' in answer.text
    assert fresh(challenge).version == challenge.version


def test_rule_promise_and_opening_are_settled(owner: Browser, challenge: Challenge) -> None:
    changes = {"support_rule": "open", "promise": "inform", "opens": "later", "opens_on": "2026-11-30"}
    assert send(owner, challenge, 4, promise_text="Kata baru", **changes).status_code == 303
    after = fresh(challenge)
    assert (after.support_rule, after.promise, after.opens_at) == ("fair", "involve", challenge.opens_at)
    assert after.promise_text == "Kata baru"


def test_a_template_does_not_move_public_dates(owner: Browser, challenge: Challenge) -> None:
    page = send(owner, challenge, 4, do="days-7", ideas_close_on="2026-12-08").text
    assert 'value="2026-12-08"' in page


def test_once_ideas_are_closed_only_support_moves(owner: Browser, challenge: Challenge) -> None:
    with time_machine.travel("2026-12-06T05:00:00+00:00", tick=True):
        assert send(owner, challenge, 4, **_later(ideas_close_on="2026-12-10")).status_code == 303
    after = fresh(challenge)
    assert after.ideas_close_at == challenge.ideas_close_at
    assert after.support_close_at.isoformat() == "2026-12-15T13:00:00+00:00"


def test_the_check_page_says_that_it_is_public(owner: Browser, challenge: Challenge) -> None:
    page = owner.get(path(challenge, 5)).text
    assert "Tantangan ini sudah terbit." in page
    assert 'class="checklist"' not in page
