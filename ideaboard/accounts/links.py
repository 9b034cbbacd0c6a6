"""Tokens of mailed links: 256 random bits, kept hashed, one use, one hour, the newest one only."""

import secrets
from typing import Any

from sqlalchemy import delete, select, update

from ideaboard.accounts.models import MailedToken, User
from ideaboard.accounts.sessions import hash_token
from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.extensions import db

CONFIRM, SIGN_IN, RESET, CHANGE_EMAIL, CLOSE = "confirm", "sign_in", "reset", "change_email", "close"
LASTS = kept_for("links")


def issue(user: User, purpose: str, *, email: str | None = None, carrying: dict[str, Any] | None = None) -> str:
    """Make the token of a new link in the open transaction; an older link for the same purpose ends.

    `email` is where it goes (default: the account's address), `carrying` what its use continues with.
    """
    lock_person(user.id)  # Two links asked for at once must not both live.
    db.session.execute(
        delete(MailedToken)
        .where(MailedToken.user_id == user.id, MailedToken.purpose == purpose)
        .execution_options(synchronize_session=False)
    )
    token = secrets.token_urlsafe(32)
    row = MailedToken(
        user_id=user.id,
        purpose=purpose,
        token_hash=hash_token(token),
        email=email or user.email,
        intent=carrying,
        expires_at=now() + LASTS,
    )
    db.session.add(row)
    db.session.flush()
    return token


def look_up(token: str, *purposes: str) -> tuple[MailedToken, User] | None:
    """Return a link that could be used now, and its person, without using it."""
    usable = (
        select(MailedToken, User)
        .join(User, User.id == MailedToken.user_id)
        .where(
            MailedToken.token_hash == hash_token(token),
            MailedToken.purpose.in_(purposes),
            MailedToken.used_at.is_(None),
            MailedToken.expires_at > now(),
            User.closed_at.is_(None),
        )
    )
    found = db.session.execute(usable.execution_options(populate_existing=True)).one_or_none()
    return (found[0], found[1]) if found else None


def consume(token: str, *purposes: str) -> tuple[MailedToken, User] | None:
    """Use a link in the open transaction; of many at once, exactly one gets it."""
    found = look_up(token, *purposes)
    if found is None:
        return None
    lock_person(found[1].id)  # First, as in issue(): whoever locks in another order could wait for ever.
    used = db.session.execute(
        update(MailedToken)
        .where(MailedToken.id == found[0].id, MailedToken.used_at.is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
    return found if used.rowcount else None  # type: ignore[attr-defined]


def forget_links(user_id: int) -> None:
    """End all links of a person, in the open transaction: the address or password they stood for changed."""
    mine = delete(MailedToken).where(MailedToken.user_id == user_id)
    db.session.execute(mine.execution_options(synchronize_session=False))


def lock_person(user_id: int) -> User:
    """Read a person again and let nobody else change them until the transaction ends."""
    person = select(User).where(User.id == user_id).with_for_update()
    return db.session.scalars(person.execution_options(populate_existing=True)).one()
