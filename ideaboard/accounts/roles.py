"""Giving and taking the roles moderator and admin; at least one admin always stays."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.links import lock_person
from ideaboard.accounts.models import User
from ideaboard.accounts.policies import may_write
from ideaboard.accounts.sessions import end_sessions
from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.problems import WrongState

ROLES = {"moderator": "is_moderator", "admin": "is_admin"}


def set_role(
    person_id: int, role: str, wanted: bool, *, actor_id: int | None, keep_session: int | None = None
) -> bool:
    """Give or take a role; the person's sessions end, so that it acts at once everywhere.

    `keep_session` is the actor's own, when they change themselves. False when it was so already. Raises
    WrongState for an account that is closed, unconfirmed or kept from writing, and for the last admin.
    """
    column = ROLES[role]
    with transaction():
        if role == "admin" and not wanted:
            keep_an_admin(without=person_id)
        person = lock_person(person_id)
        if getattr(person, column) is wanted:
            return False
        if wanted and not (person.is_active and person.is_confirmed):
            raise WrongState(_l("This person has not confirmed the e-mail address yet."))
        if wanted and not may_write(person):
            raise WrongState(_l("Moderators keep this person from writing at the moment, so no role can be given."))
        setattr(person, column, wanted)
        end_sessions(person_id, except_id=keep_session)
        record(
            "role.add" if wanted else "role.remove",
            "user",
            person_id,
            actor_id=actor_id,
            before={"role": role, "held": not wanted},
            after={"role": role, "held": wanted},
        )
    return True


def keep_an_admin(*, without: int) -> None:
    """Raise WrongState unless another admin stays, in the open transaction.

    Every admin's row is locked, so that two admins who leave at the same moment come one after the other, and
    the second one sees that the first has gone.
    """
    admins = select(User.id).where(User.is_admin, User.closed_at.is_(None)).order_by(User.id).with_for_update()
    held = list(db.session.scalars(admins))
    if held == [without]:
        raise WrongState(_l("This is the last admin. Make someone else admin first."))
