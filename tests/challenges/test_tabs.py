"""The tabs Brief and Aturan, and the head they share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ideaboard.challenges.licences import LICENCES
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, REMOVED
from tests.browser import Browser
from tests.businesses.steps import add_member
from tests.database import statements
from tests.factories import make_business, make_challenge, make_fair_challenge, make_user

Browse = Callable[..., Browser]


@pytest.mark.parametrize("tab", ["brief", "aturan"])
@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN, REMOVED])
def test_what_is_not_public_is_not_found(browser: Browser, tab: str, status: str) -> None:
    assert browser.get(f"/t/{make_challenge(status=status).slug}/{tab}").status_code == 404


@pytest.mark.parametrize("tab", ["brief", "aturan"])
def test_the_team_sees_its_draft(browse: Browse, tab: str) -> None:
    business = make_business()
    staff = add_member(business, make_user())
    draft = make_challenge(business, status=DRAFT, opens_at=None, ideas_close_at=None, support_close_at=None)
    assert browse(staff).get(f"/t/{draft.slug}/{tab}").status_code == 200


def test_the_brief_shows_what_is_asked_within_which_limits(browser: Browser) -> None:
    challenge = make_challenge(good_example="Sambal seruit", limits="Halal\n\nMurah")
    page = browser.get(f"/t/{challenge.slug}/brief").text
    for text in (challenge.html, challenge.problem, "Sambal seruit", "<li>Halal</li><li>Murah</li>"):
        assert text in page
    assert f'href="/t/{challenge.slug}/ide/baru"' in page


def test_a_closed_brief_invites_nobody(browser: Browser) -> None:
    challenge = make_challenge(stage="review")
    assert "/ide/baru" not in browser.get(f"/t/{challenge.slug}/brief").text


def test_text_of_owners_is_escaped(browser: Browser) -> None:
    bad = "<script>alert(1)</script>"
    challenge = make_challenge(problem=bad, limits=bad, good_example=bad, promise_text=bad, title=bad[:80])
    for tab in ("brief", "aturan"):
        assert bad not in browser.get(f"/t/{challenge.slug}/{tab}").text


def test_the_rules_list_criteria_prizes_and_when_they_are_paid(browser: Browser) -> None:
    challenge = make_challenge()
    page = browser.get(f"/t/{challenge.slug}/aturan").text
    for text in ("60%", "Bahan mudah didapat", "Rp1.250.000", "Dibayar paling lambat"):
        assert text in page


@pytest.mark.parametrize("licence", LICENCES)
def test_the_rules_say_whose_the_idea_is(browser: Browser, licence: str) -> None:
    challenge = make_challenge(licence=licence)
    page = browser.get(f"/t/{challenge.slug}/aturan", headers={"Accept-Language": "en"}).text
    assert {"permit": "Permission to use", "buyout": "Full purchase", "cc_by": "CC BY 4.0"}[licence] in page


def test_each_support_rule_is_told_in_its_own_words(browser: Browser) -> None:
    fair = browser.get(f"/t/{make_fair_challenge().slug}/aturan").text
    free = browser.get(f"/t/{make_challenge().slug}/aturan").text
    assert "5 dukungan" in fair
    assert "5 dukungan" not in free


@pytest.mark.parametrize(("audience", "word"), [("city", "Warga Metro"), ("group", "Anggota: Metro")])
def test_the_rules_say_who_may_join(browser: Browser, audience: str, word: str) -> None:
    challenge = make_challenge(audience=audience, audience_note="Metro")
    assert word in browser.get(f"/t/{challenge.slug}/aturan").text


def test_the_promise_levels_credit_their_source(browser: Browser) -> None:
    page = browser.get(f"/t/{make_challenge(promise='involve').slug}/aturan").text
    assert "Libatkan" in page
    assert "IAP2" in page


def test_only_the_team_finds_the_way_to_cancel(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    path = f"/t/{challenge.slug}/brief"
    assert "/batalkan" in browse(owner).get(path).text
    assert "/batalkan" not in browse(make_user()).get(path).text


def test_the_tabs_need_few_queries(browser: Browser) -> None:
    challenge = make_challenge()
    for tab, most in (("brief", 1), ("aturan", 3)):
        with statements() as seen:
            browser.get(f"/t/{challenge.slug}/{tab}")
        assert len(seen) == most
