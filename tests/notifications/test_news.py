"""Who is told of an update of a challenge, and who is not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.extensions import db
from ideaboard.posts.models import HIDDEN, PUBLISHED, WITHDRAWN, Post
from ideaboard.posts.service import change_status
from tests.businesses.steps import add_member
from tests.database import rows, write
from tests.factories import make_business, make_challenge, make_idea, make_user
from tests.notifications.steps import deliver, told
from tests.votes.steps import support

NEWS = {"body": "Percobaan pertama sudah jadi."}


@pytest.fixture
def owner(app):
    return make_user()


@pytest.fixture
def business(owner) -> Business:
    return make_business(owner)


@pytest.fixture
def challenge(business) -> Challenge:
    return make_challenge(business)


def take_away(post: type[Post], status: str) -> None:
    def work() -> None:
        [found] = db.session.scalars(select(post))
        change_status(found, status, expected=(PUBLISHED,))

    write(work)


def test_who_has_ideas_and_supports_others_is_told_once(browse, challenge, owner):
    author = make_user()
    for _ in range(2):
        make_idea(challenge, author)
    support(browse(author), make_idea(challenge))
    browse(owner).post(f"/t/{challenge.slug}/kabar", NEWS)
    deliver()
    assert told(author) == ["challenge_update"]


def test_the_writer_is_told_nothing_even_with_a_part_in_the_challenge(browse, challenge, business):
    staff = make_user()
    make_idea(challenge, staff)
    add_member(business, staff)
    browse(staff).post(f"/t/{challenge.slug}/kabar", NEWS)
    deliver()
    assert told(staff) == []


@pytest.mark.parametrize(("post", "status"), [(Update, HIDDEN), (Update, WITHDRAWN), (Challenge, HIDDEN)])
def test_what_is_gone_before_it_is_told_is_told_to_nobody(browse, challenge, owner, post, status):
    make_idea(challenge, author := make_user())
    browse(owner).post(f"/t/{challenge.slug}/kabar", NEWS)
    take_away(post, status)
    deliver()
    assert told(author) == []


def test_an_edited_update_is_not_told_again(browse, challenge, owner):
    make_idea(challenge, author := make_user())
    browse(owner).post(f"/t/{challenge.slug}/kabar", NEWS)
    [update] = rows(select(Update))
    change = {"body": "Percobaan kedua sudah jadi.", "version": "1"}
    assert browse(owner).post(f"/t/{challenge.slug}/kabar/{update.id}/ubah", change).status_code == 303
    deliver()
    assert told(author) == ["challenge_update"]
