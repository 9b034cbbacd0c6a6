"""Becoming somebody on this browser: by password or by a mailed link, then doing what was about to be done."""

import logging
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from ideaboard.accounts import links
from ideaboard.accounts.consents import must_agree
from ideaboard.accounts.identity import fold_email
from ideaboard.accounts.intents import Outcome
from ideaboard.accounts.models import User
from ideaboard.accounts.passwords import hash_password, is_outdated, matches
from ideaboard.accounts.queries import person_by_email
from ideaboard.accounts.throttles import SIGN_IN, SIGN_IN_NETWORK, take
from ideaboard.accounts.two_step.half_way import Entered, enter
from ideaboard.accounts.waiting import carry_out, carry_out_waiting, keep_waiting
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.signing import network

log = logging.getLogger("ideaboard.accounts")


def sign_in_by_password(email: str, password: str, carrying: dict[str, Any] | None = None) -> Entered | None:
    """Let somebody in when the password is right, else return None. Raises TooFast.

    An unknown address takes the same time and the same steps as a wrong password. Who signs in in two steps owes
    a code then; `carrying` (where to go, what to do on the way) waits for it.
    """
    take((SIGN_IN, fold_email(email)), (SIGN_IN_NETWORK, network()))
    person = person_by_email(email)
    seen = person.password_hash if person else None
    if not matches(password, seen) or person is None or seen is None:
        log.info("sign-in refused")
        return None
    entered = _enter(person.id, seen, carrying or {})
    if entered and is_outdated(seen):
        _rehash(person.id, seen, hash_password(password))
    return entered


def check_own_password(person: User, password: str) -> bool:
    """Compare the current password before something grave, under the limit of sign-in. Raises TooFast."""
    take((SIGN_IN, person.email_key))
    return matches(password, person.password_hash)


def sign_in_by_link(token: str) -> tuple[Entered, dict[str, Any]] | None:
    """Use a sign-in link: let the person in and return what the link carries on with.

    Whoever opens the link reads that mailbox, so the address is confirmed as well. A code is still owed.
    """
    with transaction():
        found = links.consume(token, links.SIGN_IN)
        if found is None:
            return None
        link, person = found
        mark_confirmed(person)
        entered = enter(person, link.intent or {})
    return entered, link.intent or {}


def mark_confirmed(person: User) -> None:
    """Note, in the open transaction, that the address is the person's."""
    if person.email_confirmed_at is None:
        person.email_confirmed_at = now()


def continue_with(person: User, data: dict[str, Any] | None) -> list[Outcome]:
    """Do what the visitor was about to do, and what waited for the confirmation; return what came of it.

    Before the address is confirmed, and the rules as they are now are agreed to, it waits.
    """
    if not person.is_confirmed:
        why = _("Confirm your e-mail address first. What you wanted to do is waiting for that.")
        return _wait(person, data, why)
    if must_agree(person):
        return _wait(person, data, _("Read the rules first. What you wanted to do is waiting for that."))
    outcomes = carry_out_waiting(person)
    return [*outcomes, carry_out(person, data)] if data else outcomes


def _wait(person: User, data: dict[str, Any] | None, why: str) -> list[Outcome]:
    if not data:
        return []
    with transaction():
        keep_waiting(person.id, data)
    return [Outcome("", why)]


def _enter(person_id: int, seen: str, carrying: dict[str, Any]) -> Entered | None:
    """Let the person in unless the password was changed since it was compared."""
    with transaction():
        person = links.lock_person(person_id)
        if person.password_hash != seen or not person.is_active:
            return None
        return enter(person, carrying)


def _rehash(person_id: int, seen: str, renewed: str) -> None:
    """Keep the hash made with today's parameters, unless the password was changed meanwhile."""
    with transaction():
        db.session.execute(
            update(User)
            .where(User.id == person_id, User.password_hash == seen)
            .values(password_hash=renewed)
            .execution_options(synchronize_session=False)
        )
