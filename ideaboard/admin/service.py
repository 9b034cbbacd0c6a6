"""What admins do to accounts, each with its audit row."""

from ideaboard.accounts import links, mails
from ideaboard.accounts.models import User
from ideaboard.accounts.sessions import end_sessions
from ideaboard.accounts.throttles import RESEND, take
from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction


def end_sessions_of(person: User, *, actor: User) -> int:
    """Sign a person out everywhere (an admin doing it to themselves keeps this browser); return how many ended."""
    with transaction():
        ended = end_sessions(person.id, except_id=actor.session_id)
        record("sessions.end", "user", person.id, actor_id=actor.id, after={"ended": ended})
    return ended


def resend_confirmation(person: User, *, actor: User) -> bool:
    """Mail the confirmation link again; False when the address is confirmed. Raises TooFast."""
    with transaction():
        take((RESEND, person.email_key))
        person = links.lock_person(person.id)
        if person.is_confirmed:
            return False
        mails.mail_link(person, links.CONFIRM, links.issue(person, links.CONFIRM))
        record("confirmation.resend", "user", person.id, actor_id=actor.id)
    return True
