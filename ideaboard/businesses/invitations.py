"""Invitations to a team: a mailed link for one address, hashed, one use, seven days."""

import secrets
from datetime import timedelta
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.orm import contains_eager

from ideaboard.accounts.identity import canonical_email, fold_email
from ideaboard.accounts.mails import site_address
from ideaboard.accounts.queries import person_by_email
from ideaboard.accounts.sessions import hash_token
from ideaboard.accounts.throttles import Limit, take
from ideaboard.audit.service import record
from ideaboard.businesses.models import STAFF, Business, Invitation, Membership
from ideaboard.businesses.notices import ACCEPTED
from ideaboard.businesses.queries import role_of
from ideaboard.businesses.team import lock_team, must_change_team
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.mail import post_mail
from ideaboard.notifications.service import tell
from ideaboard.web.problems import NotAllowed, WrongState

LASTS = timedelta(days=7)
# A business cannot be used to fill strangers' mailboxes.
INVITE = Limit("invite", 20, timedelta(days=1))
INVITE_ADDRESS = Limit("invite-address", 5, timedelta(days=1))


def invite(business: Business, email: str, actor: Any) -> None:
    """Mail an invitation; an older one to the same address ends. Raises NotAllowed or TooFast."""
    must_change_team(actor, business)
    address = canonical_email(email) or email
    take((INVITE, str(business.id)), (INVITE_ADDRESS, fold_email(address)))
    token = secrets.token_urlsafe(32)
    with transaction():
        lock_team(business.id)
        must_change_team(actor, business)
        _end(Invitation.business_id == business.id, func.lower(Invitation.email) == address.lower())
        row = Invitation(
            business_id=business.id,
            email=address,
            token_hash=hash_token(token),
            invited_by_id=actor.id,
            expires_at=now() + LASTS,
        )
        db.session.add(row)
        db.session.flush()
        record("business.invite", "business", business.id, actor_id=actor.id, after={"invitation": row.id})
        _mail(business, address, token)


def revoke(business: Business, invitation_id: int, actor: Any) -> None:
    """End an invitation before it is used; doing it twice changes nothing. Raises NotAllowed."""
    with transaction():
        lock_team(business.id)
        must_change_team(actor, business)
        if _end(Invitation.business_id == business.id, Invitation.id == invitation_id):
            before = {"invitation": invitation_id}
            record("business.revoke_invitation", "business", business.id, actor_id=actor.id, before=before)


def look_up(token: str) -> Invitation | None:
    """Return an invitation that could be used now, with its business, without using it."""
    usable = (
        select(Invitation)
        .join(Invitation.business)
        .options(contains_eager(Invitation.business))
        .where(
            Invitation.token_hash == hash_token(token),
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > now(),
        )
    )
    return db.session.scalar(usable.execution_options(populate_existing=True))


def hindrance(invitation: Invitation, person: Any) -> str | None:
    """Say why this signed-in person cannot accept, or nothing."""
    if fold_email(invitation.email) != person.email_key:
        return _("This invitation was sent to another address. Sign in with the account of that address.")
    if not person.is_confirmed:
        return _("Confirm your e-mail address first, then open this link again.")
    return None


def accept(token: str, person: Any) -> Business:
    """Join the team as staff; of many uses at once one counts. Raises NotAllowed, WrongState when used up."""
    with transaction():
        invitation = look_up(token)
        if invitation is None:
            raise WrongState(_l("This invitation is used up."))
        why_not = hindrance(invitation, person)
        if why_not:
            raise NotAllowed(why_not)
        lock_team(invitation.business_id)
        _use(invitation, person)
        if role_of(person, invitation.business_id) is None:
            _join(invitation, person)
    return invitation.business


def _use(invitation: Invitation, person: Any) -> None:
    used = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None), Invitation.expires_at > now())
        .values(accepted_at=now(), accepted_by_id=person.id)
        .execution_options(synchronize_session=False)
    )
    if not used.rowcount:  # type: ignore[attr-defined]
        raise WrongState(_l("This invitation is used up."))


def _join(invitation: Invitation, person: Any) -> None:
    insert_if_new(Membership, business_id=invitation.business_id, user_id=person.id, role=STAFF)
    after = {"user": person.id, "role": STAFF, "invitation": invitation.id}
    record("business.add_member", "business", invitation.business_id, actor_id=person.id, after=after)
    tell(ACCEPTED, actor_id=person.id, business_id=invitation.business_id, number=invitation.id)


def _end(*which: Any) -> bool:
    ended = db.session.execute(
        update(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.expires_at > now(), *which)
        .values(expires_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def _mail(business: Business, address: str, token: str) -> None:
    reader = person_by_email(address)
    post_mail(
        address,
        "invitation",
        locale=reader.locale if reader else get_locale().language,
        subject=lambda: _("Invitation to the team of a business"),
        business=business.name,
        address=site_address("businesses.invitation", token=token),
    )
