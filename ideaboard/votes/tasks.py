"""Jobs of support."""

from datetime import timedelta

from sqlalchemy import update

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.votes.models import Vote

NETWORK_KEPT = timedelta(days=30)


@periodic("forget-vote-networks", minute="20", hour="3")
def forget_networks() -> None:
    """Delete the network hashes of votes after 30 days; they only serve to find rings while support is open."""
    old = update(Vote).where(Vote.created_at <= now() - NETWORK_KEPT, Vote.network_hash != "")
    with transaction():
        db.session.execute(old.values(network_hash="").execution_options(synchronize_session=False))
