"""What the clock does for accounts."""

from sqlalchemy import delete

from ideaboard.accounts import sessions, throttles, waiting
from ideaboard.accounts.models import MailedToken
from ideaboard.accounts.two_step import half_way, keys
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic


@periodic("sweep-accounts", minute="23")
def sweep() -> None:
    """Forget what has run out: counted attempts, links, sessions, old network hashes, waiting wishes."""
    throttles.sweep()
    with transaction():
        db.session.execute(delete(MailedToken).where(MailedToken.expires_at <= now()))
    sessions.sweep()
    waiting.sweep()
    half_way.sweep()
    keys.renew()
