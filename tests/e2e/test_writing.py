"""What was written is never lost: without a network, in a closed tab, after the session; and it makes one row."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from sqlalchemy import delete, select

from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.passwords import hash_password
from ideaboard.accounts.sessions import LASTS, hash_token
from ideaboard.app import create_app
from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import DRAFT, PUBLISHED
from tests import database, services
from tests.factories import make_business, make_challenge, make_user

pytestmark = pytest.mark.e2e
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
TEXT = "Kantong kain yang dicuci bersama isinya, jadi tidak ada plastik yang terbuang setiap minggu."
PASSWORD = "keripik-pisang-lampung"
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
)
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
LOST, FOUND, AGAIN = "[data-lost]", "[data-found]", "[data-again]"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The app on a free port, with empty tables."""
    settings = {"SECRET_KEY": "a secret that only tests know, long enough", "SQLITE_SYNC": "NORMAL"}
    app = create_app({**settings, "LOG_LEVEL": "CRITICAL", "INSTANCE": str(tmp_path_factory.mktemp("writing"))})
    with app.app_context():
        db.create_all()
    server: Any = waitress.create_server(app, host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    yield app, f"http://127.0.0.1:{server.effective_port}"
    server.close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def debian_chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=services.chromium(), args=[*FLAGS, "--disable-sync"])
    yield browser
    browser.close()


@pytest.fixture
def people(served, debian_chromium) -> Iterator[Callable[..., BrowserContext]]:
    """Return browsers of people, or of a visitor."""
    app, url = served
    database.use(app)
    contexts: list[BrowserContext] = []

    def new(user: User | None = None, *, script: bool = True, before: str = "") -> BrowserContext:
        size = {"width": 360, "height": 740}
        context = debian_chromium.new_context(
            base_url=url, viewport=size, java_script_enabled=script, locale="id-ID"
        )
        context.set_default_timeout(8_000)
        if before:
            context.add_init_script(before)
        if user is not None:
            context.add_cookies([cookie(app, url, user)])
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def author(people) -> User:
    return make_user()


@pytest.fixture
def form(people) -> str:
    """The address of an idea form."""
    return f"/t/{make_challenge().slug}/ide/baru"


def cookie(app: Flask, url: str, user: User) -> dict[str, Any]:
    token = secrets.token_urlsafe(32)
    row = UserSession(
        user_id=user.id, token_hash=hash_token(token), device="Test", network_hash="", expires_at=now() + LASTS
    )
    database.write(lambda: db.session.add(row))
    serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_user_id": token, "_fresh": True, "_permanent": True})
    return {"name": "session", "value": value, "url": url, "httpOnly": True, "sameSite": "Lax"}


def sign_out_everywhere(user: User) -> None:
    database.write(lambda: db.session.execute(delete(UserSession).where(UserSession.user_id == user.id)))


def write(page: Page, title: str = "Kantong kain pulang-pergi", body: str = TEXT) -> None:
    for name, text in {"title": title, "body": body, "for_whom": "Keluarga muda di lorong."}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=consent]").check()


def press_send(page: Page) -> None:
    page.locator(".form-actions button:not([formaction])").click()


def ideas_of(user: User) -> list[Idea]:
    return database.rows(select(Idea).where(Idea.author_id == user.id))


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('keep:'))")


def wait_until_kept(page: Page) -> None:
    """The page's policy forbids to wait by evaluation inside it."""
    deadline = time.monotonic() + 5
    while not kept(page) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert kept(page) != []


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
    assert kept(page) == []


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
    press_send(page)
    page.wait_for_timeout(800)
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
    assert kept(page) == []


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
    assert kept(page) == []
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
    assert kept(page) == []
    draft = page.url
    page.locator("[name=body]").fill("Tulisan yang lebih baru di ponsel ini.")
    page.close()
    page = context.new_page()
    page.goto(draft)
    expect(page.locator("[data-part=there]")).to_contain_text("huruf")
    expect(page.locator("[data-part=saved]")).to_contain_text(f"{len(TEXT) + 49} huruf")
    assert page.locator("[name=body]").input_value() == TEXT
    page.locator("[name=body]").fill("Sesuatu yang lain lagi.")
    page.wait_for_timeout(600)
    page.reload()
    expect(page.locator(FOUND)).to_be_visible()
    assert len(kept(page)) == 2


# The session or the token ended


def test_an_ended_session_keeps_the_text(people, author, form, served):
    context = people(author)
    page = context.new_page()
    page.goto(form)
    write(page)
    sign_out_everywhere(author)
    page.locator("button[formaction]").click()
    expect(page.locator("main form textarea[name=body]")).to_have_value(TEXT)
    context.add_cookies([cookie(*served, author)])
    page.locator("main form button[type=submit]").click()
    if page.locator("main form textarea").count() and "draf=" not in page.url:  # A token of the old session.
        page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("draf="))
    assert [idea.source for idea in ideas_of(author)] == [TEXT]
    assert kept(page) == []


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
    assert len(kept(page)) == 1
    page.locator("#sign-in [name=email]").fill(member.email)
    page.locator("#sign-in [name=password]").fill(PASSWORD)
    page.locator("#sign-in button:not([formaction])").first.click()
    page.wait_for_url(re.compile(r"/i/\d+"))
    assert len(ideas_of(member)) == 1
    assert kept(page) == []


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
    page.locator("button[value=save]").click()
    expect(page.locator("main form textarea[name=brief]")).to_have_value(TEXT)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/langkah/1"))
    made = database.rows(select(Challenge).join(Business).where(Challenge.source == TEXT))
    assert len(made) == 1
    assert kept(page) == []


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
    assert kept(page) == []
