"""The session cookie: Flask's, but signed anew only when something changed or once a day."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from ideaboard.data.clock import now

RENEWED_AFTER = timedelta(days=1)  # far below how long the cookie lasts


class DatedSession(SecureCookieSession):
    """What the cookie holds, and when it was signed; None before there is one."""

    signed_at: datetime | None = None


class SessionCookie(SecureCookieSessionInterface):
    """Flask would sign and send the cookie of a lasting session with every answer."""

    session_class = DatedSession

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the cookie; one that is forged or too old is none."""
        signer = self.get_signing_serializer(app)
        text = request.cookies.get(self.get_cookie_name(app))
        if signer is None or not text:
            return super().open_session(app, request)
        try:
            content, signed_at = signer.loads(text, return_timestamp=True)
        except BadSignature:
            return self.session_class()
        # One that a wrong clock signed in the future is ours all the same: its row says whether it still holds.
        if now() - signed_at > app.permanent_session_lifetime:
            return self.session_class()
        session = self.session_class(content)
        session.signed_at = signed_at
        return session

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Say whether this answer carries the cookie."""
        signed_at = getattr(session, "signed_at", None)
        is_old = signed_at is None or abs(now() - signed_at) > RENEWED_AFTER
        return bool(session.modified or (session.permanent and is_old))

    def get_signing_serializer(self, app: Flask) -> Any:
        """Return what signs, put together once for the keys that are set."""
        return self._signer(app, str(app.secret_key), tuple(app.config.get("SECRET_KEY_FALLBACKS") or ()))

    @lru_cache(maxsize=8)  # noqa: B019  an interface lives as long as its app
    def _signer(self, app: Flask, *_keys: Any) -> Any:
        return super().get_signing_serializer(app)


def init_session_cookie(app: Flask) -> None:
    """Use it for this app."""
    app.session_interface = SessionCookie()
