"""Is a typed code right? It is used up in the same moment, and wrong ones are throttled."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import Update, update

from ideaboard.accounts.models import User
from ideaboard.accounts.throttles import Limit, take
from ideaboard.accounts.two_step import codes
from ideaboard.accounts.two_step.models import RecoveryCode, TwoStep
from ideaboard.accounts.two_step.queries import codes_left, two_step_of
from ideaboard.accounts.two_step.sealing import unseal
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.web.problems import Problem

# Six wrong ones, then a minute of rest; whoever goes on for hours has no chance to hit one of a million.
LIMITS = (
    Limit("code", 6, timedelta(minutes=1)),
    Limit("code-hour", 20, timedelta(hours=1)),
    Limit("code-day", 50, timedelta(days=1)),
)
log = logging.getLogger("ideaboard.accounts")


class WrongCode(Problem):
    """The code is not right, was used before, or is too old."""

    code = 422

    def __init__(self) -> None:
        super().__init__(_l("This code is not right, or was used already. Wait for the next one in your app."))


@dataclass(frozen=True)
class Used:
    """A code that was accepted; `left` recovery codes remain, None when it came from the app."""

    left: int | None


def count_attempt(person: User) -> None:
    """Count a code before it is compared, in a transaction of its own. Raises TooFast.

    A new password starts a new count: whoever knew the old one can no longer keep its owner out.
    """
    who = f"{person.id}:{person.password_hash}"
    take(*((limit, who) for limit in LIMITS))


def use_code(person_id: int, typed: str) -> Used:
    """Use a code up in the open transaction, which holds the person's row. Raises WrongCode."""
    digits, own = codes.digits_of(typed), two_step_of(person_id)
    secret = secret_of(own) if own else None
    if own is None or secret is None or not digits:
        raise WrongCode
    if not codes.is_recovery(digits):
        _use_interval(own, secret, digits)
        return Used(None)
    _use_recovery(person_id, codes.hash_recovery(secret, digits))
    return Used(codes_left(person_id))


def use_first_code(begun: TwoStep, typed: str) -> None:
    """Use the code that shows that an app has the secret, in the open transaction. Raises WrongCode."""
    secret = secret_of(begun)
    digits = codes.digits_of(typed)
    if secret is None or not digits or codes.is_recovery(digits):
        raise WrongCode
    _use_interval(begun, secret, digits)


def secret_of(own: TwoStep) -> bytes | None:
    """Return the secret in the clear, or None when the site's key was changed without a fallback."""
    secret = unseal(own.sealed, own.user_id)
    if secret is None:
        log.error("the second step of person %s was kept under another SECRET_KEY", own.user_id)
    return secret


def _use_interval(own: TwoStep, secret: bytes, digits: str) -> None:
    """Accept a code of the app once; the database says which one was first, and none counts that came before it."""
    interval = codes.interval_of(secret, digits, now())
    if interval is None:
        raise WrongCode
    newer = update(TwoStep).where(TwoStep.user_id == own.user_id, TwoStep.last_used < interval)
    _change_one(newer.values(last_used=interval))


def _use_recovery(person_id: int, code_hash: str) -> None:
    unused = update(RecoveryCode).where(
        RecoveryCode.user_id == person_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None)
    )
    _change_one(unused.values(used_at=now()))


def _change_one(statement: Update) -> None:
    changed = db.session.execute(statement.execution_options(synchronize_session=False))
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise WrongCode
