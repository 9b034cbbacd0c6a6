"""Step 5: the check, and the one publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.challenges.models import Cancellation, Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.challenges.wizard.queries import own_challenge_or_404
from ideaboard.challenges.wizard.service import publish_challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT, HIDDEN, PUBLISHED
from ideaboard.posts.service import latest_fields
from tests.browser import Browser
from tests.challenges.wizard.forms import TODAY, draft_up_to, owner_of_a_business, path, send
from tests.database import context, count, fresh, rows, write
from tests.factories import make_challenge, make_user
from tests.parallel import all_at_once

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
def draft(owner: Browser) -> Challenge:
    """Their draft, ready to be published."""
    return draft_up_to(owner, 5)


def _published() -> int:
    return count(AuditEntry, AuditEntry.action == "challenge.publish")


def test_the_check_shows_what_people_will_see(owner: Browser, draft: Challenge) -> None:
    page = owner.get(path(draft, 5)).text
    for words in (
        "Rasa baru keripik pisang",
        "5 Desember 2026, 20.00 WIB",
        "Rp1.250.000",
        "Beli putus",
        "Libatkan",
    ):
        assert words in page


def test_a_clear_draft_is_published_at_once(owner: Browser, draft: Challenge, person: User) -> None:
    answer = owner.post(path(draft, 5))
    stored = fresh(draft)
    assert (answer.status_code, answer.location) == (303, "/t/rasa-baru-keripik-pisang")
    assert (stored.status, stored.listed, stored.stage()) == (PUBLISHED, True, Stage.IDEAS)
    assert stored.opens_at is not None
    assert abs((stored.opens_at - now()).total_seconds()) < 60
    [entry] = rows(select(AuditEntry).where(AuditEntry.action == "challenge.publish"))
    assert (entry.actor_id, entry.object_id) == (person.id, draft.id)


def test_a_later_opening_schedules_it(owner: Browser, draft: Challenge) -> None:
    send(owner, draft, 4, opens="later", opens_on="2026-11-23", opens_time="00.00")
    owner.post(path(draft, 5))
    assert fresh(draft).stage() is Stage.SCHEDULED
    with time_machine.travel("2026-11-22T16:59:59+00:00", tick=False):
        assert fresh(draft).stage() is Stage.SCHEDULED
    with time_machine.travel("2026-11-22T17:00:00+00:00", tick=False):
        assert fresh(draft).stage() is Stage.IDEAS


def test_no_reader_meets_what_was_unfinished(owner: Browser, draft: Challenge) -> None:
    owner.post(path(draft, 5))
    with context():
        assert "unfinished" not in latest_fields(draft.id)


def test_a_second_click_gets_the_same_answer(owner: Browser, draft: Challenge) -> None:
    assert owner.post(path(draft, 5)).location == owner.post(path(draft, 5)).location
    assert _published() == 1


def test_of_many_at_once_one_publishes(app: Flask, owner: Browser, draft: Challenge, person: User) -> None:
    def publish(_number: int) -> str:
        me = db.session.get(User, person.id)
        assert me is not None
        with app.test_request_context():
            return publish_challenge(own_challenge_or_404(draft.id, me), me).status

    assert all_at_once(app, 6, publish) == [PUBLISHED] * 6
    assert _published() == 1


def test_a_step_kept_unfinished_must_be_finished_first(owner: Browser, draft: Challenge) -> None:
    assert send(owner, draft, 2, weight_1="abc", do="save").status_code == 303
    assert "Langkah 2 tersimpan, tetapi belum selesai." in owner.get(path(draft, 5)).text
    assert owner.post(path(draft, 5)).status_code == 422
    assert fresh(draft).status == DRAFT


def test_dates_that_passed_while_waiting_are_refused(owner: Browser, draft: Challenge, person: User) -> None:
    with time_machine.travel("2026-12-06T05:00:00+00:00", tick=True):
        answer = owner.post(path(draft, 5))
    assert answer.status_code == 422
    assert fresh(draft).status == DRAFT


def test_a_draft_without_anything_says_all_that_is_missing(owner: Browser, person: User) -> None:
    empty = make_challenge(
        owner=person, status=DRAFT, problem="", limits="", answers_due_on=None, prize_due_on=None
    )
    page = owner.get(path(empty, 5)).text
    assert page.count('class="chip problem"') >= 5
    assert owner.post(path(empty, 5)).status_code == 422


def test_advice_never_blocks(owner: Browser, draft: Challenge) -> None:
    send(owner, draft, 1, problem="Sepi sekali akhir-akhir ini.")
    assert 'class="chip attention"' in owner.get(path(draft, 5)).text
    assert owner.post(path(draft, 5)).status_code == 303


def test_a_cancelled_challenge_is_not_edited(owner: Browser, person: User) -> None:
    challenge = make_challenge(owner=person, cancelled_at=now())
    write(lambda: db.session.add(Cancellation(challenge_id=challenge.id, by_id=person.id, reason="Batal")))
    assert owner.get(path(challenge, 1)).status_code == 409
    assert send(owner, challenge, 1, title="Judul yang lain").status_code == 409
    assert owner.post(path(challenge, 5)).status_code == 409
    assert fresh(challenge).title != "Judul yang lain"


@pytest.mark.parametrize("columns", [{"stage": "review"}, {"status": HIDDEN}])
def test_what_is_closed_or_hidden_is_not_edited(owner: Browser, person: User, columns: dict[str, str]) -> None:
    challenge = make_challenge(owner=person, **columns)  # type: ignore[arg-type]
    assert owner.get(path(challenge, 1)).status_code == 409
    answer = send(owner, challenge, 1, title="Judul yang lain")
    assert answer.status_code == 409
    assert "Judul yang lain" in answer.text


def test_nobody_publishes_the_draft_of_somebody_else(browse: Browse, draft: Challenge) -> None:
    assert browse(make_user()).post(path(draft, 5)).status_code == 404
    assert fresh(draft).status == DRAFT
