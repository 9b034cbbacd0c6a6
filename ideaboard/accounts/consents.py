"""What people agree to, by version, and the rows that record it: given, and taken back."""

from typing import Any

from flask import current_app
from sqlalchemy import select, update

from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.models import Consent, User
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db

# Change the version whenever templates/accounts/_terms.html says something else: everybody is asked again.
TERMS_VERSION = "2026-11-1"
# Change it when the sentence beside the tick changes; the age itself is kept beside it.
AGE_VERSION = "1"
# Change it when the sentence beside the button changes (templates/accounts/privacy/_answer_mails.html).
ANSWER_MAILS_VERSION = "1"
TERMS, AGE, ANSWER_MAILS = "terms", "age", "answer_mails"


def record_consents(user_id: int) -> None:
    """Record, in the open transaction, that this person agreed to today's terms and is old enough."""
    age = f"{AGE_VERSION}/{current_app.config['MIN_AGE']}"
    db.session.add(Consent(user_id=user_id, purpose=AGE, version=age))
    _record_terms(user_id)


def agree_to_terms(person: User) -> None:
    """Record that a person agreed to the terms of today; agreeing twice changes nothing."""
    with transaction():
        held = db.session.scalar(select(User.terms).where(User.id == person.id).with_for_update())
        if held != TERMS_VERSION:
            _record_terms(person.id)
    person.terms = TERMS_VERSION


@bp.app_template_global()
def must_agree(person: Any) -> bool:
    """Say whether the terms have changed since this person agreed to them. No row is read for it."""
    return bool(person.is_authenticated and person.terms not in ("", TERMS_VERSION))


def is_asked_to_agree(person: User) -> bool:
    """Say whether this person is asked when signing in: also somebody whose account others made."""
    return person.terms != TERMS_VERSION


def choose_answer_mails(user_id: int, wanted: bool) -> None:
    """Record that a person wants mails about answers, or no longer; the same choice again changes nothing."""
    with transaction():
        changed = update(User).where(User.id == user_id, User.answer_mails.is_not(wanted), User.closed_at.is_(None))
        changing = changed.values(answer_mails=wanted).execution_options(synchronize_session=False)
        if not db.session.execute(changing).rowcount:  # type: ignore[attr-defined]
            return
        given = (Consent.user_id == user_id, Consent.purpose == ANSWER_MAILS, Consent.withdrawn_at.is_(None))
        taking_back = update(Consent).where(*given).values(withdrawn_at=now())
        was_given = db.session.execute(taking_back.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
        if wanted or not was_given:
            over = None if wanted else now()
            version = ANSWER_MAILS_VERSION
            db.session.add(Consent(user_id=user_id, purpose=ANSWER_MAILS, version=version, withdrawn_at=over))


def consents_of(user_id: int) -> list[Consent]:
    """Return what a person agreed to, oldest first."""
    return list(db.session.scalars(select(Consent).where(Consent.user_id == user_id).order_by(Consent.id)))


def _record_terms(user_id: int) -> None:
    db.session.add(Consent(user_id=user_id, purpose=TERMS, version=TERMS_VERSION))
    db.session.flush()
    agreed = update(User).where(User.id == user_id).values(terms=TERMS_VERSION)
    db.session.execute(agreed.execution_options(synchronize_session=False))
