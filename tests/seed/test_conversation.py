"""Comments for load tests: as many as asked, the same each time, every count true, nothing before its idea."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from ideaboard.comments.models import Comment
from ideaboard.comments.queries import drifted_counts
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import Post, PostVersion
from ideaboard.seed.conversation import comment_rows
from ideaboard.seed.loader import SeedRefused, make_plan
from ideaboard.seed.plan import Plan
from tests.comments.steps import make_comment
from tests.database import count, rows
from tests.seed.test_seed import MIDNIGHT, add


def test_there_are_as_many_comments_as_were_asked_for(app):
    told = add(app, 2, 20, 0, comments=120)
    assert count(Comment, Comment.listed) == 120
    assert told == 2 + 20 + 120 + 50
    assert count(PostVersion) == count(Post) == 142


def test_every_count_equals_its_rows(app):
    before = make_comment()
    add(app, 2, 20, 0, comments=120)
    with app.app_context():
        assert drifted_counts() == []
    assert make_comment().id > before.id + 142


def test_replies_answer_a_thread_of_the_same_idea(app):
    add(app, 1, 5, 0, comments=80)
    threads = {one.id: one for one in rows(select(Comment).where(Comment.reply_to_id.is_(None)))}
    replies = rows(select(Comment).where(Comment.reply_to_id.is_not(None)))
    assert 10 < len(replies) < 40
    assert all(threads[reply.reply_to_id].idea_id == reply.idea_id for reply in replies)


def test_nothing_is_said_before_its_idea_was_sent(app):
    add(app, 1, 30, 0, comments=90)
    sent = {idea.id: idea.published_at for idea in rows(select(Idea))}
    assert all(comment.published_at >= sent[comment.idea_id] for comment in rows(select(Comment)))


def test_a_seeded_conversation_can_be_opened(app, browser):
    add(app, 1, 1, 0, comments=60)
    [idea] = rows(select(Idea))
    page = browser.get(idea.path)
    assert page.status_code == 200
    assert "Pemilik usaha" in page.text


def test_the_same_state_makes_the_same_comments():
    first, again, other = (list(comment_rows(Plan(2, 9, 0, state, MIDNIGHT, comments=50))) for state in (7, 7, 8))
    assert first == again != other


def test_other_rows_are_the_same_with_comments_and_without():
    at = datetime(2026, 11, 21, 17, tzinfo=UTC)
    plain, talking = Plan(2, 40, 90, 7, at), Plan(2, 40, 90, 7, at, comments=300)
    assert (plain.people, plain.vote_counts) == (talking.people, talking.vote_counts)


def test_comments_without_an_idea_are_refused(app):
    with app.app_context(), pytest.raises(SeedRefused):
        make_plan(1, 0, 0, 0, comments=5)
