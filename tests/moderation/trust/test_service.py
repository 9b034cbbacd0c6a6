"""Stored levels follow what has stood, what moderators gave and what they took away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.models import CHANGES, DECLINED, HIDE, KEEP, PROPOSED, REMOVE, Decision
from ideaboard.moderation.trust.service import grant, recompute
from ideaboard.moderation.trust.tasks import recompute_everybody
from ideaboard.posts.models import PUBLISHED, REMOVED
from ideaboard.posts.service import change_status
from ideaboard.screening.context import MEMBER, NEW, REGULAR, TRUSTED
from tests.browser import Browser
from tests.comments.steps import make_comment
from tests.database import count, fresh, statements, write
from tests.factories import make_idea, make_user
from tests.moderation.rows import make_decision

Browse = Callable[..., Browser]
DAY = timedelta(days=1)


def make_old_hand(posts: int = 10, days: int = 20) -> tuple[User, list[object]]:
    """A person whose posts have stood for days."""
    author, idea = make_user(created_at=now() - days * DAY), make_idea()
    comments = [make_comment(idea, author=author, body=f"Pendapat {n} saya.") for n in range(posts)]

    def age() -> None:
        for comment in comments:
            fresh(comment).published_at = now() - 2 * DAY

    write(age)
    return author, comments


def level(person: User) -> int:
    return write(lambda: recompute(person.id))


@pytest.mark.parametrize(("posts", "expected"), [(1, NEW), (2, MEMBER), (10, REGULAR)])
def test_what_has_stood_for_a_day_counts(app: Flask, posts: int, expected: int) -> None:
    author, _ = make_old_hand(posts)
    assert level(author) == fresh(author).trust_level == expected


def test_what_is_younger_counts_when_a_moderator_let_it_through(app: Flask) -> None:
    author = make_user(created_at=now() - 2 * DAY)
    comments = [make_comment(make_idea(), author=author, body=f"Baru {n}.") for n in range(2)]
    assert level(author) == NEW
    kept = [make_decision(comment, KEEP) for comment in comments]
    assert level(author) == MEMBER
    write(lambda: setattr(fresh(kept[0]), "undone_at", now()))
    assert level(author) == NEW


def test_what_was_taken_away_no_longer_counts(app: Flask) -> None:
    author, comments = make_old_hand(2)
    write(lambda: change_status(fresh(comments[0]), REMOVED, expected=(PUBLISHED,)))
    assert level(author) == NEW


@pytest.mark.parametrize("action", [HIDE, REMOVE])
def test_an_upheld_case_lowers_the_level_and_taking_it_back_restores_it(app: Flask, action: str) -> None:
    author, _ = make_old_hand(11)
    decision = make_decision(make_comment(make_idea(), author=author, body="Buruk."), action)
    assert level(author) == MEMBER
    write(lambda: setattr(fresh(decision), "undone_at", now()))
    assert level(author) == REGULAR


@pytest.mark.parametrize(
    "more", [{"state": PROPOSED}, {"state": DECLINED}, {"is_sample": True}, {"action": CHANGES}]
)
def test_what_is_no_upheld_case_lowers_nothing(app: Flask, more: dict[str, object]) -> None:
    author, comments = make_old_hand(10)
    make_decision(comments[0], **{"action": REMOVE, **more})  # type: ignore[arg-type]
    assert level(author) == REGULAR


def test_an_upheld_case_is_forgotten_after_30_days(app: Flask) -> None:
    author, _ = make_old_hand(10, days=60)
    gone = make_comment(make_idea(), author=author, body="Buruk.")
    make_decision(gone, REMOVE, at=now() - 31 * DAY)
    assert level(author) == REGULAR


def test_trust_that_is_given_holds_until_something_is_removed(app: Flask) -> None:
    author, _ = make_old_hand(2)
    write(lambda: grant(author.id, TRUSTED, moderator_id=make_user(is_moderator=True).id))
    assert level(author) == TRUSTED
    decision = make_decision(make_comment(make_idea(), author=author, body="Buruk."), REMOVE, at=now())
    assert level(author) == MEMBER
    write(lambda: setattr(fresh(decision), "undone_at", now()))
    assert level(author) == TRUSTED


def test_trust_given_by_a_decision_goes_with_it(app: Flask) -> None:
    author = make_user()
    decision = make_decision(make_comment(make_idea(), author=author), KEEP)
    assert write(lambda: grant(author.id, MEMBER, decision_id=decision.id)) == MEMBER
    write(lambda: setattr(db.session.get(Decision, decision.id), "undone_at", now()))
    assert level(author) == NEW


def test_giving_trust_is_in_the_log(app: Flask) -> None:
    author, moderator = make_user(), make_user(is_moderator=True)
    write(lambda: grant(author.id, REGULAR, moderator_id=moderator.id))
    assert count(AuditEntry, AuditEntry.action == "person.trust", AuditEntry.actor_id == moderator.id) == 1


def test_every_night_everybody_is_looked_at(app: Flask) -> None:
    authors = [make_old_hand(2)[0] for _ in range(3)]
    fallen = make_user(trust_level=REGULAR)
    with app.app_context():
        recompute_everybody()
    assert [fresh(author).trust_level for author in authors] == [MEMBER] * 3
    assert fresh(fallen).trust_level == NEW


def test_many_people_cost_no_more_statements_than_one(app: Flask) -> None:
    for _ in range(5):
        make_old_hand(2)
    with statements() as seen, app.app_context():
        recompute_everybody()
    assert len(seen) <= 12


def test_the_account_page_says_the_level_and_what_is_missing(browse: Browse) -> None:
    author, _ = make_old_hand(1, days=1)
    page = browse(author).get("/akun?bahasa=en").text
    assert "Your level: <b>New</b>" in page
    assert "2 posts stood for a day or were let through by a moderator (now 1)" in page


def test_a_regular_is_told_that_nothing_is_missing(browse: Browse) -> None:
    page = browse(make_user(trust_level=REGULAR)).get("/akun?bahasa=en").text
    assert "<b>Regular member</b>" in page
    assert "For the next level" not in page
