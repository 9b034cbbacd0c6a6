"""What the tests of writing do and look at."""

from __future__ import annotations

import secrets
import time
from typing import Any

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import delete, select

from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.sessions import LASTS, hash_token
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from tests import database

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
TEXT = "Kantong kain yang dicuci bersama isinya, jadi tidak ada plastik yang terbuang setiap minggu."
PASSWORD = "keripik-pisang-lampung"
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
)
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
LOST, FOUND, AGAIN = "[data-lost]", "[data-found]", "[data-again]"


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


def wait_until_kept(page: Page, count: int = 1) -> None:
    """Wait until so many texts are kept on the phone; the page's policy forbids to wait inside it."""
    deadline = time.monotonic() + 30
    while len(kept(page)) != count and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert len(kept(page)) == count
