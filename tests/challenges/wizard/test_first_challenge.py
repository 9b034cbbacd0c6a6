"""The first challenge of a business that nobody verified is read by a moderator before everybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, REMOVED, Post
from ideaboard.posts.releasing import release
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.challenges.wizard.forms import TODAY, draft_up_to, owner_of_a_business, path, send
from tests.database import fresh, rows, write
from tests.factories import make_challenge, make_user

Browse = Callable[..., Browser]


@pytest.fixture
def person(app: Flask) -> Iterator[User]:
    """Somebody who runs a business that nobody verified."""
    with time_machine.travel(TODAY, tick=True):
        yield owner_of_a_business()


@pytest.fixture
def owner(browse: Browse, person: User) -> Browser:
    """Their browser."""
    return browse(person)


def publish(owner: Browser) -> Challenge:
    """Write a whole challenge and publish it."""
    draft = draft_up_to(owner, 5)
    assert owner.post(path(draft, 5)).status_code == 303
    return fresh(draft)


def let_through(post: Post) -> None:
    write(lambda: release(db.session.get_one(Post, post.id)))


def own_business() -> Business:
    return rows(select(Business))[0]


def test_it_waits_with_a_case_of_its_own_topic(owner: Browser, person: User) -> None:
    challenge = publish(owner)
    [case] = rows(select(Case))
    assert (challenge.status, challenge.listed) == (HELD, False)
    assert (case.post_id, case.person_id, case.topic, case.status) == (challenge.id, person.id, "business", "open")


def test_the_owner_reads_before_and_after_that_it_waits(owner: Browser) -> None:
    draft = draft_up_to(owner, 5)
    assert "first challenge of your business" in owner.get(f"{path(draft, 5)}?bahasa=en").text
    owner.post(path(draft, 5))
    page = owner.get(f"/t/{fresh(draft).slug}?bahasa=en").text
    assert "Under review, usually 4 hours." in page


def test_nobody_else_meets_it_meanwhile(owner: Browser, browser: Browser) -> None:
    challenge = publish(owner)
    assert browser.get(f"/t/{challenge.slug}").status_code == 404
    assert challenge.title not in browser.get("/tantangan").text
    assert challenge.title not in browser.get(f"/usaha/{own_business().slug}").text


def test_it_is_public_once_it_is_kept(owner: Browser, browser: Browser) -> None:
    challenge = publish(owner)
    let_through(challenge)
    assert fresh(challenge).listed
    assert browser.get(f"/t/{challenge.slug}").status_code == 200


def test_an_edit_meanwhile_does_not_publish_it(owner: Browser) -> None:
    challenge = publish(owner)
    assert send(owner, challenge, 1, title="Rasa yang lain sama sekali").status_code == 303
    assert (fresh(challenge).status, fresh(challenge).title) == (HELD, "Rasa yang lain sama sekali")


def test_two_before_the_first_was_kept_wait_both(owner: Browser) -> None:
    assert [publish(owner).status, publish(owner).status] == [HELD, HELD]


def test_the_next_one_after_a_kept_one_is_published_at_once(owner: Browser) -> None:
    let_through(publish(owner))
    assert publish(owner).status == PUBLISHED
    assert len(rows(select(Case))) == 1


@pytest.mark.parametrize("status", [HIDDEN, REMOVED])
def test_one_that_was_taken_away_opens_no_door(owner: Browser, status: str) -> None:
    first = publish(owner)
    write(lambda: change_status(db.session.get_one(Post, first.id), status, expected=(HELD,)))
    assert publish(owner).status == HELD


def test_a_challenge_of_another_business_opens_no_door(owner: Browser) -> None:
    make_challenge()
    assert publish(owner).status == HELD


def test_a_verified_business_does_not_wait(owner: Browser) -> None:
    write(lambda: db.session.execute(Business.__table__.update().values(verified_at=now())))  # type: ignore[attr-defined]
    draft = draft_up_to(owner, 5)
    assert "first challenge of your business" not in owner.get(f"{path(draft, 5)}?bahasa=en").text
    owner.post(path(draft, 5))
    assert fresh(draft).status == PUBLISHED
    assert rows(select(Case)) == []


def test_a_business_with_challenges_from_before_does_not_wait(owner: Browser, person: User) -> None:
    make_challenge(own_business(), owner=person)
    assert publish(owner).status == PUBLISHED


def test_a_verified_business_wears_a_badge_on_its_challenges(browser: Browser) -> None:
    known, unknown = make_challenge(), make_challenge(owner=make_user())
    verifying = Business.__table__.update().where(Business.id == known.business_id)  # type: ignore[attr-defined]
    write(lambda: db.session.execute(verifying.values(verified_at=now())))
    assert "Terverifikasi" in browser.get(known.path).text
    assert "Terverifikasi" not in browser.get(unknown.path).text
    assert browser.get("/tantangan").text.count("Terverifikasi") == 1
