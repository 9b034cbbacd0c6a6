"""What people agree to when they sign up, by version, and the rows that record it."""

from flask import current_app
from sqlalchemy import select

from ideaboard.accounts.models import Consent
from ideaboard.extensions import db

# Change the version whenever templates/accounts/_terms.html says something else.
TERMS_VERSION = "2026-11-1"
# Change it when the sentence beside the tick changes; the age itself is kept beside it.
AGE_VERSION = "1"


def record_consents(user_id: int) -> None:
    """Record, in the open transaction, that this person agreed to today's terms and is old enough."""
    age = f"{AGE_VERSION}/{current_app.config['MIN_AGE']}"
    for purpose, version in (("terms", TERMS_VERSION), ("age", age)):
        db.session.add(Consent(user_id=user_id, purpose=purpose, version=version))


def consents_of(user_id: int) -> list[Consent]:
    """Return what a person agreed to, oldest first."""
    return list(db.session.scalars(select(Consent).where(Consent.user_id == user_id).order_by(Consent.id)))
