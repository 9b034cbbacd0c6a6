"""Somebody who signs in in two steps, for browser tests."""

from __future__ import annotations

import pyotp
from playwright.sync_api import Page

from ideaboard.accounts.models import User
from ideaboard.accounts.two_step import codes
from ideaboard.accounts.two_step.models import RecoveryCode, TwoStep
from ideaboard.accounts.two_step.sealing import seal
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests import database
from tests.accounts.two_step.steps import RECOVERY, SECRET
from tests.e2e.site import PASSWORD, Demo
from tests.e2e.steps import send

PAGE, SET_UP = "/akun/dua-langkah", "/akun/dua-langkah/pasang"


def someone_in_two_steps(site: Demo, person: User) -> str:
    """Let a person of the demo sign in in two steps, with SECRET and RECOVERY, unless they do.

    Returns "", which takes the place of a mark in a path (kinds.py).
    """
    with site.app.app_context():
        if db.session.get(TwoStep, person.id) is None:
            database.use(site.app)
            sealed, mark = seal(SECRET, person.id)
            hashes = [codes.hash_recovery(SECRET, codes.digits_of(code)) for code in RECOVERY]
            rows: list[TwoStep | RecoveryCode] = [
                TwoStep(user_id=person.id, sealed=sealed, key_mark=mark, confirmed_at=now()),
                *(RecoveryCode(user_id=person.id, code_hash=code_hash) for code_hash in hashes),
            ]
            database.write(lambda: db.session.add_all(rows))
    return ""


def app_of(page: Page) -> pyotp.TOTP:
    """Return the app of somebody who types in the key that the page shows."""
    return pyotp.TOTP(page.locator("code.typed-code").inner_text().replace(" ", ""))


def set_up(page: Page) -> tuple[pyotp.TOTP, list[str]]:
    """Set it up; return the app and the recovery codes. The page shows them still."""
    page.goto(PAGE)
    send(page, PAGE, current_password=PASSWORD)
    page.wait_for_url(f"**{SET_UP}")
    app = app_of(page)
    send(page, SET_UP, code=app.now())
    return app, page.locator("pre.typed-code").inner_text().splitlines()
