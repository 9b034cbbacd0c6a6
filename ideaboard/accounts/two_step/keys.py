"""Secrets of apps move to today's key, so that an old SECRET_KEY can leave SECRET_KEY_FALLBACKS."""

from sqlalchemy import select

from ideaboard.accounts.links import lock_person
from ideaboard.accounts.two_step.checking import secret_of
from ideaboard.accounts.two_step.models import TwoStep
from ideaboard.accounts.two_step.sealing import current_mark, seal
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db


def renew() -> int:
    """Encrypt anew what is kept under an older key; return how many that were."""
    mark = current_mark()
    outdated = select(TwoStep.user_id).where(TwoStep.key_mark != mark).order_by(TwoStep.user_id)
    return sum(_renew(person_id) for person_id in db.session.scalars(outdated).all())


def _renew(person_id: int) -> bool:
    """Do it for one person; what no key of ours opens stays as it is."""
    with transaction():
        lock_person(person_id)
        own = db.session.get(TwoStep, person_id, populate_existing=True)
        secret = secret_of(own) if own else None
        if own is None or secret is None:
            return False
        own.sealed, own.key_mark = seal(secret, person_id)
    return True
