"""The job that looks at new support while it is open."""

import logging
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from ideaboard.data.inserts import upsert
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.moderation.patterns.material import casts_around, fresh_challenges, given_by
from ideaboard.moderation.patterns.models import PatternLook
from ideaboard.moderation.patterns.service import quarantine, recall
from ideaboard.votes.rings.groups import suspected

log = logging.getLogger("ideaboard.patterns")
AT_ONCE = 20  # challenges in one run; the others come next time


@periodic("look-for-rings", minute="*/5")
def look_at_new_support() -> int:
    """Look at challenges with new votes and take out what should be checked; return of how many ideas."""
    recall()
    return sum(_look_at(ident, newest) for ident, newest in fresh_challenges(AT_ONCE))


def look_at(challenge_id: int) -> int:
    """Look at the votes around one challenge; return for how many ideas a case was opened or grew."""
    casts = casts_around(challenge_id)
    groups = suspected(casts, given=given_by(casts))
    db.session.commit()  # What was read must not keep anybody waiting.
    wanted = sorted({(idea, n) for n, group in enumerate(groups) for _voter, idea in group.votes})
    return sum(quarantine(idea, groups[n]) is not None for idea, n in wanted)


def _look_at(challenge_id: int, newest: datetime) -> int:
    try:
        found = look_at(challenge_id)
    except DBAPIError:  # The votes of this challenge wait for the next run; the others do not wait for them.
        db.session.rollback()
        log.exception("the votes of challenge %s could not be looked at", challenge_id)
        return 0
    with transaction():
        values = {"challenge_id": challenge_id, "looked_at": newest}
        changed = PatternLook.looked_at < newest
        upsert(PatternLook, values, {"looked_at": newest}, where=changed, returning=PatternLook.challenge_id)
    return found
