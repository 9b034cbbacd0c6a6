"""Quotas: counted from rows where the row is added, exact in parallel, refused in words with nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from ideaboard.comments.models import Comment
from ideaboard.comments.service import create_comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.media.models import Picture
from ideaboard.posts.models import DRAFT, HELD, PUBLISHED, REMOVED, Post
from ideaboard.posts.quotas import COMMENT, IDEA, PICTURE, QUOTAS, REPORT, SUPPORT, SUPPORT_AUTHOR, allowed
from ideaboard.posts.service import change_status
from ideaboard.screening.context import MEMBER, NEW, REGULAR, TRUSTED
from ideaboard.votes.models import Vote
from ideaboard.votes.service import cast_vote
from ideaboard.web.problems import TooFast
from tests.browser import Browser
from tests.comments.steps import make_comment
from tests.database import count, fresh, rows, write
from tests.factories import make_challenge, make_idea, make_user
from tests.ideas.forms import filled, form_path
from tests.parallel import all_at_once
from tests.pictures import chosen

Browse = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("quotas")
START = datetime(2026, 11, 21, 3, tzinfo=UTC)


def say(browser: Browser, idea: Idea, n: int, **more: Any):
    return browser.post(f"/i/{idea.id}/komentar?bahasa=en", {"body": f"Pendapat nomor {n} dari warga.", **more})


@pytest.mark.parametrize(("level", "expected"), [(NEW, 3), (MEMBER, 10), (REGULAR, 20), (TRUSTED, 20)])
def test_more_trust_may_do_more(app: Flask, level: int, expected: int) -> None:
    assert allowed(make_user(trust_level=level), IDEA) == expected


def test_moderators_are_no_newcomers(app: Flask) -> None:
    assert allowed(make_user(is_moderator=True), COMMENT) == 60


def test_the_numbers_are_those_of_the_rules() -> None:
    told = {
        IDEA: (3, 10, 20),
        COMMENT: (5, 20, 60),
        SUPPORT: (10, 20, 40),
        SUPPORT_AUTHOR: (3, 6, 6),
        REPORT: (5, 20, 50),
        PICTURE: (5, 20, 60),
        "challenge": (1, 3, 10),
    }
    assert {name: quota.allowed for name, quota in QUOTAS.items()} == told


def test_a_comment_too_many_is_refused_in_words_and_stays_in_the_form(browse: Browse) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser, idea = browse(make_user()), make_idea()
        for n in range(5):
            assert say(browser, idea, n).status_code == 303
            clock.shift(timedelta(minutes=5))
        answer = say(browser, idea, 6)
        assert answer.status_code == 429
        assert "You can write 5 comments in an hour, and none is left. Try again in 35 minutes." in answer.text
        assert "Pendapat nomor 6 dari warga.</textarea>" in answer.text
        told = {name: answer.headers[name] for name in ("Retry-After", "RateLimit-Limit", "RateLimit-Remaining")}
        assert told == {"Retry-After": "2100", "RateLimit-Limit": "5", "RateLimit-Remaining": "0"}
        assert answer.headers["RateLimit-Reset"] == "2100"
        clock.shift(timedelta(minutes=35))
        assert say(browser, idea, 7).status_code == 303
        assert say(browser, idea, 8).status_code == 429


def test_htmx_gets_the_form_back_with_the_text(browse: Browse) -> None:
    browser, idea = browse(make_user()), make_idea()
    for n in range(5):
        say(browser, idea, n)
    answer = browser.post(f"/i/{idea.id}/komentar", {"body": "Yang keenam."}, htmx=True)
    assert answer.status_code == 409
    assert "Yang keenam.</textarea>" in answer.text


def test_what_was_taken_back_counts_too(browse: Browse) -> None:
    browser, idea = browse(author := make_user()), make_idea()
    for n in range(5):
        say(browser, idea, n)
    for comment in rows(db.select(Comment)):
        browser.post(f"/k/{comment.id}/hapus")
    assert say(browser, idea, 6).status_code == 429
    assert count(Post, Post.author_id == author.id) == 5


def test_an_idea_too_many_is_kept_as_a_draft(browse: Browse) -> None:
    browser, challenge = browse(make_user()), make_challenge()
    answers = []
    for word in ("tempoyak", "andaliman", "kecombrang", "kemangi"):
        body = f"Bumbu {word} ditabur tipis-tipis di atas keripik yang masih hangat, lalu diaduk sampai rata."
        idea = filled(title=f"Keripik rasa {word}", body=body)
        answers.append(browser.post(f"{form_path(challenge)}?bahasa=en", idea))
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert "You can send 3 ideas in 24 hours" in answers[-1].text
    assert "RateLimit-Reset" in answers[-1].headers
    assert count(Idea, Idea.status == DRAFT) == 1


def test_drafts_count_when_they_are_sent(browse: Browse) -> None:
    author, challenge = make_user(), make_challenge()
    for _ in range(9):
        make_idea(challenge, author, status=DRAFT)
    answer = browse(author).post(form_path(challenge), filled())
    assert answer.status_code == 303


def test_support_for_one_author_has_a_limit_of_its_own(browse: Browse) -> None:
    browser, author, challenge = browse(make_user()), make_user(), make_challenge()
    answers = [browser.post(f"/i/{make_idea(challenge, author).id}/dukung?bahasa=en") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert "3 ideas of the same person in 24 hours" in answers[-1].text
    assert browser.post(f"/i/{make_idea(challenge).id}/dukung").status_code == 303


def test_support_that_is_there_already_is_no_more_of_it(browse: Browse) -> None:
    browser, author, challenge = browse(make_user()), make_user(), make_challenge()
    ideas = [make_idea(challenge, author) for _ in range(3)]
    for idea in ideas * 2:
        assert browser.post(f"/i/{idea.id}/dukung").status_code == 303
    assert count(Vote) == 3


def test_pictures_beyond_the_quota_are_refused_beside_their_place(browse: Browse) -> None:
    author, challenge = make_user(), make_challenge()
    some = [Picture(name=f"{n:032x}", owner_id=author.id, full_bytes=1, thumb_bytes=1, **SIZE) for n in range(5)]
    write(lambda: db.session.add_all(some))
    sent = filled(pictures=[chosen()], alt=["Keripik"])
    answer = browse(author).post(f"{form_path(challenge)}?bahasa=en", sent)
    assert answer.status_code == 422
    assert "You can add 5 pictures in 24 hours" in answer.text
    assert count(Picture) == 5


SIZE = {"width": 9, "height": 9, "thumb_width": 9, "thumb_height": 9}


# The same again


def test_the_same_text_is_refused_for_ten_minutes_and_held_for_a_day(browse: Browse) -> None:
    text = {"body": "Kalau dijual di stasiun, saya pasti beli satu kantong tiap kali pulang kampung ke Metro."}
    with time_machine.travel(START, tick=False) as clock:
        browser, idea = browse(make_user(trust_level=REGULAR)), make_idea()
        assert browser.post(f"/i/{idea.id}/komentar", text).status_code == 303
        clock.shift(timedelta(minutes=9))
        refused = browser.post(f"/i/{make_idea().id}/komentar", text)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert "Metro.</textarea>" in refused.text
        clock.shift(timedelta(minutes=2))
        assert browser.post(f"/i/{make_idea().id}/komentar", text).status_code == 303
    assert sorted(comment.status for comment in rows(db.select(Comment))) == [HELD, PUBLISHED]


def test_what_was_taken_back_may_be_sent_in_another_place(browse: Browse) -> None:
    text = {"body": "Kalau dijual di stasiun, saya pasti beli satu kantong tiap kali pulang kampung ke Metro."}
    browser = browse(make_user())
    browser.post(f"/i/{make_idea().id}/komentar", text)
    browser.post(f"/k/{rows(db.select(Comment))[0].id}/hapus")
    assert browser.post(f"/i/{make_idea().id}/komentar", text).status_code == 303


# Where tempers are high


def test_replies_come_slower_where_something_was_taken_away(browse: Browse) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser, idea = browse(make_user(trust_level=REGULAR)), make_idea()
        begun = make_comment(idea)
        for n in range(2):
            bad = make_comment(idea, reply_to=begun, body=f"Kasar {n}.")
            write(lambda bad=bad: change_status(fresh(bad), REMOVED, expected=(PUBLISHED,)))  # type: ignore[misc]
        assert say(browser, idea, 1, reply_to=begun.id).status_code == 303
        assert say(browser, idea, 2).status_code == 303  # not in that conversation
        clock.shift(timedelta(minutes=3, seconds=50))
        refused = say(browser, idea, 3, reply_to=begun.id)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
        assert "nomor 3 dari warga.</textarea>" in refused.text
        clock.shift(timedelta(seconds=10))
        assert say(browser, idea, 3, reply_to=begun.id).status_code == 303


def test_replies_elsewhere_do_not_wait(browse: Browse) -> None:
    browser, begun = browse(make_user()), make_comment(idea := make_idea())
    for n in range(2):
        assert say(browser, idea, n, reply_to=begun.id).status_code == 303


# At once


def in_request(app: Flask, work: Callable[[int], None]) -> Callable[[int], bool]:
    def inside(number: int) -> bool:
        with app.test_request_context():
            try:
                work(number)
            except TooFast:
                return False
            return True

    return inside


def test_of_32_comments_at_once_as_many_pass_as_are_allowed(app: Flask) -> None:
    author, idea = make_user(), make_idea()

    def work(number: int) -> None:
        create_comment(db.session.get(Idea, idea.id), fresh(author), f"Pendapat nomor {number} dari warga.")

    assert sum(all_at_once(app, 32, in_request(app, work))) == 5
    assert count(Comment) == 5


def test_of_100_supports_at_once_as_many_pass_as_are_allowed(app: Flask) -> None:
    voter, ideas = make_user(), [make_idea(make_challenge()).id for _ in range(20)]

    def work(number: int) -> None:
        from ideaboard.ideas.queries import idea_or_404

        cast_vote(idea_or_404(ideas[number % 20], fresh(voter)), fresh(voter))

    def five(number: int) -> int:
        return sum(in_request(app, work)(number * 5 + n) for n in range(5))

    all_at_once(app, 20, five)
    assert count(Vote) == 10
