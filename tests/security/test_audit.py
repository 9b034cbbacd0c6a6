"""Whoever tries doors leaves a trace, and no trace holds a secret."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask

from ideaboard.accounts.passwords import hash_password
from tests.browser import Browser
from tests.database import on_sqlite
from tests.factories import make_user

PASSWORD = "sawah-hijau-tenang-7"
CANARY = "burung-kenari-rahasia-4711"


def refuse_sign_in(browser: Browser) -> int:
    return browser.post("/masuk", {"email": "rina@contoh.example", "password": CANARY}).status_code


def forge(browser: Browser) -> int:
    return browser.post("/masuk", {"csrf_token": CANARY, "email": "rina@contoh.example"}).status_code


def try_admin(browser: Browser) -> int:
    return browser.sign_in(make_user()).get(f"/admin?{CANARY}").status_code


def hurry(browser: Browser) -> int:
    for _ in range(10):
        refuse_sign_in(browser)
    return refuse_sign_in(browser)


TRIES: dict[str, tuple[Callable[[Browser], int], int]] = {
    "wrong password": (refuse_sign_in, 422),
    "forged form": (forge, 403),
    "not allowed": (try_admin, 403),
    "too fast": (hurry, 429),
}


@pytest.fixture
def known(app: Flask) -> None:
    """Somebody with a password."""
    key = "rina@contoh.example"
    make_user(email=key, email_key=key, password_hash=hash_password(PASSWORD))


@on_sqlite
@pytest.mark.parametrize("name", TRIES)
def test_every_refusal_is_a_line_in_the_log(
    app: Flask, known: None, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    attempt, status = TRIES[name]
    with caplog.at_level(logging.INFO, "ideaboard"):
        assert attempt(Browser(app)) == status
    assert caplog.records[-1].fields["status"] == status


@on_sqlite
def test_no_secret_reaches_the_log(app: Flask, known: None, caplog: pytest.LogCaptureFixture) -> None:
    browser = Browser(app)
    with caplog.at_level(logging.DEBUG):
        for attempt, _status in TRIES.values():
            attempt(Browser(app))
        browser.post("/masuk", {"email": "rina@contoh.example", "password": PASSWORD})
        browser.get(f"/sandi/{CANARY}")
        browser.get("/akun", headers={"Authorization": CANARY, "X-Whatever": CANARY})
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    for secret in (CANARY, PASSWORD, cookie.value, "rina@contoh.example"):
        assert secret not in caplog.text
