"""Confirming an address: the one an account was made with, or a new one."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from ideaboard.accounts import links, mails
from ideaboard.accounts.identity import fold_email
from ideaboard.accounts.models import User
from ideaboard.accounts.sessions import end_sessions
from ideaboard.accounts.sign_in import mark_confirmed
from ideaboard.accounts.two_step.half_way import Entered, enter
from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction
from ideaboard.web.problems import WrongState


def confirm(token: str) -> Entered | None:
    """Use a confirmation link: the address counts and the person is let in. None when it is used up."""
    with transaction():
        found = links.consume(token, links.CONFIRM)
        if found is None:
            return None
        mark_confirmed(found[1])
        return enter(found[1], {})


def confirm_new_email(person: User, token: str) -> bool:
    """Use the link in the new mailbox, as the signed-in owner: a mistyped address must open nothing.

    Other sessions and all links end, the old address is told. False when the link is used up. Raises
    WrongState when someone else got the address first.
    """
    try:
        with transaction():
            found = links.consume(token, links.CHANGE_EMAIL)
            if found is None or found[1].id != person.id:
                return False
            _take_address(found[1], found[0].email, keep_session=person.session_id)
    except IntegrityError:
        raise WrongState(_l("This address already belongs to another account.")) from None
    return True


def _take_address(person: User, email: str, *, keep_session: int | None) -> None:
    old = person.email
    person.email, person.email_key = email, fold_email(email)
    mark_confirmed(person)
    links.forget_links(person.id)
    end_sessions(person.id, except_id=keep_session)
    mails.mail_email_changing(person, old=old, done=True)
    record("email.change", "user", person.id, actor_id=person.id)
