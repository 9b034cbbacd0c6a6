"""What the engine is told about an author."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from ideaboard.data.clock import now
from ideaboard.posts.models import PUBLISHED
from ideaboard.posts.service import change_status
from ideaboard.posts.standing import standing_of
from ideaboard.screening.context import MEMBER, NEW, TRUSTED, Context
from tests.browser import Browser
from tests.comments.steps import make_comment, make_many_comments, say
from tests.database import fresh, statements, write
from tests.factories import make_idea, make_user
from tests.screening.wiring.words import FakeEngine

Browse = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("newcomers")
OLD = timedelta(days=3)


def context_of(author: Any) -> Context:
    return standing_of(author.id).context(fresh(author), "comment")


def make_old(post: Any) -> None:
    def work() -> None:
        found = fresh(post)
        found.created_at = found.published_at = now() - OLD

    write(work)


def test_a_new_account_is_new_and_its_first_post_the_first(in_request: Flask) -> None:
    found = context_of(make_user())
    assert (found.trust, found.first_post, found.recent_posts) == (NEW, True, 0)
    assert (found.account_age_hours or 0) < 1


def test_the_stored_level_counts_once_something_is_public(in_request: Flask) -> None:
    author = make_user(trust_level=MEMBER)
    assert context_of(author).trust == NEW
    comment = make_comment(author=author)
    assert context_of(author).trust == MEMBER
    write(lambda: change_status(fresh(comment), "removed", expected=(PUBLISHED,)))
    assert context_of(author).trust == NEW


def test_moderators_are_trusted(in_request: Flask) -> None:
    assert context_of(make_user(is_moderator=True)).trust == TRUSTED


def test_posts_of_the_last_ten_minutes_count(in_request: Flask) -> None:
    author, idea = make_user(), make_idea()
    make_many_comments(idea, author, 7)
    make_old(make_comment(author=author))
    assert context_of(author).recent_posts == 7


def test_one_statement_is_enough_whatever_an_author_wrote(in_request: Flask) -> None:
    author = make_user()
    make_many_comments(make_idea(), author, 120)
    with statements() as asked:
        standing_of(author.id, 1)
    assert len(asked) == 1


def test_the_edited_post_proves_nothing_about_its_author(
    browse: Browse, fake_engine: FakeEngine, in_request: Flask
) -> None:
    comment = make_comment(author=(author := make_user()))
    browse(author).post(f"/k/{comment.id}/ubah", {"body": "Ganti saja.", "version": "1"})
    assert fake_engine.asked[-1][1].first_post is True


def test_a_comment_needs_few_statements_more_for_being_screened(browse: Browse) -> None:
    idea, author = make_idea(), browse(make_user())
    say(author, idea)
    with statements() as asked:
        say(author, idea)
    about = [sql for sql in asked if "screening_results" in sql]
    assert len(about) == 2
