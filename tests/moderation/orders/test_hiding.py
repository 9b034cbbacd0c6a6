"""An order hides a post everywhere at once; lifting it brings back exactly what was there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.moderation.orders.models import LegalOrder, SealedCopy
from ideaboard.moderation.orders.sealing import digest_of
from ideaboard.moderation.orders.service import apply_order
from ideaboard.moderation.orders.tasks import sweep_copies
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN, Post
from ideaboard.posts.releasing import release
from ideaboard.posts.service import change_status, revise
from ideaboard.votes.models import Vote
from ideaboard.web.problems import WrongState
from tests.browser import Browser
from tests.database import context, count, fresh, rows, write
from tests.factories import make_idea, make_user
from tests.moderation.orders.steps import lift, make_admin, order, snapshot, text
from tests.parallel import all_at_once
from tests.pictures import make_picture
from tests.screening.wiring.test_visibility import SITE, hold, says_it

Browse = Callable[..., Browser]
KINDS = ["idea", "comment", "update", "challenge"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_ordered_post_is_gone_everywhere_at_the_next_look(browse: Browse, kind: str) -> None:
    shown = hold(kind, browse())
    assert [path for path in shown.own if browse().get(path).status_code != 200] == []
    order(fresh(shown.post))
    for reader in (browse(), browse(make_user())):
        assert [path for path in shown.own if reader.get(path).status_code != 404] == []
        assert [path for path in (*SITE, *shown.lists) if says_it(reader, path)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_lifting_brings_back_exactly_what_was_there(browse: Browse, kind: str) -> None:
    shown = hold(kind, browse())
    before, pages = snapshot(shown.post), {path: says_it(browse(), path) for path in (*SITE, *shown.lists)}
    lift(order(fresh(shown.post)))
    assert snapshot(shown.post) == before
    assert {path: says_it(browse(), path) for path in (*SITE, *shown.lists)} == pages
    assert [path for path in shown.own if browse().get(path).status_code != 200] == []


def test_support_and_rank_survive(app: Flask, browse: Browse) -> None:
    idea = make_idea()
    browse(make_user()).post(f"/i/{idea.id}/dukung")
    before = snapshot(idea)
    lift(order(idea))
    assert (snapshot(idea), count(Vote)) == (before, 1)
    assert before["vote_count"] == 1


@pytest.mark.parametrize(("status", "during"), [(PUBLISHED, HIDDEN), (HELD, HIDDEN), (HIDDEN, HIDDEN)])
def test_whatever_it_was_it_is_again(app: Flask, status: str, during: str) -> None:
    idea = make_idea()
    if status != PUBLISHED:
        write(lambda: change_status(fresh(idea), status, expected=(PUBLISHED,)))
    one = order(idea)
    assert (fresh(idea).status, one.before) == (during, status)
    lift(one)
    assert fresh(idea).status == status


@pytest.mark.parametrize("status", [REMOVED, WITHDRAWN])
def test_what_is_gone_already_stays_gone(app: Flask, status: str) -> None:
    idea = make_idea()
    write(lambda: change_status(fresh(idea), status, expected=(PUBLISHED,)))
    one = order(idea)
    lift(one)
    assert fresh(idea).status == status


def test_what_its_author_withdrew_meanwhile_stays_withdrawn(app: Flask) -> None:
    idea = make_idea()
    one = order(idea)
    write(lambda: change_status(fresh(idea), WITHDRAWN, expected=(HIDDEN,)))
    lift(one)
    assert fresh(idea).status == WITHDRAWN


def test_a_draft_is_nobodys_business(app: Flask) -> None:
    idea = make_idea(status=DRAFT)
    with pytest.raises(WrongState):
        order(idea)
    assert (count(LegalOrder), fresh(idea).status) == (0, DRAFT)


@pytest.mark.parametrize("status", [PUBLISHED, HELD])
def test_nothing_but_lifting_shows_it_again(app: Flask, status: str) -> None:
    idea = make_idea()
    one = order(idea)
    with pytest.raises(WrongState, match="legal order"):
        write(lambda: change_status(fresh(idea), status, expected=(HIDDEN,)))
    assert fresh(idea).status == HIDDEN
    lift(one)
    assert fresh(idea).status == PUBLISHED


def test_a_release_that_was_on_its_way_comes_too_late(app: Flask) -> None:
    idea = make_idea()
    write(lambda: change_status(fresh(idea), HELD, expected=(PUBLISHED,)))
    order(idea)
    with pytest.raises(WrongState):
        write(lambda: release(fresh(idea)))
    assert fresh(idea).status == HIDDEN


def test_the_same_order_entered_twice_is_one(app: Flask) -> None:
    idea = make_idea()
    assert order(idea).id == order(idea).id
    with pytest.raises(WrongState, match="B-17/2026 already hides"):
        order(idea, reference="B-18/2026")
    assert count(LegalOrder) == count(SealedCopy) == 1


def test_of_many_at_once_one_is_carried_out(app: Flask) -> None:
    idea, admin = make_idea(), make_admin()
    done = all_at_once(app, 6, lambda _n: apply_order(idea.id, text(), actor_id=admin.id).id)
    assert len(set(done)) == 1
    assert rows(select(AuditEntry.action)) == ["order.apply"]


def test_lifting_twice_is_refused(app: Flask) -> None:
    one = order(make_idea())
    lift(one)
    with pytest.raises(WrongState):
        lift(one)
    assert rows(select(AuditEntry.action).order_by(AuditEntry.id)) == ["order.apply", "order.lift"]


def test_after_lifting_another_order_may_come(app: Flask) -> None:
    idea = make_idea()
    lift(order(idea))
    order(idea, reference="B-18/2026")
    assert fresh(idea).status == HIDDEN


def test_the_copy_holds_every_version_and_every_picture(app: Flask) -> None:
    idea = make_idea(title="Judul pertama")
    picture = make_picture(post_id=idea.id)
    fields = {"title": "Judul kedua", "body": "Isi kedua"}
    write(lambda: revise(fresh(idea), fields, editor_id=idea.author_id, base_version=1))
    one = order(idea)
    [copy] = rows(select(SealedCopy))
    assert [version["number"] for version in copy.versions] == [1, 2]
    assert [version["fields"]["title"] for version in copy.versions] == ["Judul pertama", "Judul kedua"]
    assert copy.pictures == [{"name": picture.name, "alt": picture.alt}]
    assert (copy.order_id, copy.kind, copy.digest) == (one.id, "idea", digest_of(copy))


def test_the_log_names_no_authority_and_no_text(app: Flask) -> None:
    post: Post = make_idea()
    lift(order(post))
    for entry in rows(select(AuditEntry)):
        assert entry.object_id == post.id
        assert set(entry.after) <= {"status", "order", "hours"}


def test_a_copy_goes_three_months_after_lifting_and_not_before(app: Flask) -> None:
    ended, lasting = order(make_idea()), order(make_idea())
    lift(ended)
    for days, left in ((89, [ended.id, lasting.id]), (91, [lasting.id])):
        with time_machine.travel(now() + timedelta(days=days), tick=True), context():
            sweep_copies()
        assert rows(select(SealedCopy.order_id).order_by(SealedCopy.order_id)) == left
