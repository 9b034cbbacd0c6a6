"""A cookie that is not exactly the one we gave opens nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.browser import Browser
from tests.database import on_sqlite
from tests.factories import make_user

GUESSES = [
    "",
    "dev",
    "secret",
    "secret_key",
    "SECRET_KEY",
    "changeme",
    "password",
    "flask",
    "super secret key",
    "test",
]
PRIVATE = "/akun"


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


@on_sqlite
def test_a_changed_cookie_opens_nothing(app: Flask) -> None:
    good = cookie_of(Browser(app).sign_in(make_user()))
    for place in range(0, len(good), 3):
        other = "A" if good[place] != "A" else "B"
        changed = Browser(app)
        changed.client.set_cookie("session", good[:place] + other + good[place + 1 :])
        # The last letter of a part carries bits that count for nothing: then it is the same cookie.
        same = app.session_interface.get_signing_serializer(app).loads_unsafe(
            good[:place] + other + good[place + 1 :]
        )
        assert changed.get(PRIVATE).status_code == 303 or same[0], place


@on_sqlite
@pytest.mark.parametrize("cut", [1, 10, 30, 60])
def test_a_cut_cookie_opens_nothing(app: Flask, cut: int) -> None:
    good = cookie_of(Browser(app).sign_in(make_user()))
    for value in (good[:-cut], good[cut:]):
        browser = Browser(app)
        browser.client.set_cookie("session", value)
        assert browser.get(PRIVATE).status_code == 303


@on_sqlite
@pytest.mark.parametrize("guess", GUESSES)
def test_a_cookie_signed_with_a_guessed_secret_opens_nothing(app: Flask, guess: str) -> None:
    person = Browser(app).sign_in(make_user())
    with person.client.session_transaction() as held:
        known = dict(held)
    forger = Flask("forger")
    forger.secret_key = guess or " "
    serializer = SecureCookieSessionInterface().get_signing_serializer(forger)
    assert serializer is not None
    browser = Browser(app)
    browser.client.set_cookie("session", serializer.dumps(known))
    assert browser.get(PRIVATE).status_code == 303


@on_sqlite
@pytest.mark.parametrize("ident", ["1", "admin", "", None, "' OR 1=1 --", "x" * 3000])
def test_a_signed_cookie_without_a_session_opens_nothing(app: Flask, ident: object) -> None:
    """Even with the secret: a number of a person is no session."""
    make_user(is_admin=True)
    browser = Browser(app)
    with browser.client.session_transaction() as held:
        held["_user_id"], held["_fresh"], held["_id"] = ident, True, "x"
    assert browser.get("/admin").status_code == 303


@on_sqlite
def test_a_visitors_session_never_becomes_a_members(app: Flask) -> None:
    """What an attacker put into a browser beforehand is gone after signing in."""
    from ideaboard.accounts.passwords import hash_password

    make_user(
        email="rina@contoh.example", email_key="rina@contoh.example", password_hash=hash_password("sawah-hijau-7")
    )
    browser = Browser(app)
    with browser.client.session_transaction() as held:
        held["planted"] = "jahat"
    before = cookie_of(browser)
    assert browser.post("/masuk", {"email": "rina@contoh.example", "password": "sawah-hijau-7"}).status_code == 303
    assert cookie_of(browser) != before
    with browser.client.session_transaction() as held:
        assert "planted" not in held
