"""Making an admin from the command line: the only way to the first one."""

from collections.abc import Callable

from ideaboard.accounts.identity import canonical_email
from ideaboard.accounts.links import forget_links, lock_person
from ideaboard.accounts.models import User
from ideaboard.accounts.passwords import hash_password, weakness
from ideaboard.accounts.queries import person_by_email
from ideaboard.accounts.roles import set_role
from ideaboard.accounts.sessions import end_sessions
from ideaboard.accounts.sign_in import mark_confirmed
from ideaboard.accounts.sign_up import add_person
from ideaboard.data.transaction import transaction
from ideaboard.web.problems import Problem


def create_admin(email: str, ask_password: Callable[[], str]) -> str:
    """Make the owner of this address admin and return 'created', 'promoted' or 'unchanged'.

    A password is asked for when there is no account, or one whose address nobody confirmed: that one could be a
    stranger's, so its password is replaced. Raises Problem for a bad address or a weak password.
    """
    address = canonical_email(email)
    if address is None:
        raise Problem(f"{email} is not an e-mail address")
    person = person_by_email(address)
    if person is not None and person.is_confirmed:
        return "promoted" if set_role(person.id, "admin", True, actor_id=None) else "unchanged"
    password_hash = _ask(ask_password, address)
    with transaction():
        owner = add_person(address.partition("@")[0][:60], address, password_hash) or person_by_email(address)
        if owner is None:
            raise Problem(f"the account of {email} changed meanwhile, try again")
        _vouch(lock_person(owner.id), password_hash)
        set_role(owner.id, "admin", True, actor_id=None)
    return "promoted" if person else "created"


def _ask(ask_password: Callable[[], str], address: str) -> str:
    password = ask_password()
    refusal = weakness(password, email=address)
    if refusal:
        raise Problem(refusal)
    return hash_password(password)


def _vouch(person: User, password_hash: str) -> None:
    """Whoever runs the command vouches for the address; what was set up without them ends."""
    person.password_hash = password_hash
    mark_confirmed(person)
    forget_links(person.id)
    end_sessions(person.id)
