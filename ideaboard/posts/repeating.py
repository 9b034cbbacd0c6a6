"""The same text again from the same person: refused within ten minutes, read by a moderator within a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

from ideaboard.data.clock import now
from ideaboard.posts.models import WITHDRAWN
from ideaboard.screening.copies.service import Copy
from ideaboard.web.problems import TooFast
from ideaboard.web.waits import try_again

REFUSED_FOR = timedelta(minutes=10)
HELD_FOR = timedelta(days=1)


def last_said(copies: Sequence[Copy], author_id: int) -> datetime | None:
    """Return when this person last sent exactly this; what they took back themselves may be sent anew."""
    own = [copy for copy in copies if copy.author_id == author_id and copy.is_exact and copy.status != WITHDRAWN]
    return max((copy.created_at for copy in own), default=None)


def must_not_be_again(said_at: datetime | None) -> None:
    """Raise TooFast when the same was sent a few minutes ago."""
    wait = said_at + REFUSED_FOR - now() if said_at else timedelta(0)
    if wait > timedelta(0):
        raise TooFast(_("You sent the same text just now.") + " " + try_again(wait), wait)


def was_said_lately(said_at: datetime | None) -> bool:
    """Say whether the same was sent within a day."""
    return said_at is not None and now() - said_at < HELD_FOR
