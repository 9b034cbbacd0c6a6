"""Between the steps of signing in: a row for ten minutes, whose token is in the signed cookie of one browser.

The row is good for giving a code and nothing else; whoever loads a session never looks at it.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import session
from sqlalchemy import delete, select

from ideaboard.accounts.links import lock_person
from ideaboard.accounts.models import User
from ideaboard.accounts.sessions import hash_token, start_session
from ideaboard.accounts.two_step.checking import Used, count_attempt, use_code
from ideaboard.accounts.two_step.models import HalfSignIn
from ideaboard.accounts.two_step.queries import two_step_of
from ideaboard.accounts.two_step.telling import tell_of_recovery
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db

LASTS = timedelta(minutes=10)
IN_COOKIE = "half_sign_in"


@dataclass(frozen=True)
class Entered:
    """Somebody who proved the first step: signed in, or about to give a code."""

    person: User
    owes_code: bool


@dataclass(frozen=True)
class Finished:
    """Somebody who gave the code: signed in, with what they were about to do."""

    person: User
    carrying: dict[str, Any]
    used: Used


def enter(person: User, carrying: dict[str, Any]) -> Entered:
    """Sign a person in, in the open transaction that holds their row, or wait for the code of the second step.

    `carrying` ({"next", "intent"}) is kept until the code is there.
    """
    if two_step_of(person.id) is None:
        start_session(person)
        return Entered(person, owes_code=False)
    token = secrets.token_urlsafe(32)
    row = HalfSignIn(user_id=person.id, token_hash=hash_token(token), carrying=carrying, expires_at=now() + LASTS)
    db.session.add(row)
    db.session.flush()
    session[IN_COOKIE] = token
    return Entered(person, owes_code=True)


def waiting() -> tuple[HalfSignIn, User] | None:
    """Return the sign-in of this browser that waits for a code, and whose it is."""
    token = session.get(IN_COOKIE)
    if not isinstance(token, str):
        return None
    mine = (
        select(HalfSignIn, User)
        .join(User, User.id == HalfSignIn.user_id)
        .where(HalfSignIn.token_hash == hash_token(token), HalfSignIn.expires_at > now(), User.closed_at.is_(None))
    )
    found = db.session.execute(mine.execution_options(populate_existing=True)).one_or_none()
    return (found[0], found[1]) if found else None


def finish(typed: str) -> Finished | None:
    """Sign in with the code; None when nothing waits (any more). Raises TooFast, WrongCode."""
    found = waiting()
    if found is None:
        return None
    half, person = found
    count_attempt(person)
    with transaction():
        person = lock_person(person.id)
        if not _take(half.id):  # Another request with the same cookie was faster, or the password was changed.
            return None
        used = use_code(person.id, typed)
        if used.left is not None:
            entry = record("two_step.recovery", "user", person.id, actor_id=person.id, after={"left": used.left})
            tell_of_recovery(person, entry.id, used.left)
        start_session(person)
    return Finished(person, half.carrying, used)


def sweep() -> None:
    """Forget sign-ins that nobody finished."""
    with transaction():
        db.session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at <= now()))


def _take(half_id: int) -> bool:
    mine = delete(HalfSignIn).where(HalfSignIn.id == half_id).execution_options(synchronize_session=False)
    return bool(db.session.execute(mine).rowcount)  # type: ignore[attr-defined]
