"""A new account: made, or, when the address has one already, its owner told; outsiders see no difference."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ideaboard.accounts import links, mails
from ideaboard.accounts.consents import record_consents
from ideaboard.accounts.identity import canonical_email, fold_email, fold_handle, handle_candidates
from ideaboard.accounts.models import User
from ideaboard.accounts.passwords import hash_password
from ideaboard.accounts.sessions import end_sessions
from ideaboard.accounts.throttles import RESEND, SIGN_UP_DAY, SIGN_UP_HOUR, has_room, take
from ideaboard.accounts.waiting import forget_waiting, keep_waiting
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.locale import choose_theme
from ideaboard.web.signing import network


@dataclass(frozen=True)
class Applicant:
    """What a person typed to get an account, checked by the form."""

    name: str
    email: str
    password: str
    intent: dict[str, Any] | None = None


def sign_up(applicant: Applicant) -> None:
    """Make the account and mail its confirmation link. Raises TooFast.

    A confirmed owner of the address gets a mail instead. An account that nobody has confirmed yet is filled in
    anew: whoever started it proved nothing, and a person who signs up twice means the second password.
    """
    take((SIGN_UP_HOUR, network()), (SIGN_UP_DAY, network()))
    password_hash = hash_password(applicant.password)
    with transaction():
        person = add_person(applicant.name, applicant.email, password_hash, **_display_choices())
        if person is not None:
            record_consents(person.id)
            _send_confirmation(person, applicant)
        else:
            _answer_known(applicant, password_hash)


def add_person(name: str, email: str, password_hash: str, **columns: Any) -> User | None:
    """Insert a person in the open transaction, with a free handle; None when the address has an account."""
    for handle in islice(handle_candidates(name), 50):
        person = User(
            name=name,
            handle=handle,
            handle_key=fold_handle(handle),
            email=canonical_email(email) or email,
            email_key=fold_email(email),
            password_hash=password_hash,
            **columns,
        )
        if _insert(person):
            return person
        if _by_key(email):
            return None
    raise RuntimeError("no free handle was found")


def _insert(person: User) -> bool:
    """Let the database say whether address and handle are free."""
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        return False
    return True


def _by_key(email: str) -> int | None:
    return db.session.scalar(select(User.id).where(User.email_key == fold_email(email)))


def _answer_known(applicant: Applicant, password_hash: str) -> None:
    mine = select(User).where(User.email_key == fold_email(applicant.email)).with_for_update()
    known = db.session.scalar(mine.execution_options(populate_existing=True))
    if known is not None and known.is_confirmed:
        mails.mail_already_member(known)
    elif known is not None and has_room(RESEND, known.email_key):
        _fill_in_anew(known, applicant, password_hash)


def _fill_in_anew(person: User, applicant: Applicant, password_hash: str) -> None:
    person.name, person.password_hash = applicant.name, password_hash
    end_sessions(person.id)
    forget_waiting(person.id)
    record_consents(person.id)
    _send_confirmation(person, applicant)


def _send_confirmation(person: User, applicant: Applicant) -> None:
    if applicant.intent:
        keep_waiting(person.id, applicant.intent)
    mails.mail_link(person, links.CONFIRM, links.issue(person, links.CONFIRM))


def _display_choices() -> dict[str, str]:
    """Return the language and theme that the visitor sees, for the new account."""
    return {"locale": get_locale().language, "theme": choose_theme()}
