"""Signed-in browsers: start, load, list and end sessions. The cookie holds a token, the row its hash."""

import hashlib
import secrets
from datetime import timedelta

from flask import request, session
from flask_login import login_user, logout_user
from sqlalchemy import delete, select, update

from ideaboard.accounts.models import User, UserSession
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db, login_manager
from ideaboard.jobs.tally import adds_up, count_seen
from ideaboard.web.signing import network_hash

LASTS = timedelta(days=60)
IDLE = timedelta(days=21)


def hash_token(token: str) -> str:
    """Return the form in which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(user: User) -> UserSession:
    """Sign `user` in on this browser, with a fresh cookie."""
    token = secrets.token_urlsafe(32)
    with transaction():
        row = UserSession(
            user_id=user.id,
            token_hash=hash_token(token),
            device=_device(),
            network_hash=network_hash(),
            expires_at=now() + LASTS,
        )
        db.session.add(row)
        db.session.flush()
    session.clear()  # Nothing a visitor held survives the change of identity.
    user.session_token, user.session_id = token, row.id
    session.permanent = True
    login_user(user)
    return row


@login_manager.user_loader
def load_user(token: str) -> User | None:
    """Return the person behind a session token, or None when the session ended; one query."""
    moment = now()
    found = db.session.execute(
        select(User, UserSession.id)
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_hash == hash_token(token),
            UserSession.expires_at > moment,
            UserSession.last_seen_at > moment - IDLE,
            User.closed_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return None
    user, session_id = found[0], found[1]
    user.session_token, user.session_id = token, session_id
    count_seen("session", [session_id])
    return user


@adds_up("session")
def note_seen(sessions: dict[int, int]) -> None:
    """Remember that these sessions were used just now."""
    with transaction():
        db.session.execute(
            update(UserSession)
            .where(UserSession.id.in_(sessions))
            .values(last_seen_at=now())
            .execution_options(synchronize_session=False)
        )


def end_this_session() -> None:
    """Sign this browser out."""
    token = session.get("_user_id")
    if token:
        with transaction():
            db.session.execute(delete(UserSession).where(UserSession.token_hash == hash_token(token)))
    logout_user()
    session.clear()


def end_sessions(user_id: int, *, except_id: int | None = None) -> int:
    """End a person's sessions (but `except_id`) inside the caller's transaction; return how many ended."""
    doomed = delete(UserSession).where(UserSession.user_id == user_id)
    if except_id is not None:
        doomed = doomed.where(UserSession.id != except_id)
    return int(db.session.execute(doomed.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def sessions_of(user_id: int) -> list[UserSession]:
    """Return a person's live sessions, the last used first."""
    live = select(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at > now())
    return list(db.session.scalars(live.order_by(UserSession.last_seen_at.desc()).limit(100)))


def _device() -> str:
    """Name browser and system in two words; the whole user agent is not kept."""
    agent = request.headers.get("User-Agent", "")
    browsers = ("Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
    browser = next((name for name in browsers if name in agent), "?")
    system = next((name for name in systems if name in agent), "?")
    return f"{browser}, {system}"
