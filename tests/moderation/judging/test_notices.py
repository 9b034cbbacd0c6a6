"""Whom a decision is told, in which words, and what people learn of a post that was held at first."""

from __future__ import annotations

import pytest

import ideaboard.moderation.judging.notices  # noqa: F401  (its kinds)
from ideaboard.moderation.judging.service import emergency
from tests.database import context
from tests.factories import make_idea, make_user
from tests.moderation.judging.steps import case_about, confirm, decide, person, undo
from tests.moderation.steps import make_held_comment, make_moderator
from tests.notifications.steps import deliver, told


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator("Dewi")


def notices(browse, someone) -> str:
    return browse(someone).get("/pemberitahuan?bahasa=en").text


@pytest.mark.parametrize(
    ("choice", "kind", "words"),
    [
        (("remove", "fraud", ""), "post_removed", ("because it asks for money", "You can appeal until")),
        (("hide", "hoax", ""), "post_hidden", ("Hidden by a moderator", "You can change it, or appeal until")),
        (("changes", "abuse", ""), "post_changes", ("asks you to change this", "You can change it")),
        (("keep", "", ""), "post_kept", ("on show",)),
        (("keep", "abuse", "warn"), "person_measure", ("decided about you", "insults", "You can appeal until")),
    ],
)
def test_the_author_is_told_and_mailed_and_never_by_whom(browse, mailbox, dewi, choice, kind, words):
    author = make_user()
    comment = make_held_comment(author=author)
    action, reason, measure = choice
    decide(comment, dewi, action, reason=reason, measure=measure)
    mailbox()
    (mail,) = [mail for mail in mailbox() if mail["To"] == author.email]
    assert f"/akun/putusan/{comment.id}" in mail.get_content()
    assert told(author) == [kind]
    page = notices(browse, author)
    assert all(word in page for word in words)
    assert "Dewi" not in mail.get_content() + page


def test_others_are_told_of_a_kept_post_as_usual(dewi):
    author, owner = make_user(), make_user()
    decide(make_held_comment(make_idea(author=owner), author), dewi, "keep")
    deliver()
    assert (told(author), told(owner)) == (["post_kept"], ["idea_commented"])


def test_nobody_is_told_of_a_post_that_stayed_on_show(dewi):
    author = make_user()
    decide(make_idea(author=author), dewi, "keep")
    deliver()
    assert told(author) == []


def test_nobody_is_told_of_what_is_only_proposed_or_asked(dewi):
    make_moderator("Sari")
    author = make_user()
    decide(make_held_comment(author=author), dewi, "second")
    proposed = decide(make_held_comment(author=author), dewi, "remove", reason="abuse", measure="suspend")
    deliver()
    assert told(author) == []
    confirm(proposed, make_moderator("Budi"))
    deliver()
    assert told(author) == ["post_removed"]


def test_nobody_is_told_twice_when_a_public_post_was_held_and_kept(dewi):
    owner = make_user()
    comment = make_held_comment(make_idea(author=owner))
    decision = decide(comment, dewi, "keep")
    deliver()
    undo(decision, dewi)
    decide(comment, dewi, "keep")
    deliver()
    assert told(owner) == ["idea_commented"]


def test_a_decision_that_was_taken_back_says_so(browse, dewi):
    author = make_user()
    decision = decide(make_held_comment(author=author), dewi, "remove", reason="spam")
    deliver()
    undo(decision, dewi)
    assert "Reviewed once more" in notices(browse, author)


def test_admins_are_told_of_an_emergency_once(browse, dewi):
    boss, other = make_user(is_admin=True), make_user()
    case = case_about(make_idea(title="Kerupuk beracun"))
    with context():
        emergency(case.id, person(dewi))
        emergency(case.id, person(dewi))
    deliver()
    assert (told(boss), told(other)) == (["case_urgent"], [])
    assert "hid this at once" in notices(browse, boss)
