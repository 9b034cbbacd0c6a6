"""A browser without JavaScript (and, when asked, with htmx's headers), for tests of handlers."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.sessions import LASTS, hash_token
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.database import write


class Browser:
    """Talks to the app; every POST carries a valid CSRF token unless told otherwise."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, user: User) -> Browser:
        """Hold a session of `user` in this browser, without the sign-in page. Returns itself."""
        token = secrets.token_urlsafe(32)
        row = UserSession(
            user_id=user.id,
            token_hash=hash_token(token),
            device="Test",
            network_hash="",
            expires_at=now() + LASTS,
        )
        write(lambda: db.session.add(row))
        with self.client.session_transaction() as session:
            session.clear()
            session["_user_id"] = token
            session["_fresh"] = True
        return self

    def get(self, path: str, htmx: bool = False, **kwargs: Any) -> TestResponse:
        """Load a page, or its fragment with htmx=True."""
        kwargs.setdefault("buffered", True)  # reads a file that is sent to its end, and closes it
        return self.client.get(path, headers=self._headers(htmx, kwargs.pop("headers", {})), **kwargs)

    def post(
        self, path: str, data: dict[str, Any] | None = None, htmx: bool = False, **kwargs: Any
    ) -> TestResponse:
        """Send a form as a browser would; files as (stream, name) make it multipart."""
        fields = {"csrf_token": self._csrf(), **(data or {})}
        return self.client.post(path, data=fields, headers=self._headers(htmx, kwargs.pop("headers", {})), **kwargs)

    def _headers(self, htmx: bool, more: dict[str, str]) -> dict[str, str]:
        return {**({"HX-Request": "true"} if htmx else {}), **more}

    def _csrf(self) -> str:
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", hashlib.sha1(secrets.token_bytes(64)).hexdigest())
        return str(URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw))  # type: ignore[arg-type]
