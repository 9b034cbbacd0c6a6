"""Signed-in browsers: start, load, list and end sessions. The cookie holds a token, the row its hash."""

import hashlib
import secrets
from typing import Any

from flask import request, session
from flask_login import login_user, logout_user
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import class_mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict

from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.two_step.models import HalfSignIn
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.kept import Read
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db, login_manager
from ideaboard.jobs.tally import adds_up, count_seen
from ideaboard.web.headers import forget_after_this
from ideaboard.web.signing import network_hash

LASTS = kept_for("sign-ins")
IDLE = kept_for("idle sign-ins")
NETWORK_KEPT = kept_for("sign-in networks")
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
    if not isinstance(token, str):  # Signed by us, but by another version.
        return None
    moment = now()
    found = _SIGNED_IN.first(token_hash=hash_token(token), moment=moment, idle_since=moment - IDLE)
    if found is None:
        return None
    user = _person(found)
    user.session_token, user.session_id = token, found.session_id
    count_seen("session", [found.session_id])
    return user


def _select_signed_in() -> Any:
    people: Any = User.__table__
    table: Any = UserSession.__table__
    return (
        select(*people.c, table.c.id.label("session_id"))
        .join_from(table, people, table.c.user_id == people.c.id)
        .where(
            table.c.token_hash == bindparam("token_hash"),
            table.c.expires_at > bindparam("moment"),
            table.c.last_seen_at > bindparam("idle_since"),
            people.c.closed_at.is_(None),
        )
    )


_SIGNED_IN = Read(_select_signed_in)


def _person(row: Any) -> User:
    """Make the person of a row that was read the short way (data/kept.py), as if the session had loaded it."""
    mapper, link = class_mapper(User), db.session()  # Itself: each way through its proxy costs.
    known: User | None = link.identity_map.get(mapper.identity_key_from_primary_key((row.id,)))
    if known is not None:
        link.refresh(known)
        return known
    user: User = mapper.class_manager.new_instance()
    values = row._asdict()
    values.pop("session_id")
    instance_dict(user).update(values)
    make_transient_to_detached(user)
    link.add(user)
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
    forget_after_this()


def end_sessions(user_id: int, *, except_id: int | None = None) -> int:
    """End a person's sessions (but `except_id`) inside the caller's transaction; return how many ended.

    Sign-ins that wait for a code end as well: what they began with may no longer be good.
    """
    halves = delete(HalfSignIn).where(HalfSignIn.user_id == user_id)
    db.session.execute(halves.execution_options(synchronize_session=False))
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
