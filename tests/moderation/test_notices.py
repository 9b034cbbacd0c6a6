"""Whom a decision is told, and what people learn of a post that was held at first."""

from __future__ import annotations

from sqlalchemy import select

import ideaboard.moderation.notices  # noqa: F401  (its kinds)
from ideaboard.moderation.models import Decision
from tests.database import scalar
from tests.factories import make_idea, make_user
from tests.moderation.steps import keep, make_held_comment, make_moderator, remove
from tests.notifications.steps import deliver, told


def test_the_author_of_a_removed_post_is_told_why_and_mailed(browse, mailbox):
    author = make_user()
    comment = make_held_comment(author=author)
    remove(browse(make_moderator()), comment, reason="fraud")
    mailbox()
    (mail,) = mailbox()
    assert mail["To"] == author.email
    assert f"/akun/putusan/{comment.id}" in mail.get_content()
    assert "because it asks for money" in browse(author).get("/pemberitahuan?bahasa=en").text
    assert "Dewi" not in mail.get_content()


def test_the_author_of_a_kept_post_is_told_and_the_others_as_usual(browse):
    author, owner = make_user(), make_user()
    comment = make_held_comment(make_idea(author=owner), author)
    keep(browse(make_moderator()), comment)
    deliver()
    assert told(author) == ["post_kept"]
    assert told(owner) == ["idea_commented"]


def test_nobody_is_told_twice_when_a_public_post_was_held_and_kept(browse):
    me, owner = browse(make_moderator()), make_user()
    comment = make_held_comment(make_idea(author=owner))
    keep(me, comment)
    deliver()
    me.post(f"/moderasi/putusan/{scalar(select(Decision.id))}/batal")
    keep(me, comment)
    deliver()
    assert told(owner) == ["idea_commented"]


def test_a_decision_that_was_taken_back_says_so(browse):
    author, me = make_user(), browse(make_moderator())
    comment = make_held_comment(author=author)
    remove(me, comment)
    deliver()
    me.post(f"/moderasi/putusan/{scalar(select(Decision.id))}/batal")
    assert "Reviewed once more" in browse(author).get("/pemberitahuan?bahasa=en").text
    assert "Under review" in browse(author).get(f"/akun/putusan/{comment.id}?bahasa=en").text
