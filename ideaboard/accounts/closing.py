"""Closing an account: the row and its id stay, everything that says who it was goes."""

from collections.abc import Callable
from secrets import token_hex

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from ideaboard.accounts import links
from ideaboard.accounts.models import User
from ideaboard.accounts.roles import keep_an_admin
from ideaboard.accounts.sessions import end_sessions
from ideaboard.accounts.sign_in import check_own_password
from ideaboard.accounts.waiting import forget_waiting
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.problems import WrongState

Check = Callable[[int], str | None]
_checks: list[Check] = []
_forgetters: list[Callable[[int], None]] = []


def check_before_closing(check: Check) -> Check:
    """Register what must be settled first: `check(user_id)` returns a sentence, or None when nothing hinders."""
    _checks.append(check)
    return check


def when_closing(forget: Callable[[int], None]) -> Callable[[int], None]:
    """Register what deletes more of a person: `forget(user_id)`, in the transaction that closes the account."""
    _forgetters.append(forget)
    return forget


def hindrances(user_id: int) -> list[str]:
    """Return what must be settled before this account can be closed."""
    return [sentence for check in _checks if (sentence := check(user_id))]


def close_by_password(person: User, password: str) -> bool:
    """Close the account of the signed-in person. False when the password is wrong.

    Raises TooFast, and WrongState for the last admin and while something must be settled first.
    """
    if not check_own_password(person, password):
        return False
    with transaction():
        keep_an_admin(without=person.id)
        _close(links.lock_person(person.id), person.id)
    return True


def close_by_link(token: str) -> bool:
    """Close the account whose mailed link this is. False when the link is used up. Raises WrongState."""
    with transaction():
        found = links.look_up(token, links.CLOSE)
        if found is None:
            return False
        keep_an_admin(without=found[1].id)  # Before any other lock, as wherever an admin may go.
        if links.consume(token, links.CLOSE) is None:
            return False
        _close(found[1], found[1].id)
    return True


def erase_by_order(person_id: int) -> None:
    """Close somebody's account without asking them (they asked outside this site, or an authority did).

    Raises WrongState for the last admin, and while something must be settled first.
    """
    with transaction():
        keep_an_admin(without=person_id)
        _close(links.lock_person(person_id), None)


def _close(person: User, actor_id: int | None) -> None:
    for sentence in hindrances(person.id):
        raise WrongState(sentence)
    end_sessions(person.id)
    links.forget_links(person.id)
    forget_waiting(person.id)
    db.session.flush()
    for forget in _forgetters:  # While the address is still known: it stands in mails and invitations, too.
        forget(person.id)
    _anonymise(person)
    db.session.flush()
    record("account.close", "user", person.id, actor_id=actor_id)


def _anonymise(person: User) -> None:
    """Leave nothing that leads back to the person. No typed handle or address can equal what is put there."""
    nobody = f"closed-{person.id}-{token_hex(3)}"
    with force_locale(current_app.config["LOCALE"]):
        person.name = _("Closed account")
    person.handle = person.handle_key = nobody
    person.email = person.email_key = f"{nobody}@invalid"
    person.password_hash, person.email_confirmed_at, person.city = None, None, ""
    person.locale, person.theme, person.zone = current_app.config["LOCALE"], "", "WIB"
    person.is_moderator = person.is_admin = False
    person.closed_at = now()
