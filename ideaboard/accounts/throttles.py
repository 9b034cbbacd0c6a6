"""Limits on sign-in, sign-up and mailed links: a moving window, exact in parallel, kept in the main database."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import ngettext
from sqlalchemy import delete, select, text

from ideaboard.accounts.models import ThrottleHit
from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.problems import TooFast
from ideaboard.web.signing import keyed_hash


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts in any stretch of `window`."""

    name: str
    most: int
    window: timedelta


SIGN_IN = Limit("sign-in", 10, timedelta(minutes=5))
SIGN_IN_NETWORK = Limit("sign-in-network", 30, timedelta(minutes=5))
SIGN_UP_HOUR = Limit("sign-up-hour", 5, timedelta(hours=1))
SIGN_UP_DAY = Limit("sign-up-day", 20, timedelta(days=1))
RESET = Limit("reset", 5, timedelta(days=1))
RESEND = Limit("resend", 5, timedelta(days=1))
SIGN_IN_LINK = Limit("sign-in-link", 5, timedelta(days=1))
LONGEST = kept_for("attempts")


def take(*counted: tuple[Limit, str]) -> None:
    """Count one attempt by each (limit, who), or count none and raise TooFast when one of them is used up.

    `who` is a folded e-mail address or a network; only its keyed hash is kept. An account that does not exist
    is counted like one that does.
    """
    keys = {_key(limit, who): limit for limit, who in counted}
    with transaction():
        _lock(sorted(keys))
        moment = now()  # After the lock, so that hits are in the order of their counting.
        waits = [(_wait(key, limit, moment), limit.most) for key, limit in keys.items()]
        wait, most = max(waits)
        if wait:
            raise TooFast(too_fast(wait), wait, most)
        db.session.add_all(ThrottleHit(key=key, at=moment) for key in keys)


def has_room(limit: Limit, who: str) -> bool:
    """Count one attempt and say yes, or say no; for what is left undone without a word."""
    try:
        with transaction(), db.session.begin_nested():
            take((limit, who))
    except TooFast:
        return False
    return True


def too_fast(wait: timedelta) -> str:
    """Say in words how long to wait."""
    seconds = math.ceil(wait.total_seconds())
    minutes = math.ceil(seconds / 60)
    if seconds < 100:
        return ngettext(
            "Too fast. Try again in %(num)s second.", "Too fast. Try again in %(num)s seconds.", seconds
        )
    if minutes < 100:
        return ngettext(
            "Too fast. Try again in %(num)s minute.", "Too fast. Try again in %(num)s minutes.", minutes
        )
    return ngettext(
        "Too fast. Try again in %(num)s hour.",
        "Too fast. Try again in %(num)s hours.",
        math.ceil(minutes / 60),
    )


def sweep() -> int:
    """Forget the hits that no window reaches any more; return how many."""
    with transaction():
        old = delete(ThrottleHit).where(ThrottleHit.at <= now() - LONGEST)
        return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]


def _key(limit: Limit, who: str) -> str:
    return f"{limit.name}:{keyed_hash('throttle', limit.name, who).hex()[:40]}"


def _lock(keys: list[str]) -> None:
    """Let nobody else count the same keys until the transaction ends; SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        for key in keys:  # Always in the same order, so that two requests never wait for each other.
            db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


def _wait(key: str, limit: Limit, moment: datetime) -> timedelta:
    """Return how long until the next attempt is free, zero when it is now."""
    since = moment - limit.window
    # What was counted while the clock was far ahead does not shut anybody out until that moment comes.
    near = ThrottleHit.at.between(since, moment + limit.window)
    newest = select(ThrottleHit.at).where(ThrottleHit.key == key, ThrottleHit.at > since, near)
    hits = list(db.session.scalars(newest.order_by(ThrottleHit.at.desc()).limit(limit.most)))
    return timedelta(0) if len(hits) < limit.most else hits[-1] - since
