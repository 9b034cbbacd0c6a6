"""When support opens and closes, in words."""

from flask_babel import gettext as _

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.web.formats import date_time, long_date


def why_closed(challenge: Challenge) -> str:
    """Say why support cannot be given or taken back now; empty while it can."""
    if challenge.accepts_votes:
        return ""
    stage = challenge.stage()
    if stage is Stage.CANCELLED:
        return _("This challenge was cancelled.")
    if stage is Stage.REVIEW and challenge.support_close_at:
        return _("Support closed on %(date)s", date=long_date(challenge.support_close_at, challenge.zone))
    opens = challenge.ideas_close_at if challenge.is_fair else challenge.opens_at
    if stage is Stage.DRAFT or opens is None:
        return _("This challenge is not public yet.")
    return _("Support opens on %(moment)s.", moment=date_time(opens, challenge.zone))
