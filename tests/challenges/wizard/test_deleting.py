"""A draft of a challenge is deleted, with everything in it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.businesses.models import STAFF, Membership
from ideaboard.challenges.models import Challenge, Criterion, Prize
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.jobs import outbox
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from ideaboard.posts.models import PostVersion
from tests.database import context, count, scalar, write
from tests.factories import make_business, make_challenge, make_user
from tests.parallel import all_at_once


@pytest.fixture
def owner(app):
    return make_user()


@pytest.fixture
def draft(owner):
    return make_challenge(make_business(owner), owner=owner, status="draft")


def path_of(challenge):
    return f"/tantangan/{challenge.id}/hapus"


def test_the_owner_deletes_it_with_everything_in_it(browse, owner, draft):
    give_cover(draft, owner)
    me = browse(owner)
    assert path_of(draft) in me.get(f"/tantangan/{draft.id}/langkah/5").text
    assert me.get(path_of(draft)).status_code == 200
    assert me.post(path_of(draft)).status_code == 303
    for model in (Challenge, Criterion, Prize, PostVersion, Picture):
        assert count(model) == 0
    with context():
        outbox.deliver_due()
        assert not store().exists(files_of("a" * 32)[0])
    assert scalar(select(AuditEntry.action)) == "challenge.delete_draft"


def give_cover(draft, owner):
    size = {"width": 1, "height": 1, "thumb_width": 1, "thumb_height": 1, "full_bytes": 1, "thumb_bytes": 1}
    picture = Picture(name="a" * 32, owner_id=owner.id, post_id=draft.id, attached_at=now(), **size)

    def work():
        db.session.add(picture)
        db.session.flush()
        db.session.get_one(Challenge, draft.id).cover_id = picture.id

    write(work)
    with context():
        store().put(files_of("a" * 32)[0], b"a picture")


@pytest.mark.parametrize("status", ["published", "held", "hidden", "removed"])
def test_what_is_no_draft_is_not_deleted(browse, owner, status):
    challenge = make_challenge(make_business(owner), owner=owner, status=status)
    assert browse(owner).post(path_of(challenge)).status_code == 409
    assert count(Challenge) == 1


def test_staff_delete_only_what_they_began(browse, owner, draft):
    helper = make_user()
    write(lambda: db.session.add(Membership(business_id=draft.business_id, user_id=helper.id, role=STAFF)))
    assert browse(helper).post(path_of(draft)).status_code == 403
    own = make_challenge(owner=helper, business=scalar_business(draft), status="draft")
    assert browse(helper).post(path_of(own)).status_code == 303


def scalar_business(challenge):
    from ideaboard.businesses.models import Business

    return scalar(select(Business).where(Business.id == challenge.business_id))


def test_others_do_not_find_it(browse, browser, draft):
    assert browse(make_user()).post(path_of(draft)).status_code == 404
    assert browser.post(path_of(draft)).status_code == 401
    assert count(Challenge) == 1


def test_deleting_at_the_moment_of_publishing_leaves_one_outcome(app, browse, owner, draft):
    browsers = [browse(owner), browse(owner)]
    paths = (path_of(draft), f"/tantangan/{draft.id}/langkah/5")
    answers = all_at_once(app, 2, lambda number: browsers[number].post(paths[number]).status_code)
    assert answers[0] in (303, 409)
    assert count(Challenge) == (0 if answers[0] == 303 else 1)
