"""The board in every stage, in both languages, and who sees it at all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ideaboard.businesses.models import STAFF, Membership
from ideaboard.challenges.models import Cancellation, Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.browser import Browser
from tests.database import write
from tests.factories import make_business, make_challenge, make_fair_challenge, make_idea, make_user

Browse = Callable[..., Browser]


def test_an_empty_board_asks_for_the_first_idea(browser: Browser) -> None:
    challenge = make_challenge()
    page = browser.get(challenge.path).text
    assert '<div class="empty">' in page
    assert f'class="button primary" href="{challenge.path}/ide/baru"' in page
    assert 'class="pills" aria-label="Urutan' not in page


@pytest.mark.parametrize("stage", ["scheduled", "review"])
def test_an_empty_board_that_takes_no_ideas_offers_the_brief(browser: Browser, stage: str) -> None:
    challenge = make_challenge(stage=stage)
    page = browser.get(challenge.path).text
    assert re.search(rf'<div class="empty">.*href="{challenge.path}/brief"', page, re.S)
    assert "/ide/baru" not in page


def test_a_scheduled_board_says_when_support_opens(browser: Browser) -> None:
    assert "Dukungan dibuka" in browser.get(make_challenge(stage="scheduled").path).text


def test_a_board_in_review_takes_no_support(browse: Browse) -> None:
    challenge = make_challenge(stage="review")
    make_idea(challenge)
    page = browse(make_user()).get(challenge.path).text
    assert "/dukung" not in page.replace("/dukungan", "")
    assert 'id="ballot"' not in page


def test_a_fair_board_before_support_has_disabled_buttons(browse: Browse) -> None:
    challenge = make_fair_challenge(stage="ideas")
    idea = make_idea(challenge)
    page = browse(make_user()).get(challenge.path).text
    assert re.search(rf'id="idea-{idea.id}-vote".*?<button type="button" class="button" disabled>', page, re.S)


def _cancelled() -> Challenge:
    owner = make_user()
    challenge = make_challenge(owner=owner, cancelled_at=now())
    row = {"challenge_id": challenge.id, "by_id": owner.id, "reason": "Mesin kami rusak & belum ada gantinya."}
    write(lambda: db.session.add(Cancellation(**row)))
    return challenge


def test_a_cancelled_board_says_why(browser: Browser) -> None:
    page = browser.get(_cancelled().path)
    assert page.status_code == 200
    assert "Mesin kami rusak &amp; belum ada gantinya." in page.text


def test_a_cancelled_board_keeps_its_ideas_without_support(browse: Browse) -> None:
    challenge = _cancelled()
    idea = make_idea(challenge)
    page = browse(make_user()).get(challenge.path).text
    assert idea.title in page
    assert f"/i/{idea.id}/dukung" not in page
    assert 'class="rail"' not in page


@pytest.mark.parametrize(("rule", "stage", "steps"), [("open", "ideas", 4), ("fair", "support", 5)])
def test_the_rail_marks_the_stage(browser: Browser, rule: str, stage: str, steps: int) -> None:
    rail = re.search(
        r'<ol class="rail".*?</ol>', browser.get(make_challenge(rule=rule, stage=stage).path).text, re.S
    )
    assert rail
    assert (rail[0].count("<li"), rail[0].count('aria-current="step"')) == (steps, 1)


# Languages


def test_a_link_asks_for_english(browser: Browser) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    page = browser.get(f"{challenge.path}?bahasa=en").text
    assert '<html lang="en"' in page
    assert "Most supported" in page
    assert "Terbanyak" not in page


def test_the_language_links_keep_the_order(browser: Browser) -> None:
    page = browser.get(f"{make_challenge().path}?urut=jarang").text
    assert "urut=jarang&amp;bahasa=en" in page


# Who sees it


@pytest.mark.parametrize("status", ["hidden", "removed", "held", "draft"])
def test_a_challenge_that_is_not_public_has_no_board(browse: Browse, status: str) -> None:
    challenge = make_challenge(status=status)
    idea = make_idea(challenge)
    for reader in (None, make_user()):
        browser = browse(reader)
        assert [browser.get(path).status_code for path in (challenge.path, idea.path)] == [404, 404]


def test_an_idea_of_a_hidden_challenge_is_gone_for_its_author_too(browse: Browse) -> None:
    author = make_user()
    idea = make_idea(make_challenge(status="hidden"), author)
    assert browse(author).get(idea.path).status_code == 404


def test_a_draft_is_seen_by_the_team(browse: Browse) -> None:
    owner, helper = make_user(), make_user()
    business = make_business(owner)
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=helper.id, role=STAFF)))
    challenge = make_challenge(business, owner=owner, status="draft")
    assert [browse(person).get(challenge.path).status_code for person in (owner, helper)] == [200, 200]


@pytest.mark.parametrize("status", ["draft", "held", "hidden", "removed", "withdrawn"])
def test_the_board_holds_listed_ideas_only(browse: Browse, status: str) -> None:
    challenge, author = make_challenge(), make_user()
    idea = make_idea(challenge, author, status=status)
    assert idea.title not in browse(author).get(challenge.path).text


def test_another_address_leads_nowhere(browser: Browser) -> None:
    assert browser.get("/t/tidak-ada").status_code == 404
