"""Who is told of a comment."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

import ideaboard.comments.notices  # noqa: F401  (its kinds)
from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.posts.models import HIDDEN, PUBLISHED, Post
from ideaboard.posts.service import change_status
from tests.database import fresh, rows, write
from tests.factories import make_idea, make_user
from tests.notifications.steps import deliver, notices_of, told, unread

COMMENTED, REPLIED = "idea_commented", "comment_replied"


@pytest.fixture
def people(app):
    """The author of an idea, somebody who comments and somebody who replies."""
    return make_user("Rina"), make_user("Budi"), make_user("Sari")


def say(browser, idea, body: str = "Beli di mana?", reply_to: int | str = "") -> int:
    answer = browser.post(f"/i/{idea.id}/komentar", {"body": body, "reply_to": reply_to})
    assert answer.status_code == 303
    return rows(select(func.max(Comment.id)))[0]


def hide(comment_id: int) -> None:
    write(lambda: change_status(db.session.get(Comment, comment_id), HIDDEN, expected=(PUBLISHED,)))


def test_the_author_of_an_idea_is_told_and_mailed_at_once(browse, people, mailbox):
    author, guest, _ = people
    idea = make_idea(author=author)
    comment = say(browse(guest), idea)
    mailbox()
    (mail,) = mailbox()
    assert (mail["To"], idea.title in mail["Subject"], "Budi" in mail["Subject"]) == (author.email, True, True)
    assert f"/k/{comment}" in mail.get_content()
    assert (told(author), told(guest)) == ([COMMENTED], [])


def test_who_began_the_thread_is_told_of_a_reply(browse, people):
    author, guest, other = people
    idea = make_idea(author=author)
    first = say(browse(guest), idea)
    deliver()
    say(browse(other), idea, reply_to=first)
    deliver()
    assert (told(guest), told(author), told(other)) == ([REPLIED], [COMMENTED, COMMENTED], [])
    assert browse(guest).post(f"/pemberitahuan/{notices_of(guest)[0].id}").status_code == 303


def test_a_reply_to_the_author_of_the_idea_is_told_once(browse, people):
    author, guest, _ = people
    idea = make_idea(author=author)
    first = say(browse(author), idea)
    say(browse(guest), idea, reply_to=first)
    deliver()
    assert told(author) == [REPLIED]


def test_one_is_not_told_of_ones_own_words(browse, people):
    author, *_ = people
    idea = make_idea(author=author)
    first = say(browse(author), idea)
    say(browse(author), idea, reply_to=first)
    deliver()
    assert (told(author), unread(author)) == ([], 0)


def test_a_comment_that_is_hidden_by_then_is_told_and_mailed_to_nobody(browse, people, mailbox):
    author, guest, _ = people
    hide(say(browse(guest), make_idea(author=author)))
    mailbox()
    assert (mailbox(), told(author)) == ([], [])


def test_a_comment_under_a_hidden_idea_is_told_to_nobody(browse, people, mailbox):
    author, guest, _ = people
    idea = make_idea(author=author)
    say(browse(guest), idea)

    def hide_idea() -> None:
        change_status(db.session.get(Post, idea.id), HIDDEN, expected=(PUBLISHED,))

    write(hide_idea)
    assert not fresh(idea).listed
    mailbox()
    assert (mailbox(), told(author)) == ([], [])
