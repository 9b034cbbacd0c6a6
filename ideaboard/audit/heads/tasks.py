"""The clock asks every hour whether today's head is published, so that a night without power costs nothing."""

from ideaboard.audit.heads.service import publish_head
from ideaboard.jobs.queue import periodic


@periodic("publish-audit-head", minute="7")
def publish() -> bool:
    """Publish the head of the log unless today has one; say whether this call did."""
    return publish_head() is not None
