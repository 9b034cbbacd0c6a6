"""What readers see after a decision: boards, counts, search, lists, and support that comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea, hot_at
from ideaboard.moderation.cases.models import APPEAL
from ideaboard.moderation.cases.service import close_case
from ideaboard.moderation.judging.tasks import settle
from ideaboard.moderation.models import Decision
from ideaboard.posts.models import HELD, PUBLISHED
from ideaboard.posts.service import change_status, submit
from ideaboard.votes.models import Ballot, Vote
from tests.database import context, count, fresh, scalar, write
from tests.factories import make_challenge, make_idea, make_user
from tests.moderation.judging.steps import age, audited, case_about, decide, fresh_of, undo
from tests.moderation.steps import make_held_comment, make_moderator


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator()


def settled() -> int:
    with context():
        return settle()


def test_a_kept_idea_is_on_the_board_with_its_counts_and_its_place(browse, dewi):
    challenge = make_challenge()
    idea = make_idea(challenge, status=HELD, hot=0.0)
    decide(idea, dewi, "keep")
    idea = fresh(idea)
    assert (idea.status, idea.listed) == (PUBLISHED, True)
    assert idea.hot == pytest.approx(hot_at(0, idea.published_at))
    assert scalar(select(Challenge.idea_count).where(Challenge.id == challenge.id)) == 1
    assert browse().get(idea.path).status_code == 200
    assert idea.path in browse().get("/cari?q=seruit").text


def test_a_removed_idea_is_gone_for_readers_and_back_when_it_is_taken_back(browse, dewi):
    idea = make_idea(votes=9)
    decision = decide(idea, dewi, "remove", reason="spam")
    assert browse().get(idea.path).status_code == 404
    assert idea.path not in browse().get("/cari?q=seruit").text
    undo(decision, dewi)
    found = fresh(idea)
    assert (found.vote_count, found.hot) == (9, pytest.approx(idea.hot))
    assert idea.path in browse().get("/cari?q=seruit").text


def test_a_kept_comment_is_counted_once(dewi):
    comment = make_held_comment()
    decision = decide(comment, dewi, "keep")
    assert scalar(select(Idea.comment_count).where(Idea.id == comment.idea_id)) == 1
    undo(decision, dewi)
    assert scalar(select(Idea.comment_count).where(Idea.id == comment.idea_id)) == 0


def test_an_idea_that_was_held_after_support_keeps_it(dewi):
    idea = make_idea(votes=9)
    write(lambda: change_status(db.session.get(Idea, idea.id), HELD, expected=(PUBLISHED,)))
    decide(idea, dewi, "keep")
    found = fresh(idea)
    assert (found.vote_count, found.hot) == (9, pytest.approx(hot_at(9, found.published_at)))
    assert found.published_at == idea.published_at


def test_a_kept_update_and_a_kept_challenge_are_on_their_lists(browse, dewi):
    owner = make_user()
    challenge = make_challenge(owner=owner, status=HELD)
    assert browse().get(challenge.path).status_code == 404
    decide(challenge, dewi, "keep")
    assert fresh(challenge).listed
    news = Update(author_id=owner.id, parent_id=challenge.id, challenge_id=challenge.id, excerpt="Kabar")
    write(lambda: submit(news, {"body": "Kabar baru dari dapur."}, status=HELD))
    decide(news, dewi, "keep")
    assert scalar(select(Challenge.update_count).where(Challenge.id == challenge.id)) == 1
    assert "Kabar baru dari dapur." in browse().get(f"{challenge.path}/kabar").text


def test_support_goes_back_when_the_time_for_an_appeal_is_over(browse, dewi):
    idea = make_idea()
    browse(make_user()).post(f"/i/{idea.id}/dukung")
    decision = decide(idea, dewi, "remove", reason="spam")
    age(Decision, decision.id, made_at=timedelta(days=13))
    assert (settled(), fresh(idea).vote_count, count(Vote)) == (0, 1, 1)
    age(Decision, decision.id, made_at=timedelta(days=2))
    assert (settled(), settled()) == (1, 0)
    assert (fresh(idea).vote_count, count(Vote), scalar(select(Ballot.used))) == (0, 0, 0)


def test_support_waits_for_the_outcome_of_an_appeal(browse, dewi):
    idea = make_idea()
    browse(make_user()).post(f"/i/{idea.id}/dukung")
    decision = decide(idea, dewi, "remove", reason="spam")
    appeal = case_about(idea, kind=APPEAL, topic="appeal")
    age(Decision, decision.id, made_at=timedelta(days=30))
    assert (settled(), count(Vote)) == (0, 1)
    write(lambda: close_case(fresh_of(type(appeal), appeal.id)))
    assert (settled(), count(Vote)) == (1, 0)


def test_each_step_is_audited_by_ids_and_codes(dewi):
    comment = make_held_comment()
    decision = decide(comment, dewi, "remove", reason="personal", message="Nomor orang lain.", facts="Baris 2.")
    undo(decision, dewi)
    removed, undone = audited()
    assert (removed.action, undone.action) == ("post.remove", "post.undo")
    assert (removed.actor_id, removed.object_id) == (dewi.id, comment.id)
    assert removed.before == {"status": "held", "version": 1}
    assert removed.after == {
        "status": "removed",
        "decision": decision.id,
        "case": decision.case_id,
        "measure": "",
        "reason": "personal",
        "alone": False,
    }
    assert (undone.before["status"], undone.after["status"]) == ("removed", "held")
    assert "Nomor" not in str(removed.after)
