"""Setting the second step up, renewing its recovery codes, switching it off, and taking it away from somebody."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from ideaboard.accounts.closing import when_closing
from ideaboard.accounts.links import lock_person
from ideaboard.accounts.models import User
from ideaboard.accounts.sessions import end_sessions
from ideaboard.accounts.sign_in import check_own_password
from ideaboard.accounts.two_step import codes, telling
from ideaboard.accounts.two_step.checking import count_attempt, secret_of, use_code, use_first_code
from ideaboard.accounts.two_step.models import HalfSignIn, RecoveryCode, TwoStep
from ideaboard.accounts.two_step.queries import two_step_of, under_way
from ideaboard.accounts.two_step.sealing import seal
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.problems import Problem, WrongState

# Why it may be taken away from somebody: codes, since the log holds no words about people.
REASONS = {
    "lost": _l("The phone is lost or was stolen"),
    "replaced": _l("The phone is broken or was replaced"),
    "refused": _l("The codes are refused"),
}


class WrongPassword(Problem):
    """It is not the current password."""

    code = 422

    def __init__(self) -> None:
        super().__init__(_l("This is not your current password."))


def start(person: User, password: str) -> None:
    """Begin to set it up in this browser, with a new secret. Raises WrongPassword, TooFast, WrongState."""
    if not check_own_password(person, password):
        raise WrongPassword
    secret = codes.new_secret()
    sealed, mark = seal(secret, person.id)
    with transaction():
        if not lock_person(person.id).is_confirmed:
            raise WrongState(_("Confirm your e-mail address first."))
        if two_step_of(person.id):
            raise WrongState(_("Two-step sign-in is on already."))
        _forget(person.id)
        row = TwoStep(user_id=person.id, sealed=sealed, key_mark=mark, session_id=person.session_id)
        db.session.add(row)


def confirm(person: User, typed: str) -> list[str] | None:
    """Switch it on with the first code of the app and return the recovery codes; other devices are signed out.

    None when this browser sets nothing up. Raises WrongCode, TooFast.
    """
    count_attempt(person)
    with transaction():
        lock_person(person.id)
        begun = under_way(person.id, person.session_id)
        if begun is None:
            return None
        use_first_code(begun, typed)
        begun.confirmed_at, begun.session_id = now(), None
        made = _make_recovery_codes(begun)
        end_sessions(person.id, except_id=person.session_id)
        _note(person, "two_step.on", telling.ON)
    return made


def renew(person: User, password: str, typed: str) -> list[str]:
    """Replace the recovery codes and return the new ones. Raises WrongPassword, WrongCode, TooFast."""
    _check(person, password)
    with transaction():
        lock_person(person.id)
        use_code(person.id, typed)
        own = two_step_of(person.id)
        made = _make_recovery_codes(own) if own else []
        _note(person, "two_step.renew", telling.RENEWED)
    return made


def switch_off(person: User, password: str, typed: str) -> None:
    """Sign in with the password alone from now on. Raises WrongPassword, WrongCode, TooFast."""
    _check(person, password)
    with transaction():
        lock_person(person.id)
        use_code(person.id, typed)
        _forget(person.id)
        _note(person, "two_step.off", telling.OFF)


def take_away(person_id: int, reason: str, *, actor_id: int | None) -> bool:
    """Take it away from somebody who cannot give codes any more; False when there is none to take.

    Every device is signed out. `reason` is one of REASONS.
    """
    with transaction():
        person = lock_person(person_id)
        if two_step_of(person_id) is None:
            return False
        _forget(person_id)
        end_sessions(person_id)
        entry = record("two_step.reset", "user", person_id, actor_id=actor_id, after={"reason": reason})
        telling.tell(person, telling.RESET, entry.id)
    return True


def _check(person: User, password: str) -> None:
    if not check_own_password(person, password):
        raise WrongPassword
    count_attempt(person)


def _note(person: User, action: str, what: str) -> None:
    entry = record(action, "user", person.id, actor_id=person.id)
    telling.tell(person, what, entry.id)


def _make_recovery_codes(own: TwoStep) -> list[str]:
    secret, made = secret_of(own), codes.new_recovery_codes()
    if secret is None:  # Nobody gets here: a code was just compared with it.
        raise RuntimeError("no secret to hash the codes with")
    _delete(RecoveryCode, own.user_id)
    hashes = [codes.hash_recovery(secret, codes.digits_of(code)) for code in made]
    db.session.add_all(RecoveryCode(user_id=own.user_id, code_hash=code_hash) for code_hash in hashes)
    db.session.flush()
    return made


@when_closing
def _forget(person_id: int) -> None:
    """Delete everything about the second step of a person, in the open transaction."""
    for model in (RecoveryCode, HalfSignIn, TwoStep):
        _delete(model, person_id)


def _delete(model: type[RecoveryCode | HalfSignIn | TwoStep], person_id: int) -> None:
    mine = delete(model).where(model.user_id == person_id)
    db.session.execute(mine.execution_options(synchronize_session="fetch"))
