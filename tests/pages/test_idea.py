"""The page of one idea: its address, its pictures, its states, what its author may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from tests.browser import Browser
from tests.database import statements, write
from tests.factories import make_business, make_challenge, make_fair_challenge, make_idea, make_user
from tests.pictures import make_picture

Browse = Callable[..., Browser]
PRIVATE = ["draft", "held", "withdrawn"]


# The address


@pytest.mark.parametrize("end", ["", "-judul-lama", "-KERIPIK", "-keripik-sambal-seruit-"])
def test_any_other_end_leads_to_the_right_address(browser: Browser, end: str) -> None:
    idea = make_idea(title="Keripik sambal seruit")
    answer = browser.get(f"/i/{idea.id}{end}")
    assert (answer.status_code, answer.location) == (301, f"/i/{idea.id}-keripik-sambal-seruit")


def test_the_right_address_shows_the_idea(browser: Browser) -> None:
    idea = make_idea(title="Keripik <b>pedas</b> & asam")
    page = browser.get(f"/i/{idea.id}-keripik-b-pedas-b-asam")
    assert page.status_code == 200
    assert "Keripik &lt;b&gt;pedas&lt;/b&gt; &amp; asam</h1>" in page.text


def test_a_hidden_idea_tells_no_address(browser: Browser) -> None:
    assert browser.get(f"/i/{make_idea(status='held').id}").status_code == 404


@pytest.mark.parametrize("path", ["/i/987654-x", f"/i/{2**63}-x", f"/i/{'9' * 40}"])
def test_a_number_without_an_idea_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


# The texts and pictures


def test_the_texts_stand_where_htmx_does_nothing(browser: Browser) -> None:
    body = 'Kriuk **sekali** <button hx-post="/akun/tutup">tekan</button>'
    page = browser.get(make_idea(body=body, why_html="<p>Murah</p>").path).text
    prose = re.search(r'<div class="prose" hx-disable>(.*?)</div>', page, re.S)
    assert prose
    assert "<strong>sekali</strong>" in prose[1]
    assert "<p>Murah</p>" in prose[1]
    assert '<button hx-post="/akun' not in page


def test_pictures_come_in_their_order_with_size_and_words(browser: Browser) -> None:
    idea = make_idea()
    second, first = (make_picture(post_id=idea.id) for _ in range(2))
    write(lambda: setattr(db.session.merge(second), "position", 1))
    page = browser.get(idea.path).text
    assert re.findall(r'<img src="/gambar/(\w+)-480\.webp"', page) == [first.name, second.name]
    assert page.count('alt="Keripik di piring" width="64" height="48" loading="lazy"') == 2
    assert f'<a href="/gambar/{first.name}.webp">' in page


def test_the_author_is_a_link_to_their_page(browser: Browser) -> None:
    author = make_user("Sri Wahyuni")
    assert f'href="/u/{author.handle}"' in browser.get(make_idea(author=author).path).text


def test_a_closed_account_is_no_link(browser: Browser) -> None:
    author = make_user(closed_at=now())
    assert f'href="/u/{author.handle}"' not in browser.get(make_idea(author=author).path).text


def test_the_preview_of_a_link_has_title_and_text(browser: Browser) -> None:
    idea = make_idea(title="Rasa kelapa bakar")
    page = browser.get(idea.path).text
    assert re.search(r'<meta property="og:title" content="Rasa kelapa bakar">', page)
    assert re.search(rf'<meta property="og:description" content="[^"]*{idea.excerpt[:30]}', page)


# States


@pytest.mark.parametrize("status", PRIVATE)
def test_what_is_not_public_is_seen_by_its_author(browse: Browse, status: str) -> None:
    author = make_user()
    idea = make_idea(author=author, status=status)
    page = browse(author).get(idea.path)
    assert page.status_code == 200
    assert '<p class="notice">' in page.text


@pytest.mark.parametrize("status", PRIVATE)
@pytest.mark.parametrize("reader", [lambda: None, make_user, lambda: make_user(is_admin=True)])
def test_what_is_not_public_is_seen_by_nobody_else(
    browse: Browse, status: str, reader: Callable[[], User | None]
) -> None:
    idea = make_idea(status=status)
    assert browse(reader()).get(idea.path).status_code == 404


def test_the_owner_of_the_business_sees_no_draft(browse: Browse) -> None:
    owner = make_user()
    idea = make_idea(make_challenge(make_business(owner), owner=owner), status="draft")
    assert browse(owner).get(idea.path).status_code == 404


@pytest.mark.parametrize("status", ["held", "hidden"])
def test_a_moderator_sees_what_is_under_review(browse: Browse, status: str) -> None:
    assert browse(make_user(is_moderator=True)).get(make_idea(status=status).path).status_code == 200


@pytest.mark.parametrize("status", PRIVATE)
def test_what_is_not_public_offers_no_support_and_no_sharing(browse: Browse, status: str) -> None:
    author = make_user()
    page = browse(author).get(make_idea(author=author, status=status).path).text
    assert "-vote" not in page
    assert "wa.me" not in page


def test_a_draft_leads_on_to_the_form(browse: Browse) -> None:
    author, challenge = make_user(), make_challenge()
    idea = make_idea(challenge, author, status="draft")
    assert f'href="{challenge.path}/ide/baru?draf={idea.id}"' in browse(author).get(idea.path).text


def test_a_draft_of_a_closed_challenge_leads_nowhere(browse: Browse) -> None:
    author = make_user()
    idea = make_idea(make_challenge(stage="review"), author, status="draft")
    assert "draf=" not in browse(author).get(idea.path).text


# What may be done


def _links(page: str, idea: Idea) -> int:
    return page.count(f'href="/i/{idea.id}/ubah"') + page.count(f'href="/i/{idea.id}/tarik"')


def test_the_author_may_edit_and_withdraw(browse: Browse) -> None:
    author = make_user()
    idea = make_idea(author=author)
    assert _links(browse(author).get(idea.path).text, idea) == 2


@pytest.mark.parametrize("stage", ["support", "review"])
def test_nobody_edits_after_the_deadline(browse: Browse, stage: str) -> None:
    author = make_user()
    idea = make_idea(make_fair_challenge(stage=stage), author)
    assert _links(browse(author).get(idea.path).text, idea) == 0


@pytest.mark.parametrize("reader", [lambda: None, make_user, lambda: make_user(is_admin=True)])
def test_nobody_else_edits(browse: Browse, reader: Callable[[], User | None]) -> None:
    idea = make_idea()
    assert _links(browse(reader()).get(idea.path).text, idea) == 0


@pytest.mark.parametrize("status", ["draft", "withdrawn", "hidden"])
def test_what_is_not_on_the_board_is_not_edited(browse: Browse, status: str) -> None:
    author = make_user()
    idea = make_idea(author=author, status=status)
    assert _links(browse(author).get(idea.path).text, idea) == 0


# The timeline


def _timeline(page: str) -> list[tuple[bool, str]]:
    found = re.search(r'<ol class="timeline">(.*?)</ol>', page, re.S)
    assert found
    return [(not css, what) for css, what in re.findall(r'<li( class="next")?><b>([^<]*)</b>', found[1])]


def test_an_open_ideas_way(browser: Browser) -> None:
    challenge = make_challenge(make_business(name="Keripik Bu Sri"))
    steps = _timeline(browser.get(make_idea(challenge).path).text)
    assert steps == [(True, "Dikirim"), (False, "Jawaban Keripik Bu Sri"), (False, "Putusan")]


def test_an_edited_idea_names_its_version(browser: Browser) -> None:
    idea = make_idea(edited_at=now())
    write(lambda: setattr(db.session.merge(idea), "version", 3))
    assert (True, "Versi 3") in _timeline(browser.get(idea.path).text)


@pytest.mark.parametrize(("stage", "happened"), [("ideas", False), ("support", True), ("review", True)])
def test_support_is_a_step_of_the_fair_rule(browser: Browser, stage: str, happened: bool) -> None:
    page = browser.get(make_idea(make_fair_challenge(stage=stage)).path).text
    assert [step for step in _timeline(page) if step[1] == "Dukung"] == [(happened, "Dukung")]


def test_a_cancelled_challenge_promises_nothing_more(browser: Browser) -> None:
    idea = make_idea(make_challenge(cancelled_at=now() - timedelta(hours=1)))
    assert _timeline(browser.get(idea.path).text) == [(True, "Dikirim")]


def test_an_idea_costs_few_statements(browse: Browse) -> None:
    idea = make_idea()
    # Idea, pictures, comments; for a member also the person, the ballot and what of theirs waits for a moderator.
    for browser, most in ((browse(), 3), (browse(make_user()), 6)):
        with statements() as seen:
            browser.get(idea.path)
        assert 0 < len(seen) <= most
