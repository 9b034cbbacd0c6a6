"""What home tells of conversations and results, the numbers of the sectors, and what the page costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest

from ideaboard.businesses.models import Business
from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.pages import home
from ideaboard.posts.models import HIDDEN, PUBLISHED, WITHDRAWN
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.comments.steps import make_comment, make_many_comments
from tests.database import statements, write
from tests.factories import make_business, make_challenge, make_idea, make_update, make_user

Browse = Callable[..., Browser]


@pytest.fixture
def owner(app):
    return make_user("Marni")


@pytest.fixture
def business(owner) -> Business:
    return make_business(owner)


def _page(browser: Browser) -> str:
    return unescape(browser.get("/").text)


def test_an_owners_comment_is_shown_as_an_answer_with_its_idea(browser: Browser, owner, business) -> None:
    idea = make_idea(make_challenge(business))
    answer = make_comment(idea, owner, body="Kami coba **minggu depan**.")
    page = _page(browser)
    assert f'<a href="/k/{answer.id}">Kami coba minggu depan.</a>' in page
    assert f"{business.name} pada “{idea.title}”" in page
    assert "Pemilik usaha" in page.partition("new-answers")[2]


def test_what_others_say_is_no_answer(browser: Browser, owner) -> None:
    idea = make_idea()
    make_comment(idea, make_user())
    make_comment(idea, owner)  # of another business
    assert "/k/" not in _page(browser)


def test_the_newest_answers_come_first_and_three_are_enough(browser: Browser, owner, business) -> None:
    idea = make_idea(make_challenge(business))
    made = [make_comment(idea, owner).id for _ in range(4)]
    assert [int(ident) for ident in re.findall(r'href="/k/(\d+)"', _page(browser))] == made[:0:-1]


@pytest.mark.parametrize("gone", ["comment", "idea", "challenge"])
def test_an_answer_goes_with_whatever_it_belongs_to(browser: Browser, owner, business, gone) -> None:
    challenge = make_challenge(business)
    idea = make_idea(challenge)
    answer = make_comment(idea, owner)
    make_challenge()
    post = {"comment": (answer, WITHDRAWN), "idea": (idea, HIDDEN), "challenge": (challenge, HIDDEN)}[gone]
    write(lambda: change_status(db.session.merge(post[0]), post[1], expected=(PUBLISHED,)))
    assert "/k/" not in _page(browser)


def test_an_answer_below_many_newer_comments_is_not_new(
    app, browser: Browser, monkeypatch, owner, business
) -> None:
    idea = make_idea(make_challenge(business))
    make_comment(idea, owner)
    monkeypatch.setattr(home, "LOOKED_AT", 5)
    make_many_comments(idea, make_user(), 5)
    assert "/k/" not in _page(browser)


def test_news_lead_to_their_page(browser: Browser, owner, business) -> None:
    challenge = make_challenge(business, stage="review")
    update = make_update(challenge, owner, body="Rasa baru sudah dijual.")
    link = f'<a href="/t/{challenge.slug}/kabar/{update.id}">Rasa baru sudah dijual.</a>'
    assert link in _page(browser)
    write(lambda: change_status(db.session.merge(update), HIDDEN, expected=(PUBLISHED,)))
    assert link not in _page(browser)


def test_news_of_a_cancelled_challenge_are_not_shown(browser: Browser, owner, business) -> None:
    challenge = make_challenge(business, cancelled_at=now())
    make_update(challenge, owner)
    make_challenge()
    assert "/kabar/" not in _page(browser)


def test_without_answers_and_news_the_next_step_is_said(browser: Browser) -> None:
    assert "new-answers" not in _page(browser)  # An empty place says only how to begin.
    make_challenge()
    said = _page(browser).partition("new-answers")[2].partition('id="how"')[0]
    assert "Kirim ide" in said
    assert 'href="/tantangan?tahap=nilai"' in said


def test_sectors_say_how_many_are_open(browser: Browser, monkeypatch) -> None:
    for _ in range(2):
        make_challenge(make_business(sector="fashion"))
    make_challenge(make_business(sector="fashion"), stage="scheduled")
    make_challenge(make_business(sector="craft"), stage="review")
    page = _page(browser)
    assert re.search(r'sektor=fesyen">Fesyen <span class="num">2<', page)
    assert re.search(r'sektor=kriya">Kriya</a>', page)
    monkeypatch.setattr(home, "MOST_COUNTED", 1)
    assert re.search(r'sektor=fesyen">Fesyen</a>', _page(browser))


def _fill(owner, business) -> Comment:
    idea = make_idea(make_challenge(business))
    make_update(make_challenge(business), owner)
    return make_comment(idea, owner)


def test_home_needs_four_statements_for_any_number(browser: Browser, owner, business) -> None:
    costs = []
    for _ in range(3):
        _fill(owner, business)
        with statements() as seen:
            browser.get("/")
        costs.append(len(seen))
    assert costs == [4, 4, 4]


def test_a_visitors_home_can_be_kept_and_sets_nothing(browser: Browser, owner, business) -> None:
    _fill(owner, business)
    answer = browser.get("/")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    assert "csrf_token" not in answer.text
