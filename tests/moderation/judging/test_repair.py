"""A moderator asks for changes: the author makes them whenever they come, and the case waits again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, WITHDRAWN, Post
from ideaboard.posts.service import submit
from tests.database import fresh, rows, scalar, write
from tests.factories import make_challenge, make_idea, make_user
from tests.moderation.judging.steps import case_about, decide, open_cases
from tests.moderation.steps import make_held_comment, make_moderator

IDEA = {
    "title": "Keripik dengan bumbu baru",
    "body": "Bumbu tabur dari cabai dan tomat kering, tanpa kata kasar.",
    "for_whom": "Keluarga",
    "why": "",
    "licence": "on",
}


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator()


def old(post: Post) -> None:
    """Let a post be from last month."""
    then = now() - timedelta(days=30)
    moved = update(Post).where(Post.id == post.id).values(created_at=then, published_at=then)
    write(lambda: db.session.execute(moved))


@pytest.mark.parametrize("action", ["changes", "hide"])
def test_an_old_comment_can_be_put_right_and_is_read_again(browse, dewi, action):
    author = make_user()
    comment = make_held_comment(author=author)
    old(comment)
    me = browse(author)
    assert me.get(f"/k/{comment.id}/ubah").status_code == 409
    first = decide(comment, dewi, action, reason="abuse")
    assert fresh(comment).repair_asked_at is not None
    assert "asks you to change" in me.get(f"/k/{comment.id}?bahasa=en").text
    assert me.get(f"/k/{comment.id}/ubah").status_code == 200
    sent = me.post(f"/k/{comment.id}/ubah", {"body": "Idenya menarik sekali.", "version": 1})
    assert sent.status_code == 303
    found = fresh(comment)
    assert (found.status, found.version, found.repair_asked_at) == (HELD, 2, None)
    again = case_about(comment)
    assert (open_cases(comment), again.id != first.case_id) == (1, True)
    assert browse().get(f"/k/{comment.id}").status_code == 404
    assert me.get(f"/k/{comment.id}/ubah").status_code == 409  # Once, then it waits.
    decide(again, dewi, "keep", version=2)
    assert fresh(comment).status == PUBLISHED


@pytest.mark.parametrize("action", ["changes", "hide"])
def test_an_idea_can_be_put_right_when_ideas_are_closed(browse, dewi, action):
    author = make_user()
    idea = make_idea(make_challenge(stage="review"), author)
    me = browse(author)
    assert me.get(f"/i/{idea.id}/ubah").status_code == 409
    decide(idea, dewi, action, reason="hoax")
    page = me.get(f"{idea.path}?bahasa=en").text
    assert "asks you to change" in page
    assert "/ubah" in page
    assert me.post(f"/i/{idea.id}/ubah", {**IDEA, "version": 1}).status_code == 303
    found = fresh(idea)
    assert (found.status, found.version, found.title) == (HELD, 2, IDEA["title"])
    assert open_cases(idea) == 1
    assert me.get(f"/i/{idea.id}/ubah").status_code == 409
    assert scalar(select(Challenge.idea_count).where(Challenge.id == idea.challenge_id)) == 0


def test_a_hidden_update_can_be_put_right(browse, dewi):
    owner = make_user()
    challenge = make_challenge(owner=owner)
    news = Update(author_id=owner.id, parent_id=challenge.id, challenge_id=challenge.id, excerpt="Kabar")
    write(lambda: submit(news, {"body": "Kabar dari dapur."}, status=PUBLISHED))
    decide(news, dewi, "hide", reason="hoax")
    address = f"/t/{challenge.slug}/kabar/{news.id}/ubah"
    me = browse(owner)
    assert me.get(address).status_code == 200
    assert me.post(address, {"body": "Kabar yang benar dari dapur.", "version": 1}).status_code == 303
    assert (fresh(news).status, open_cases(news)) == (HELD, 1)


def test_a_hidden_challenge_can_be_put_right(browse, dewi):
    owner = make_user()
    challenge = make_challenge(owner=owner)
    decide(challenge, dewi, "hide", reason="hoax")
    step = browse(owner).get(f"/tantangan/{challenge.id}/langkah/1")
    assert step.status_code == 200


def test_who_did_not_write_it_cannot_put_it_right(browse, dewi):
    comment = make_held_comment()
    decide(comment, dewi, "changes", reason="abuse")
    assert browse(make_user()).get(f"/k/{comment.id}/ubah").status_code == 404
    assert browse().get(f"/k/{comment.id}").status_code == 404


@pytest.mark.parametrize("action", ["changes", "hide"])
def test_its_author_may_take_it_back_instead(browse, dewi, action):
    author = make_user()
    comment = make_held_comment(author=author)
    decide(comment, dewi, action, reason="abuse")
    assert browse(author).post(f"/k/{comment.id}/hapus").status_code == 303
    assert (fresh(comment).status, open_cases(comment)) == (WITHDRAWN, 0)


def test_a_hidden_post_is_not_changed_by_an_edit_that_changes_nothing(browse, dewi):
    author = make_user()
    comment = make_held_comment(author=author, body="Kata yang sama.")
    decide(comment, dewi, "hide", reason="abuse")
    browse(author).post(f"/k/{comment.id}/ubah", {"body": "Kata yang sama.", "version": 1})
    assert (fresh(comment).status, fresh(comment).version) == (HIDDEN, 1)
    assert len(rows(select(Case).where(Case.post_id == comment.id))) == 1


def test_a_held_text_that_its_author_edits_by_themselves_keeps_its_case(browse, dewi):
    author = make_user()
    comment = make_held_comment(author=author)
    case = case_about(comment)
    browse(author).post(f"/k/{comment.id}/ubah", {"body": "Teks yang lebih baik.", "version": 1})
    assert (case_about(comment).id, open_cases(comment)) == (case.id, 1)
    assert fresh(comment).status == HELD
    assert isinstance(fresh(comment), Comment)
