"""The two decisions, undo, and what follows from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ideaboard.audit.models import AuditEntry
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea, hot_at
from ideaboard.moderation.models import Decision
from ideaboard.moderation.tasks import settle
from ideaboard.posts.models import HELD, PUBLISHED, REMOVED, WITHDRAWN
from ideaboard.posts.service import change_status, revise, submit
from ideaboard.votes.models import Ballot, Vote
from tests.database import context, count, fresh, rows, scalar, write
from tests.factories import make_challenge, make_idea, make_user
from tests.moderation.steps import keep, make_held_comment, make_moderator, remove


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator()


@pytest.fixture
def me(browse, dewi):
    """Her browser."""
    return browse(dewi)


def undo(browser, decision_id: int | None = None):
    newest = decision_id or scalar(select(Decision.id).order_by(Decision.id.desc()).limit(1))
    return browser.post(f"/moderasi/putusan/{newest}/batal")


def only_decision() -> Decision:
    [decision] = rows(select(Decision))
    return decision


def make_older(minutes: int) -> None:
    moment = now() - timedelta(minutes=minutes)
    write(lambda: db.session.execute(update(Decision).values(made_at=moment)))


# Keep


def test_a_kept_idea_is_on_the_board_with_its_counts_and_its_place(browse, me):
    challenge = make_challenge()
    idea = make_idea(challenge, status=HELD, hot=0.0)
    assert keep(me, idea).location == "/moderasi"
    idea = fresh(idea)
    assert (idea.status, idea.listed) == (PUBLISHED, True)
    assert idea.hot == pytest.approx(hot_at(0, idea.published_at))
    assert scalar(select(Challenge.idea_count).where(Challenge.id == challenge.id)) == 1
    assert browse().get(idea.path).status_code == 200
    assert idea.path in browse().get("/cari?q=seruit").text


def test_a_kept_comment_is_counted(me):
    comment = make_held_comment()
    keep(me, comment)
    assert scalar(select(Idea.comment_count).where(Idea.id == comment.idea_id)) == 1


def test_an_idea_that_was_held_after_support_keeps_it(me):
    idea = make_idea(votes=9)
    write(lambda: change_status(db.session.get(Idea, idea.id), HELD, expected=(PUBLISHED,)))
    keep(me, idea)
    found = fresh(idea)
    assert (found.vote_count, found.hot) == (9, pytest.approx(hot_at(9, found.published_at)))
    assert found.published_at == idea.published_at


def test_a_kept_update_and_a_kept_challenge_are_on_their_lists(browse, me):
    owner = make_user()
    challenge = make_challenge(owner=owner, status=HELD)
    assert browse().get(challenge.path).status_code == 404
    keep(me, challenge)
    assert fresh(challenge).listed
    news = Update(author_id=owner.id, parent_id=challenge.id, challenge_id=challenge.id, excerpt="Kabar")
    write(lambda: submit(news, {"body": "Kabar baru dari dapur."}, status=HELD))
    keep(me, news)
    assert scalar(select(Challenge.update_count).where(Challenge.id == challenge.id)) == 1
    assert "Kabar baru dari dapur." in browse().get(f"{challenge.path}/kabar").text


# Remove


def test_a_removed_post_is_gone_for_readers_and_its_author_reads_why(browse, me):
    author = make_user()
    comment = make_held_comment(author=author)
    remove(me, comment, reason="abuse", message="Tolong tanpa makian.")
    assert fresh(comment).status == REMOVED
    assert browse().get(f"/k/{comment.id}").status_code == 404
    page = browse(author).get(f"/akun/putusan/{comment.id}?bahasa=en").text
    assert "because it insults or demeans people" in page
    assert "Tolong tanpa makian." in page
    assert "Dewi" not in page


def test_nobody_else_reads_a_decision(browse, me):
    comment = make_held_comment()
    remove(me, comment)
    assert browse(make_user()).get(f"/akun/putusan/{comment.id}").status_code == 404
    assert me.get(f"/akun/putusan/{comment.id}").status_code == 404


@pytest.mark.parametrize("reason", ["", "other", "x" * 300])
def test_a_removal_without_a_reason_is_refused_and_the_message_kept(me, reason):
    comment = make_held_comment()
    answer = remove(me, comment, reason=reason, message="Tanpa makian.")
    assert answer.status_code == 422
    assert "Tanpa makian." in answer.text
    assert fresh(comment).status == HELD
    assert remove(me, comment, htmx=True, message="y" * 501).status_code == 422


# Races and conflicts


@pytest.mark.parametrize("htmx", [False, True])
def test_who_comes_second_is_told_what_happened_and_by_whom(browse, me, htmx):
    comment = make_held_comment()
    remove(browse(make_moderator("Sari")), comment, reason="fraud")
    answer = keep(me, comment, htmx=htmx)
    assert answer.status_code == 409
    assert "Sari" in answer.text
    assert count(Decision) == 1
    assert fresh(comment).status == REMOVED
    assert ("<html" in answer.text) is not htmx


def test_what_its_author_took_back_is_not_decided(me):
    comment = make_held_comment()
    write(lambda: change_status(db.session.get(type(comment), comment.id), WITHDRAWN, expected=(HELD,)))
    assert keep(me, comment).status_code == 409
    assert fresh(comment).status == WITHDRAWN


@pytest.mark.parametrize("htmx", [False, True])
def test_a_text_that_changed_meanwhile_is_shown_again_before_it_is_decided(me, htmx):
    comment = make_held_comment()

    def edit() -> None:
        found = db.session.get(type(comment), comment.id)
        revise(found, {"body": "Teks yang baru."}, editor_id=comment.author_id, base_version=1)

    write(edit)
    answer = keep(me, comment, htmx=htmx)
    assert (answer.status_code, fresh(comment).status) == (409, HELD)
    assert "Teks yang baru." in answer.text
    assert keep(me, comment, version=2).status_code == 303


@pytest.mark.parametrize("version", ["", "x", 0, -1, 2**40])
def test_an_odd_version_is_refused(me, version):
    assert keep(me, make_held_comment(), version=version).status_code == 400


@pytest.mark.parametrize("decide", [keep, remove])
def test_ones_own_post_is_refused(browse, decide):
    mine = make_moderator()
    comment = make_held_comment(author=mine)
    assert decide(browse(mine), comment).status_code == 403
    assert fresh(comment).status == HELD


def test_what_does_not_exist_was_decided_by_nobody(me):
    assert me.post("/moderasi/999/biarkan", {"version": 1}).status_code == 409


# Undo


@pytest.mark.parametrize("decide", [keep, remove])
def test_undo_lets_the_post_wait_again(me, decide):
    idea = make_idea(status=HELD)
    decide(me, idea)
    assert "/batal" in me.get("/moderasi").text
    assert undo(me).status_code == 303
    found = fresh(idea)
    assert (found.status, found.listed, found.published_at) == (HELD, False, None)
    assert scalar(select(Challenge.idea_count).where(Challenge.id == idea.challenge_id)) == 0
    assert only_decision().undone_at is not None
    assert decide(me, idea).status_code == 303


def test_undo_is_over_after_ten_minutes(me):
    comment = make_held_comment()
    keep(me, comment)
    make_older(11)
    assert "/batal" not in me.get("/moderasi").text
    assert undo(me).status_code == 409
    assert fresh(comment).status == PUBLISHED


def test_only_who_decided_takes_it_back_and_only_once(browse, me):
    comment = make_held_comment()
    keep(me, comment)
    assert undo(browse(make_moderator("Sari"))).status_code == 403
    assert (undo(me).status_code, undo(me).status_code) == (303, 409)
    assert undo(me, 999).status_code == 403


def test_undo_does_not_bring_back_what_its_author_withdrew(me):
    comment = make_held_comment()
    keep(me, comment)
    write(lambda: change_status(db.session.get(type(comment), comment.id), WITHDRAWN, expected=(PUBLISHED,)))
    assert undo(me).status_code == 409
    assert (fresh(comment).status, only_decision().undone_at) == (WITHDRAWN, None)


def test_support_goes_back_when_a_removal_can_no_longer_be_undone(browse, me):
    idea = make_idea()
    browse(make_user()).post(f"/i/{idea.id}/dukung")
    write(lambda: change_status(db.session.get(Idea, idea.id), HELD, expected=(PUBLISHED,)))
    remove(me, idea)
    with context():
        settle()
    assert (fresh(idea).vote_count, count(Vote)) == (1, 1)
    make_older(11)
    with context():
        assert (settle(), settle()) == (1, 0)
    assert (fresh(idea).vote_count, count(Vote), scalar(select(Ballot.used))) == (0, 0, 0)


# Records


def test_each_step_is_audited_by_ids_and_codes(me, dewi):
    comment = make_held_comment()
    remove(me, comment, reason="personal", message="Nomor orang lain.")
    undo(me)
    removed, undone = rows(select(AuditEntry).order_by(AuditEntry.id))
    assert (removed.action, undone.action) == ("post.remove", "post.undo")
    assert (removed.actor_id, removed.object_id) == (dewi.id, comment.id)
    assert removed.after == {"status": "removed", "decision": only_decision().id, "reason": "personal"}
    assert "Nomor" not in str(removed.after)


def test_htmx_gets_the_line_that_takes_the_cards_place(me):
    comment = make_held_comment()
    answer = keep(me, comment, htmx=True)
    assert "<html" not in answer.text
    assert f'id="post-{comment.id}"' in answer.text
    assert "/batal" in answer.text
    assert 'id="status"' in answer.text
