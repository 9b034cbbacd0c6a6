"""The job that keeps counts when support ends."""

from ideaboard.jobs.queue import periodic
from ideaboard.votes.counts.queries import closed_boards
from ideaboard.votes.counts.service import freeze

AT_ONCE = 20


@periodic("freeze-counts", minute="*")
def freeze_closed() -> int:
    """Keep the counts of challenges whose support has ended; return of how many."""
    return sum(freeze(ident) for ident in closed_boards(AT_ONCE))
