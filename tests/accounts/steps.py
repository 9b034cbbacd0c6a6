"""What people do with their accounts, step by step, for tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from werkzeug.test import TestResponse

from ideaboard.accounts.identity import fold_email
from ideaboard.accounts.models import User
from ideaboard.accounts.passwords import hash_password
from ideaboard.data.clock import now
from ideaboard.web.traps import opened_now
from tests.browser import Browser
from tests.database import context
from tests.factories import make_user

PASSWORD = "kuda terbang hijau"
NEW_PASSWORD = "sambal matang pohon"
_hashes: dict[str, str] = {}


def make_member(email: str = "rina@contoh.example", password: str = PASSWORD, **columns: Any) -> User:
    """A member with a password."""
    if password not in _hashes:
        _hashes[password] = hash_password(password)
    values = {"email": email, "email_key": fold_email(email), "password_hash": _hashes[password], **columns}
    return make_user(**values)


def opened_a_minute_ago() -> str:
    """The signed moment of a sign-up form that was opened a minute ago."""
    with context(), time_machine.travel(now() - timedelta(minutes=1), tick=False):
        return opened_now()


def sign_up(browser: Browser, **fields: Any) -> TestResponse:
    """Send the sign-up form, filled in well unless `fields` say otherwise (None leaves a field out)."""
    values = {
        "name": "Rina Sari",
        "email": "rina@contoh.example",
        "password": PASSWORD,
        "adult": "y",
        "terms": "y",
        "opened": opened_a_minute_ago(),
        **fields,
    }
    return browser.post("/daftar", {name: value for name, value in values.items() if value is not None})


def sign_in(
    browser: Browser, email: str = "rina@contoh.example", password: str = PASSWORD, **fields: Any
) -> TestResponse:
    """Send the sign-in form."""
    return browser.post("/masuk", {"email": email, "password": password, **fields})


def is_signed_in(browser: Browser) -> bool:
    """Say whether this browser may see its account page."""
    return browser.get("/akun").status_code == 200


def mails_to(mailbox: Callable[[], list[Any]], email: str) -> list[Any]:
    """Deliver everything (asking for a link and mailing it are two steps) and return the mails to one address."""
    mailbox()
    return [mail for mail in mailbox() if mail["To"] == email]


def link_in(mail: Any) -> str:
    """Return the path of the first link in a mail."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.get_content())
    assert found, mail.get_content()
    return found[1]


def last_link(mailbox: Callable[[], list[Any]], email: str = "rina@contoh.example") -> str:
    """Return the path of the link in the newest mail to an address."""
    return link_in(mails_to(mailbox, email)[-1])
