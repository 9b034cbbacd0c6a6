"""Setting a password: a new one by a mailed link, or another one by the current one."""

from ideaboard.accounts import links, mails
from ideaboard.accounts.models import User
from ideaboard.accounts.passwords import hash_password
from ideaboard.accounts.sessions import end_sessions
from ideaboard.accounts.sign_in import check_own_password, mark_confirmed
from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction


def set_password_by_link(token: str, password: str) -> bool:
    """Use a reset link: all sessions end and nobody is signed in. False when the link is used up."""
    password_hash = hash_password(password)
    with transaction():
        found = links.consume(token, links.RESET)
        if found is None:
            return False
        person = found[1]
        mark_confirmed(person)  # Whoever opens the link reads that mailbox.
        _replace(person, password_hash, "password.reset")
        end_sessions(person.id)
    return True


def change_password(person: User, current: str, password: str) -> bool:
    """Replace the password; the other sessions end. False when `current` is wrong. Raises TooFast."""
    if not check_own_password(person, current):
        return False
    seen, password_hash = person.password_hash, hash_password(password)
    with transaction():
        person = links.lock_person(person.id)
        if person.password_hash != seen:
            return False
        _replace(person, password_hash, "password.change")
        end_sessions(person.id, except_id=person.session_id)
    return True


def _replace(person: User, password_hash: str, action: str) -> None:
    person.password_hash = password_hash
    links.forget_links(person.id)
    mails.mail_password_changed(person)
    record(action, "user", person.id, actor_id=person.id)
