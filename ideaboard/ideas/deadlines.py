"""Whether a challenge takes ideas now, in words."""

from flask_babel import gettext as _

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.extensions import db
from ideaboard.web.formats import date_time
from ideaboard.web.problems import WrongState

_SCHEDULE = ("status", "opens_at", "ideas_close_at", "support_close_at", "cancelled_at")


def why_closed(challenge: Challenge) -> str:
    """Say why no idea can be sent or changed now; empty while ideas are open."""
    stage = challenge.stage()
    if stage is Stage.IDEAS:
        return ""
    if stage is Stage.CANCELLED:
        return _("This challenge was cancelled.")
    if stage is Stage.SCHEDULED and challenge.opens_at:
        return _("Ideas can be sent from %(moment)s.", moment=date_time(challenge.opens_at, challenge.zone))
    if stage is Stage.DRAFT or not challenge.ideas_close_at:
        return _("This challenge is not public yet.")
    return _("Ideas closed on %(moment)s.", moment=date_time(challenge.ideas_close_at, challenge.zone))


def must_take_ideas(challenge: Challenge, *, lock: bool = False) -> None:
    """Read the schedule again in the open transaction. Raises WrongState when ideas are closed.

    With `lock`, nobody cancels the challenge before the transaction ends.
    """
    db.session.refresh(challenge, _SCHEDULE, with_for_update={"key_share": True} if lock else None)
    if reason := why_closed(challenge):
        raise WrongState(reason)
