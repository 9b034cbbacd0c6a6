"""What was written in a conversation survives a lost network, a closed tab and an ended session."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.accounts.passwords import hash_password
from ideaboard.comments.models import Comment
from tests import database
from tests.comments.steps import make_comment
from tests.e2e.writing.steps import (
    AGAIN,
    FOUND,
    LOST,
    PASSWORD,
    TEXT,
    sign_out_everywhere,
    wait_until_kept,
)
from tests.factories import make_idea, make_user

pytestmark = pytest.mark.e2e
BOX = "#comment-form [name=body]"


def comments_of(user: User) -> list[str]:
    return [one.source for one in database.rows(select(Comment).where(Comment.author_id == user.id))]


def press_post(page: Page) -> None:
    page.locator("#comment-form button[type=submit]").click()


def test_a_comment_sent_without_a_network_makes_one_row_when_it_is_back(people, author):
    idea, context = make_idea(), people(author)
    page = context.new_page()
    page.goto(idea.path)
    page.locator(BOX).fill(TEXT)
    context.set_offline(True)
    press_post(page)
    expect(page.locator(LOST)).to_contain_text("tersimpan di ponsel ini")
    context.set_offline(False)
    page.locator(AGAIN).dblclick()
    expect(page.locator("#comment-list")).to_contain_text(TEXT)
    expect(page.locator(BOX)).to_have_value("")
    assert comments_of(author) == [TEXT]
    page.reload()
    expect(page.locator(FOUND)).to_have_count(0)
    wait_until_kept(page, 0)


def test_a_comment_cut_off_on_its_way_is_sent_again(people, author):
    page = people(author).new_page()
    page.goto(make_idea().path)
    page.locator(BOX).fill(TEXT)
    page.route("**/komentar", lambda route: route.abort("connectionreset"))
    press_post(page)
    expect(page.locator(LOST)).to_be_visible()
    page.unroute("**/komentar")
    page.locator(AGAIN).click()
    expect(page.locator("#comment-list")).to_contain_text(TEXT)
    assert comments_of(author) == [TEXT]


def test_a_reply_is_offered_again_below_the_comment_it_answers(people, author):
    idea, page = make_idea(), people(author).new_page()
    begun, other = make_comment(idea), make_comment(idea)
    page.goto(idea.path)
    page.locator(f"#k-{begun.id} a[href$='balas=1']").click()
    page.locator(f"#k-{begun.id}-reply [name=body]").fill(TEXT)
    wait_until_kept(page)
    page.goto(f"/k/{other.id}?balas=1")
    expect(page.locator(FOUND)).to_have_count(0)
    page.goto(idea.path)
    page.locator(f"#k-{begun.id} a[href$='balas=1']").click()
    page.locator("[data-use]").click()
    page.locator(f"#k-{begun.id}-reply button[type=submit]").click()
    expect(page.locator(f"#k-{begun.id}-replies")).to_contain_text(TEXT)
    wait_until_kept(page, 0)
    assert comments_of(author) == [TEXT]


def test_a_changed_comment_is_offered_beside_the_saved_one(people, author):
    comment, context = make_comment(author=author), people(author)
    page = context.new_page()
    page.goto(f"/k/{comment.id}/ubah")
    page.locator("[name=body]").fill(TEXT)
    wait_until_kept(page)
    page.goto(f"/k/{comment.id}/ubah")
    expect(page.locator("[data-part=saved]")).to_contain_text("huruf")
    page.locator("[data-use]").click()
    page.locator(".form-actions button[type=submit]").click()
    page.wait_for_url(re.compile(rf"/k/{comment.id}#"))
    wait_until_kept(page, 0)
    assert comments_of(author) == [TEXT]


def test_an_ended_session_keeps_the_comment_and_sends_it_after_signing_in(people):
    author = make_user(password_hash=hash_password(PASSWORD))
    page = people(author).new_page()
    page.goto(make_idea().path)
    page.locator(BOX).fill(TEXT)
    sign_out_everywhere(author)
    press_post(page)
    expect(page.locator("#comment-form .error-summary")).to_be_visible()
    expect(page.locator(BOX)).to_have_value(TEXT)
    press_post(page)
    page.locator("#sign-in [name=email]").fill(author.email)
    page.locator("#sign-in [name=password]").fill(PASSWORD)
    page.locator("#sign-in button:not([formaction])").first.click()
    page.wait_for_url(re.compile(r"/i/\d+.*#k-"))
    assert comments_of(author) == [TEXT]
    expect(page.locator(FOUND)).to_have_count(0)
    wait_until_kept(page, 0)
