"""How long something takes, or is still to come, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from ideaboard.data.clock import now

LONG = 48  # hours from which days are said


@dataclass(frozen=True)
class Clock:
    """What a case's clock shows."""

    words: str
    is_late: bool


def in_words(span: timedelta) -> str:
    """Write '3 hours 10 minutes'; days from two days on."""
    minutes = max(1, int(span.total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    if hours >= LONG:
        return ngettext("%(num)s day", "%(num)s days", hours // 24)
    said = [ngettext("%(num)s hour", "%(num)s hours", hours)] if hours else []
    if rest and hours < 10:
        said.append(ngettext("%(num)s minute", "%(num)s minutes", rest))
    return " ".join(said)


def clock_of(due_at: datetime) -> Clock:
    """Return how much time is left until `due_at`, or how late it is, in whole hours where there are any."""
    left = due_at - now()
    if left > timedelta(0):
        return Clock(_("%(time)s left", time=in_words(_rounded(left))), False)
    return Clock(_("late by %(time)s", time=in_words(_rounded(-left))), True)


def _rounded(span: timedelta) -> timedelta:
    hours = span // timedelta(hours=1)
    return timedelta(hours=hours) if hours else span
