"""Where readers meet a label, and the page on which a moderator writes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.moderation.models import Decision
from ideaboard.posts.models import Post
from ideaboard.screening.claims.models import FALSE
from tests.browser import Browser
from tests.comments.steps import make_comment
from tests.database import count, fresh, rows
from tests.factories import make_challenge, make_idea, make_update, make_user
from tests.moderation.labels.steps import (
    CLAIM,
    RATIONALE,
    case_about,
    form,
    label,
    make_claiming_idea,
    make_moderator,
)
from tests.pages.test_previews import image_of

Browse = Callable[..., Browser]
ATOM = "{http://www.w3.org/2005/Atom}"


def shows(page: str) -> bool:
    """Say whether a page has the whole label."""
    parts = ("Not proven yet", CLAIM, RATIONALE, 'rel="nofollow ugc noopener">kemkes.example</a>', "Contradicts it")
    return all(part in page for part in parts)


def page_of(kind: str) -> tuple[Post, str]:
    """Make a public post of a kind; return it and the page that shows it."""
    if kind == "idea":
        idea = make_claiming_idea()
        return idea, idea.path
    if kind == "comment":
        comment = make_comment(idea := make_idea(), make_user())
        return comment, idea.path
    challenge = make_challenge(owner=(owner := make_user()))
    if kind == "update":
        return make_update(challenge, owner), f"{challenge.path}/kabar"
    return challenge, f"{challenge.path}/brief"


@pytest.mark.parametrize("kind", ["idea", "comment", "update", "challenge"])
def test_everybody_reads_verdict_claim_and_evidence(browse: Browse, kind: str) -> None:
    post, path = page_of(kind)
    assert not shows(browse().get(f"{path}?bahasa=en").text)
    label(post)
    page = browse().get(f"{path}?bahasa=en").text
    assert shows(page)
    assert "Please change it" not in page


def test_cards_and_tabs_wear_the_verdict(browser: Browser) -> None:
    challenge = make_challenge()
    label(make_idea(challenge))
    assert browser.get(f"{challenge.path}?bahasa=en").text.count("Not proven yet</span>") == 1
    label(challenge)
    assert browser.get(f"{challenge.path}?bahasa=en").text.count("Not proven yet</span>") == 2
    assert "Not proven yet" in browser.get(f"{challenge.path}/aturan?bahasa=en").text


def test_the_feed_says_it_and_readers_fetch_the_entry_again(browser: Browser) -> None:
    idea = make_claiming_idea()
    path = f"/t/{challenge_slug(idea)}/feed.atom?bahasa=en"
    before = browser.get(path)
    with time_machine.travel(now() + timedelta(minutes=5), tick=True):
        label(idea)
    after = browser.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    [entry] = ElementTree.fromstring(after.text).findall(f"{ATOM}entry")
    category = entry.find(f"{ATOM}category")
    assert category is not None
    assert (category.get("term"), category.get("label")) == ("unproven", "Not proven yet")
    content = entry.findtext(f"{ATOM}content") or ""
    assert content.startswith("<p><strong>Checked by moderators: Not proven yet.")
    assert entry.findtext(f"{ATOM}updated") > entry.findtext(f"{ATOM}published")  # type: ignore[operator]


def test_link_previews_say_it(browser: Browser) -> None:
    idea = make_claiming_idea()
    before = image_of(browser, idea.path)
    label(idea)
    page = browser.get(f"{idea.path}?bahasa=en").text
    assert 'property="og:description" content="Checked by moderators: Not proven yet.' in page
    after = image_of(browser, idea.path)
    assert after != before
    assert browser.get(before).location == after
    assert browser.get(after).data != b""


def test_what_moderators_wrote_is_shown_as_text(browser: Browser) -> None:
    idea = make_claiming_idea()
    odd = {"claim": "<script>alert(1)</script> & “kelor”", "rationale": "<b>tebal</b> \x0b karena </section>"}
    label(idea, evidence=(("https://contoh.example/?q=<i>&x='\"", "supports"),), **odd)
    for path in (idea.path, f"/t/{challenge_slug(idea)}"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<b>tebal" not in page
        assert "?q=<i>" not in page
    feed = browser.get(f"/t/{challenge_slug(idea)}/feed.atom").text
    content = ElementTree.fromstring(feed).findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "<script>" not in content
    assert "&lt;script&gt;" in content


def challenge_slug(idea: Any) -> str:
    return str(rows(select(Challenge.slug).where(Challenge.id == idea.challenge_id))[0])


# The page of moderators


@pytest.fixture
def moderator(app: Flask) -> User:
    """A moderator."""
    return make_moderator()


def address(post: Post) -> str:
    return f"/moderasi/kasus/{case_about(post)}/label"


def test_only_moderators_get_in(browse: Browse, browser: Browser) -> None:
    where = address(make_claiming_idea())
    assert (browse(make_user()).get(where).status_code, browser.get(where).status_code) == (403, 303)
    assert (browse(make_user()).post(where, form()).status_code, browser.post(where, form()).status_code) == (
        403,
        401,
    )
    assert count(Decision) == 0


def test_nobody_labels_their_own_post(browse: Browse, moderator: User) -> None:
    idea = make_claiming_idea(moderator)
    where = address(idea)
    assert browse(moderator).get(where).status_code == 303
    assert browse(moderator).post(where, form()).status_code == 403
    assert fresh(idea).label is None


def test_the_form_labels_and_leads_back_to_the_case(browse: Browse, moderator: User) -> None:
    idea, me = make_claiming_idea(), browse(moderator)
    where = address(idea)
    assert CLAIM in me.get(where).text
    answer = me.post(where, form(url_3="https://www.kemkes.example/kelor"))
    assert (answer.status_code, answer.location) == (303, where.removesuffix("/label"))
    [stored] = rows(select(ClaimLabel))
    assert [tuple(link) for link in stored.evidence] == [
        ("https://www.kemkes.example/kelor", "contradicts"),
        ("https://jurnal.example/ulasan?a=1&b=2", "context"),
    ]
    assert shows(me.get(f"{idea.path}?bahasa=en").text)


@pytest.mark.parametrize(
    "fields",
    [
        {"claim": ""},
        {"claim": "x" * 281},
        {"verdict": ""},
        {"verdict": "maybe"},
        {"rationale": ""},
        {"rationale": "x" * 601},
        {"url_1": "", "url_2": ""},
        {"url_1": "http://tanpa-s.example/a"},
        {"url_1": "javascript:alert(1)"},
        {"url_1": "https://bank.example@jahat.example/"},
        {"url_1": "kemkes.example"},
        {"url_1": "https://a.example/" + "x" * 500},
        {"stance_1": "maybe"},
        {"verdict": "false", "claim": "Benar itu"},
        {"version": ""},
    ],
)
def test_wrong_fields_are_refused_and_what_was_typed_stays(
    browse: Browse, moderator: User, fields: dict[str, str]
) -> None:
    idea, me = make_claiming_idea(), browse(moderator)
    answer = me.post(address(idea), form(message="Kata-kata saya tetap.", **fields))
    assert (answer.status_code, "Kata-kata saya tetap." in answer.text) == (422, True)
    assert (count(Decision), fresh(idea).label) == (0, None)


def test_a_text_that_changed_meanwhile_is_read_again(browse: Browse, moderator: User) -> None:
    answer = browse(moderator).post(address(make_claiming_idea()), form(version="7"))
    assert answer.status_code == 409
    assert "error-summary" in answer.text


def test_a_proposal_shows_the_second_person_what_they_confirm(browse: Browse, moderator: User) -> None:
    idea, me = make_claiming_idea(), browse(moderator)
    second = browse(make_moderator("Eko"))
    where = address(idea)
    me.post(where, form(verdict=FALSE))
    page = second.get(f"{where.removesuffix('/label')}?bahasa=en").text
    assert CLAIM in page
    assert RATIONALE in page
    [decision] = rows(select(Decision))
    second.post(f"/moderasi/putusan/{decision.id}/setuju")
    assert fresh(idea).label["verdict"] == FALSE


def test_a_decided_case_has_no_page_any_more(browse: Browse, moderator: User) -> None:
    idea, me = make_claiming_idea(), browse(moderator)
    where = address(idea)
    me.post(where, form())
    assert (me.get(where).status_code, me.post(where, form()).status_code) == (404, 404)
    assert me.get("/moderasi/kasus/999/label").status_code == 404
    assert count(ClaimLabel) == 1


def test_a_claim_that_was_checked_before_is_filled_in(browse: Browse, moderator: User) -> None:
    label(make_claiming_idea(), make_moderator("Ana"), FALSE, make_moderator("Eko"))
    again = make_idea(author=make_user(), body="Daun kelor direbus bisa menyembuhkan diabetes dalam 3 hari.")
    page = browse(moderator).get(address(again)).text
    assert f">\n{CLAIM}</textarea>" in page or f">{CLAIM}</textarea>" in page.replace("\r\n", "")


def test_the_author_of_an_old_comment_may_correct_it_once(browse: Browse) -> None:
    author = make_user()
    comment = make_comment(make_idea(), author)
    with time_machine.travel("2027-01-10T03:00:00+00:00", tick=True):
        me = browse(author)
        assert me.get(f"/k/{comment.id}/ubah").status_code != 200
        label(comment)
        assert me.get(f"/k/{comment.id}/ubah").status_code == 200
