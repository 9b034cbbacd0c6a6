"""Signed-in browsers: start, load, list and end sessions. The cookie holds a token, the row its hash."""

import hashlib
import secrets
from datetime import timedelta

from flask import request, session
from flask_login import login_user, logout_user
from sqlalchemy import delete, select, update

from ideaboard.accounts.models import User, UserSession
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db, login_manager
from ideaboard.jobs.tally import adds_up, count_seen
from ideaboard.web.signing import network_hash

LASTS = timedelta(days=60)
IDLE = timedelta(days=21)
NETWORK_KEPT = timedelta(days=30)
# In the order of asking: Edge, Opera and Samsung also say Chrome, Chrome also says Safari, Android says Linux.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox"} | {
    name: name for name in ("Chrome", "Safari")
}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"} | {
    "Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def hash_token(token: str) -> str:
    """Return the form in which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(user: User) -> UserSession:
    """Sign `user` in on this browser, with a fresh cookie."""
    token = secrets.token_urlsafe(32)
    with transaction():
        _end_row_of_cookie()  # The session that this browser held before, whoever's it was.
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
    with transaction():
        _end_row_of_cookie()
    logout_user()
    session.clear()


def end_sessions(user_id: int, *, except_id: int | None = None) -> int:
    """End a person's sessions (but `except_id`) inside the caller's transaction; return how many ended."""
    doomed = delete(UserSession).where(UserSession.user_id == user_id)
    if except_id is not None:
        doomed = doomed.where(UserSession.id != except_id)
    return int(db.session.execute(doomed.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def end_session_of(user_id: int, session_id: int) -> bool:
    """End one session of a person; False when there is none such."""
    mine = delete(UserSession).where(UserSession.id == session_id, UserSession.user_id == user_id)
    with transaction():
        return bool(db.session.execute(mine).rowcount)  # type: ignore[attr-defined]


def end_all_sessions(user_id: int, *, except_id: int | None = None) -> None:
    """End a person's sessions (but `except_id`) as they wish, audited."""
    with transaction():
        ended = end_sessions(user_id, except_id=except_id)
        record("sessions.end", "user", user_id, actor_id=user_id, after={"ended": ended})


def sessions_of(user_id: int) -> list[UserSession]:
    """Return a person's live sessions, the last used first."""
    moment = now()
    live = select(UserSession).where(
        UserSession.user_id == user_id,
        UserSession.expires_at > moment,
        UserSession.last_seen_at > moment - IDLE,
    )
    return list(db.session.scalars(live.order_by(UserSession.last_seen_at.desc()).limit(100)))


def sweep() -> None:
    """Delete sessions that are over, and network hashes after 30 days."""
    moment = now()
    over = (UserSession.expires_at <= moment) | (UserSession.last_seen_at <= moment - IDLE)
    old = (UserSession.created_at <= moment - NETWORK_KEPT) & (UserSession.network_hash != "")
    with transaction():
        db.session.execute(delete(UserSession).where(over))
        db.session.execute(update(UserSession).where(old).values(network_hash=""))


def _end_row_of_cookie() -> None:
    token = session.get("_user_id")
    if isinstance(token, str):
        doomed = delete(UserSession).where(UserSession.token_hash == hash_token(token))
        db.session.execute(doomed.execution_options(synchronize_session=False))


def _device() -> str:
    """Name browser and system in two words; the whole user agent is not kept. Empty when neither is known."""
    agent = request.headers.get("User-Agent", "")
    found = (next((name for mark, name in known.items() if mark in agent), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))
