"""What people do with the second step, for tests."""

from __future__ import annotations

import html
import re
from typing import Any

import pyotp
from sqlalchemy import select
from werkzeug.test import TestResponse

from ideaboard.accounts.models import User
from ideaboard.accounts.two_step import codes
from ideaboard.accounts.two_step.models import RecoveryCode, TwoStep
from ideaboard.accounts.two_step.sealing import seal
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.accounts.steps import PASSWORD, make_member, sign_in
from tests.browser import Browser
from tests.database import context, write

SECRET = b"twenty bytes, secret"
RECOVERY = [f"{number:04} 5678 9012" for number in range(codes.RECOVERY_CODES)]
WRONG = "12 34"


def make_two_step(email: str = "rina@contoh.example", **columns: Any) -> User:
    """A member who signs in in two steps, with SECRET and the codes RECOVERY."""
    member = make_member(email, **columns)
    with context():
        sealed, mark = seal(SECRET, member.id)
    hashes = [codes.hash_recovery(SECRET, codes.digits_of(code)) for code in RECOVERY]

    def work() -> None:
        db.session.add(TwoStep(user_id=member.id, sealed=sealed, key_mark=mark, confirmed_at=now()))
        db.session.add_all(RecoveryCode(user_id=member.id, code_hash=code_hash) for code_hash in hashes)

    write(work)
    return member


def code(after: int = 0, secret: bytes = SECRET) -> str:
    """The code of the app, so many half minutes from now."""
    app = pyotp.TOTP(codes.for_typing(secret).replace(" ", ""))
    return str(app.at(now(), counter_offset=after))


def first_step(browser: Browser, **fields: Any) -> TestResponse:
    """Give the password."""
    return sign_in(browser, **fields)


def give(browser: Browser, typed: str, **fields: Any) -> TestResponse:
    """Give a code on the second page."""
    return browser.post("/masuk/kode", {"code": typed, **fields})


def begin(browser: Browser, password: str = PASSWORD, **fields: Any) -> TestResponse:
    """Begin to set it up."""
    return browser.post("/akun/dua-langkah", {"current_password": password, **fields})


def secret_on(page: TestResponse) -> bytes:
    """Return the secret that a page shows for typing."""
    import base64

    found = re.search(r'<code class="typed-code">([A-Z2-7 ]+)</code>', page.text)
    assert found, page.text
    return base64.b32decode(found[1].replace(" ", ""))


def codes_on(page: TestResponse) -> list[str]:
    """Return the recovery codes that a page shows."""
    found = re.search(r'<pre class="typed-code">([\d \n]+)</pre>', page.text)
    assert found, page.text
    return found[1].splitlines()


def hidden(page: TestResponse, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    assert found, name
    return html.unescape(found[1])


def left() -> int:
    """How many recovery codes nobody has used."""
    with context():
        unused = select(RecoveryCode.id).where(RecoveryCode.used_at.is_(None))
        return len(db.session.scalars(unused).all())
