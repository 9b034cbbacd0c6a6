"""Cancelling: who may, the reason everybody reads, once and for good."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.challenges.models import Cancellation
from ideaboard.challenges.stages import Stage
from ideaboard.data.clock import now
from ideaboard.posts.models import DRAFT, HELD
from tests.browser import Browser
from tests.businesses.steps import add_member
from tests.database import count, fresh, rows
from tests.factories import make_business, make_challenge, make_fair_challenge, make_user

Browse = Callable[..., Browser]
REASON = {"reason": "Oven kami rusak dan tidak bisa diperbaiki."}


def _path(challenge: object) -> str:
    return f"/t/{challenge.slug}/batalkan"  # type: ignore[attr-defined]


def test_staff_cancel_with_a_reason_that_everybody_reads(browse: Browse) -> None:
    business = make_business()
    staff = add_member(business, make_user())
    challenge = make_challenge(business)
    answer = browse(staff).post(_path(challenge), REASON)
    after = fresh(challenge)
    assert (answer.status_code, answer.location) == (303, f"/t/{challenge.slug}")
    assert (after.stage(), after.listed) == (Stage.CANCELLED, False)
    [row] = rows(select(Cancellation))
    assert (row.by_id, row.reason, row.at) == (staff.id, REASON["reason"], after.cancelled_at)
    assert REASON["reason"] in browse().get(f"/t/{challenge.slug}/brief").text
    assert rows(select(AuditEntry.action)) == ["challenge.cancel"]


def test_the_page_asks_before_anything_happens(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    page = browse(owner).get(_path(challenge))
    assert (page.status_code, 'name="reason"' in page.text) == (200, True)
    assert fresh(challenge).cancelled_at is None


@pytest.mark.parametrize("reason", ["", "terlalu", "x" * 501])
def test_a_reason_has_ten_to_five_hundred_letters(browse: Browse, reason: str) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    answer = browse(owner).post(_path(challenge), {"reason": reason})
    assert answer.status_code == 422
    assert reason in answer.text
    assert fresh(challenge).cancelled_at is None


def test_others_may_read_but_not_cancel(browse: Browse) -> None:
    challenge = make_challenge()
    for person in (make_user(), make_user(is_moderator=True), make_user(is_admin=True)):
        assert browse(person).get(_path(challenge)).status_code == 403
        assert browse(person).post(_path(challenge), REASON).status_code == 403
    assert browse().post(_path(challenge), REASON).status_code == 401
    assert count(Cancellation) == 0


def test_who_cannot_see_it_does_not_learn_that_it_exists(browse: Browse) -> None:
    held = make_challenge(status=HELD)
    assert browse(make_user()).post(_path(held), REASON).status_code == 404


def test_a_draft_has_nothing_to_cancel(browse: Browse) -> None:
    draft = make_challenge(owner=(owner := make_user()), status=DRAFT)
    assert browse(owner).post(_path(draft), REASON).status_code == 409


def test_of_many_cancellations_at_once_one_counts(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    browsers = [browse(owner) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(lambda browser: browser.post(_path(challenge), REASON).status_code, browsers))
    assert codes == [303] + [409] * 5
    assert count(Cancellation) == count(AuditEntry) == 1


def test_a_cancelled_challenge_takes_no_ideas(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    browse(owner).post(_path(challenge), REASON)
    assert not fresh(challenge).accepts_ideas


def test_fair_counts_stay_sealed_after_cancelling(browse: Browse) -> None:
    challenge = make_fair_challenge(owner=(owner := make_user()))
    browse(owner).post(_path(challenge), REASON)
    assert fresh(challenge).counts_are_sealed


def test_what_is_over_can_still_be_cancelled_while_nothing_is_decided(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()), stage="review")
    assert browse(owner).post(_path(challenge), REASON).status_code == 303
    assert fresh(challenge).cancelled_at <= now()
