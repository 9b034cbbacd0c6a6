"""What was written survives the session, a stale token and a browser that keeps nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ideaboard.accounts.passwords import hash_password
from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.posts.models import DRAFT, PUBLISHED
from tests import database
from tests.e2e.steps import press
from tests.e2e.writing.steps import (
    AGAIN,
    FOUND,
    FULL_STORAGE,
    LOST,
    NO_STORAGE,
    PASSWORD,
    TEXT,
    cookie,
    ideas_of,
    press_send,
    sign_out_everywhere,
    wait_until_kept,
    write,
)
from tests.factories import make_business, make_challenge, make_idea, make_user

pytestmark = pytest.mark.e2e


def test_an_ended_session_keeps_the_text(people, author, form, served):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    sign_out_everywhere(author)
    press(page.locator("button[formaction]"))
    expect(page.locator("main form textarea[name=body]")).to_have_value(TEXT)
    context.add_cookies([cookie(*served, author)])
    press(page.locator("main form button[type=submit]"))
    if page.locator("main form textarea").count() and "draf=" not in page.url:  # A token of the old session.
        press(page.locator("main form button[type=submit]"))
    page.wait_for_url(re.compile("draf="))
    assert [idea.source for idea in ideas_of(author)] == [TEXT]
    wait_until_kept(page, 0)


def test_an_ended_session_does_not_interrupt_the_writing(people, author, form, served):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    sign_out_everywhere(author)
    page.evaluate("document.querySelector('form[data-draft]').dispatchEvent(new CustomEvent('draft-due'))")
    expect(page.locator(LOST).locator("a[href='/masuk']")).to_be_visible()
    assert page.locator("[name=body]").input_value() == TEXT
    context.add_cookies([cookie(*served, author)])
    page.locator(AGAIN).click()
    expect(page.locator("#draft-state")).not_to_be_empty()
    assert [idea.source for idea in ideas_of(author)] == [TEXT]


def test_a_visitor_who_signs_in_has_nothing_left_on_the_phone(people, form):
    member = make_user(password_hash=hash_password(PASSWORD))
    page = people().new_page()
    page.goto(form)
    write(page)
    press_send(page)
    expect(page.locator("input[name=intent]").first).to_be_attached()
    wait_until_kept(page)
    page.locator("#sign-in [name=email]").fill(member.email)
    page.locator("#sign-in [name=password]").fill(PASSWORD)
    page.locator("#sign-in button:not([formaction])").first.click()
    page.wait_for_url(re.compile(r"/i/\d+"))
    assert len(ideas_of(member)) == 1
    wait_until_kept(page, 0)


def test_a_stale_token_is_renewed_for_a_draft(people, author, form):
    page = people(author).new_page()
    page.goto(form)
    write(page)
    page.evaluate("document.querySelector('form[data-keep] [name=csrf_token]').value = 'lama'")
    page.evaluate("document.querySelector('form[data-draft]').dispatchEvent(new CustomEvent('draft-due'))")
    expect(page.locator("#draft-state")).not_to_be_empty()
    assert [idea.status for idea in ideas_of(author)] == [DRAFT]


def test_a_stale_token_keeps_a_brief(people, author):
    make_business(author)
    page = people(author).new_page()
    page.goto("/tantangan/baru")
    page.locator("[name=title]").fill("Oleh-oleh pai yang tahan perjalanan")
    page.locator("[name=brief]").fill(TEXT)
    page.evaluate("document.querySelector('#step [name=csrf_token]').value = 'lama'")
    press(page.locator("button[value=save]"))
    expect(page.locator("main form textarea[name=brief]")).to_have_value(TEXT)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/langkah/1"))
    made = database.rows(select(Challenge).join(Business).where(Challenge.source == TEXT))
    assert len(made) == 1
    wait_until_kept(page, 0)


# Without storage, without a script, with files


@pytest.mark.parametrize("broken", [NO_STORAGE, FULL_STORAGE], ids=["forbidden", "full"])
def test_without_storage_everything_else_works(people, author, form, broken):
    context = people(author, before=broken)
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(form)
    write(page)
    context.set_offline(True)
    press_send(page)
    expect(page.locator(LOST)).to_be_visible()
    expect(page.locator(LOST)).not_to_contain_text("ponsel")
    context.set_offline(False)
    page.locator(AGAIN).click()
    page.wait_for_url(re.compile(r"/i/\d+"))
    assert len(ideas_of(author)) == 1
    assert complaints == []


def test_without_a_script_an_idea_is_saved_and_sent(people, author, form):
    page = people(author, script=False).new_page()
    page.goto(form)
    write(page)
    page.locator("button[formaction]").click()
    page.wait_for_url(re.compile("draf="))
    page.locator("[name=consent]").check()
    press_send(page)
    page.wait_for_url(re.compile(r"/i/\d+"))
    assert [idea.status for idea in ideas_of(author)] == [PUBLISHED]


def test_a_file_that_is_too_large_is_told_before_sending(people, author, form, tmp_path: Path):
    page = people(author).new_page()
    page.goto(form)
    write(page)
    large = tmp_path / "besar.png"
    large.write_bytes(b"\x89PNG" + bytes(5 * 1024 * 1024))
    file = page.locator("[name=pictures]").first
    file.set_input_files(large)
    expect(page.locator("#pictures-1-size")).to_contain_text("MB")
    press_send(page)
    expect(file).to_be_focused()
    assert ideas_of(author) == []
    page.locator("[data-remove]").first.click()
    expect(page.locator("#pictures-1-size")).to_have_count(0)
    press_send(page)
    page.wait_for_url(re.compile(r"/i/\d+"))


def test_a_text_about_a_business_is_kept(people, author):
    business = make_business(author)
    context = people(author)
    page = context.new_page()
    page.goto(f"/usaha/{business.slug}/ubah")
    page.locator("[name=about]").fill(TEXT)
    page.close()
    page = context.new_page()
    page.goto(f"/usaha/{business.slug}/ubah")
    expect(page.locator("[name=about]")).to_have_value("")
    page.locator("[data-use]").click()
    press_send(page)
    page.wait_for_url(re.compile(f"/usaha/{business.slug}$"))
    assert database.fresh(business).about == TEXT
    wait_until_kept(page, 0)


def test_what_is_just_being_typed_is_not_offered_again(people, author):
    challenge = make_challenge()
    title = "Kantong kain pulang-pergi untuk cucian"
    make_idea(challenge, title=title)
    page = people(author).new_page()
    page.goto(f"/t/{challenge.slug}/ide/baru")
    page.locator("[name=title]").fill(title)
    wait_until_kept(page)
    page.locator("[name=body]").fill(TEXT)
    page.locator("[name=body]").blur()
    expect(page.locator("#similar")).to_contain_text(title)
    page.locator("[name=why]").fill("Kainnya sisa konveksi.")
    page.wait_for_timeout(600)
    assert page.locator(FOUND).count() == 0
    wait_until_kept(page)
