"""A text that may hurt comes back once, with and without a script; nothing typed is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ideaboard.comments.models import Comment
from ideaboard.ideas.models import Idea
from tests.e2e.kinds import OPEN
from tests.e2e.steps import form_to, press, write_idea

# Like no other idea on the board, nor each other: whether one is like another is asked elsewhere.
IDEAS = {
    True: (
        "Pewangi rasa cengkih",
        "Semprotan cengkih dari kebun paman, dipakai sesudah setrika.",
    ),
    False: ("Kabar lewat lampu jendela", "Lampu hijau menyala kalau antrean pendek, jadi tetangga tahu dari jauh."),
}
RUDE = "Idenya jelek banget. Dasar otak udang."


@pytest.fixture
def idea(site) -> Idea:
    """Any idea of the open board."""
    return site.rows(select(Idea).where(Idea.listed).order_by(Idea.id))[0]


def comments_of(site, person) -> list[Comment]:
    return site.rows(select(Comment).where(Comment.author_id == person.id).order_by(Comment.id.desc()))


def comment(page, idea) -> None:
    """Send the hurting words; with a script the answer comes into the page."""
    form = form_to(page, f"/i/{idea.id}/komentar")
    form.locator("[name=body]").fill(RUDE)
    form.locator("button.primary").click()


@pytest.mark.parametrize("script", [True, False])
def test_a_hurting_comment_is_asked_about_and_sent_as_it_is(site, open_page, idea, script):
    person = site.member(61 if script else 62)
    before = len(comments_of(site, person))
    page = open_page(person, script=script)
    page.goto(f"/i/{idea.id}/komentar")
    comment(page, idea)
    form = form_to(page, f"/i/{idea.id}/komentar")
    expect(form.locator("[role=alert]")).to_contain_text("otak udang")
    expect(form.locator("[name=body]")).to_have_value(RUDE)
    assert len(comments_of(site, person)) == before
    form.locator("button[name=as_is]").click()
    expect(page.locator("main")).to_contain_text("Dasar otak udang")
    expect(page.locator("button[name=as_is]")).to_have_count(0)
    comments = comments_of(site, person)
    assert (len(comments), comments[0].status, comments[0].source) == (before + 1, "published", RUDE)


@pytest.mark.parametrize("script", [True, False])
def test_a_reworded_comment_is_sent_like_any_other(site, open_page, idea, script):
    person = site.member(63 if script else 64)
    page = open_page(person, script=script)
    page.goto(f"/i/{idea.id}/komentar")
    comment(page, idea)
    form = form_to(page, f"/i/{idea.id}/komentar")
    expect(form.locator("button[name=as_is]")).to_be_visible()
    form.locator("[name=body]").fill("Menurut saya harganya terlalu mahal.")
    form.locator("button.primary").click()
    expect(page.locator("main")).to_contain_text("harganya terlalu mahal")
    expect(page.locator("button[name=as_is]")).to_have_count(0)
    assert comments_of(site, person)[0].source == "Menurut saya harganya terlalu mahal."


@pytest.mark.parametrize("script", [True, False])
def test_a_hurting_idea_keeps_everything_and_is_sent_as_it_is(site, open_page, script):
    person = site.member(65 if script else 66)
    page = open_page(person, script=script)
    page.goto(f"{OPEN}/ide/baru")
    title, body = IDEAS[script]
    write_idea(page, title, body)
    page.locator("[name=why]").fill(f"Murah. {RUDE}")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    action = f"{OPEN}/ide/baru"
    for _ in range(3):  # It may first ask to look at a similar idea.
        if page.locator("button[name=as_is]").count():
            break
        press(form_to(page, action).locator("button.primary:not([formaction])").last)
    expect(page.locator("[name=title]")).to_have_value(title)
    expect(page.locator("[name=why]")).to_have_value(f"Murah. {RUDE}")
    page.locator("button[name=as_is]").click()
    page.wait_for_url("**/i/*")
    [found] = site.rows(select(Idea).where(Idea.author_id == person.id, Idea.title == title))
    assert found.status == "published"
