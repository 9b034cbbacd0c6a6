"""What was written survives a lost network and a closed tab, and makes one row."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from ideaboard.posts.models import DRAFT, PUBLISHED
from tests.e2e.writing.steps import (
    AGAIN,
    FOUND,
    LOST,
    TEXT,
    cookie,
    ideas_of,
    press_send,
    wait_until_kept,
    write,
)
from tests.factories import make_user

pytestmark = pytest.mark.e2e

# The network goes away


def test_an_idea_sent_without_a_network_makes_one_row_when_it_is_back(people, author, form):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    context.set_offline(True)
    press_send(page)
    expect(page.locator(LOST)).to_be_in_viewport()
    expect(page.locator(LOST)).to_contain_text("tersimpan di ponsel ini")
    page.locator(AGAIN).click()
    expect(page.locator(AGAIN)).to_be_focused()
    assert ideas_of(author) == []
    context.set_offline(False)
    page.locator(AGAIN).dblclick()
    page.wait_for_url(re.compile(r"/i/\d+"))
    assert [(idea.status, idea.source) for idea in ideas_of(author)] == [(PUBLISHED, TEXT)]
    wait_until_kept(page, 0)


def test_an_answer_that_got_lost_makes_no_second_row(people, author, form):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    wait_until_kept(page)
    lost: list[int] = []
    cookies = context.cookies()

    def lose(route: Any) -> None:
        lost.append(route.fetch(max_redirects=0).status)
        route.abort("connectionreset")

    page.route("**/ide/baru", lambda route: lose(route) if route.request.method == "POST" else route.continue_())
    with page.expect_event("requestfailed"):
        press_send(page)
    page.unroute("**/ide/baru")
    assert lost == [303]
    context.add_cookies(cookies)  # What the lost answer set did not arrive either.
    page = context.new_page()
    page.goto(form)
    page.locator("[data-use]").click()
    page.locator("[name=consent]").check()
    press_send(page)
    page.wait_for_url(re.compile(r"/i/\d+"))
    assert len(ideas_of(author)) == 1


def test_a_draft_that_could_not_be_saved_is_saved_when_the_network_is_back(people, author, form):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    page.route("**/ide/draf", lambda route: route.abort("connectionreset"))
    page.evaluate("document.querySelector('form[data-draft]').dispatchEvent(new CustomEvent('draft-due'))")
    expect(page.locator(LOST)).to_be_visible()
    page.unroute("**/ide/draf")
    page.locator(AGAIN).click()
    expect(page.locator("#draft-state")).not_to_be_empty()
    expect(page.locator(LOST)).to_have_count(0)
    assert [idea.status for idea in ideas_of(author)] == [DRAFT]
    wait_until_kept(page, 0)


# A closed tab


def test_a_closed_tab_offers_its_text_again(people, author, form):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    page.close()
    page = context.new_page()
    page.goto(form)
    expect(page.locator(FOUND)).to_contain_text(f"{len(TEXT) + 49} huruf")
    assert page.locator("[name=body]").input_value() == ""
    page.locator("[data-use]").click()
    assert page.locator("[name=body]").input_value() == TEXT
    assert not page.locator("[name=consent]").is_checked()
    page.locator("[name=consent]").check()
    press_send(page)
    page.wait_for_url(re.compile(r"/i/\d+"))
    page.goto(form)
    expect(page.locator(FOUND)).to_have_count(0)
    assert len(ideas_of(author)) == 1


def test_a_text_that_was_thrown_away_is_not_offered_again(people, author, form):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    page.close()
    page = context.new_page()
    page.goto(form)
    page.locator("[data-discard]").click()
    wait_until_kept(page, 0)
    page.reload()
    expect(page.locator(FOUND)).to_have_count(0)


def test_the_text_of_one_person_is_not_offered_to_another(people, author, form, served):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    wait_until_kept(page)
    context.add_cookies([cookie(*served, make_user())])
    page.goto(form)
    expect(page.locator(FOUND)).to_have_count(0)


def test_a_draft_is_never_overwritten_by_itself(people, author, form):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    page.locator("button[formaction]").click()
    page.wait_for_url(re.compile("draf="))
    wait_until_kept(page, 0)
    draft = page.url
    page.locator("[name=body]").fill("Tulisan yang lebih baru di ponsel ini.")
    page.close()
    page = context.new_page()
    page.goto(draft)
    expect(page.locator("[data-part=there]")).to_contain_text("huruf")
    expect(page.locator("[data-part=saved]")).to_contain_text(f"{len(TEXT) + 49} huruf")
    assert page.locator("[name=body]").input_value() == TEXT
    page.locator("[name=body]").fill("Sesuatu yang lain lagi.")
    wait_until_kept(page, 2)
    page.reload()
    expect(page.locator(FOUND)).to_be_visible()
    wait_until_kept(page, 2)


# The session or the token ended
