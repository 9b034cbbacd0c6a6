"""How much a person may do in a while, counted from the rows themselves in the transaction that adds one more.

Packages that keep the rows say how to count them: see `counted`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select

from ideaboard.data.clock import now
from ideaboard.data.transaction import in_transaction
from ideaboard.data.types import UtcDateTime
from ideaboard.extensions import db
from ideaboard.posts.locking import lock_person
from ideaboard.posts.trust import level_of
from ideaboard.screening.context import NEW, REGULAR
from ideaboard.web.problems import TooFast
from ideaboard.web.waits import try_again

IDEA, COMMENT, SUPPORT, SUPPORT_AUTHOR = "idea", "comment", "support", "support-author"
REPORT, CHALLENGE, PICTURE = "report", "challenge", "picture"
# Moments further ahead were written by a wrong clock: they would count until they have passed, and a window more.
LEAP = timedelta(minutes=5)
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Quota:
    """How many are allowed in any stretch of `window`: to the new, to members, to regulars and above."""

    allowed: tuple[int, int, int]
    window: timedelta
    sentence: Any  # says it to who has used it up; has %(most)s


QUOTAS = {
    IDEA: Quota((3, 10, 20), DAY, _l("You can send %(most)s ideas in 24 hours, and none is left.")),
    COMMENT: Quota((5, 20, 60), HOUR, _l("You can write %(most)s comments in an hour, and none is left.")),
    SUPPORT: Quota((10, 20, 40), MINUTE, _l("You can support %(most)s ideas in a minute, and none is left.")),
    SUPPORT_AUTHOR: Quota(
        (3, 6, 6), DAY, _l("You can support %(most)s ideas of the same person in 24 hours, and none is left.")
    ),
    REPORT: Quota((5, 20, 50), DAY, _l("You can report %(most)s times in 24 hours, and none is left.")),
    CHALLENGE: Quota((1, 3, 10), WEEK, _l("You can publish %(most)s challenges in 7 days, and none is left.")),
    PICTURE: Quota((5, 20, 60), DAY, _l("You can add %(most)s pictures in 24 hours, and none is left.")),
}
Times = Callable[..., Select[Any]]
_times: dict[str, Times] = {}


def counted(action: str) -> Callable[[Times], Times]:
    """Register what selects the moments at which a person did this: `times(person_id, **about)`, one column."""

    def register(times: Times) -> Times:
        _times[action] = times
        return times

    return register


def take(person: Any, *actions: str, **about: Any) -> None:
    """Raise TooFast, in words, when this person has done one of these too often; call before the row is added.

    The person's row stays locked until the open transaction ends, so that parallel requests are counted one
    after the other. `about` is what else the counting must know.
    """
    if not in_transaction():
        raise RuntimeError("quotas are counted in the transaction that adds the row")
    lock_person(person.id)
    for action in actions:
        _must_have_room(person, action, about)


def has_room(action: str, person_id: Any, **about: Any) -> ColumnElement[bool]:
    """Return the same as a condition, for a statement that changes a row only while there is room.

    It is written once, for everybody: `person_id` and `about` are named parameters, and `room_values` gives those
    that are named here. The person's row must be locked before it; `take` says afterwards in words why nothing was
    changed.
    """
    since, until, most = _names(action)
    window = bindparam(since, type_=UtcDateTime()), bindparam(until, type_=UtcDateTime())
    limit = bindparam(most, type_=Integer())
    lately = _lately(person_id, action, window, limit, about).subquery()
    return select(func.count()).select_from(lately).scalar_subquery() < limit


def room_values(person: Any, *actions: str) -> dict[str, Any]:
    """Return what the conditions of `has_room` ask for: since when, and how often it is allowed."""
    moment = now()
    values: dict[str, Any] = {}
    for action in actions:
        since, until, most = _names(action)
        values |= {since: moment - QUOTAS[action].window, until: moment + LEAP, most: allowed(person, action)}
    return values


def _names(action: str) -> tuple[str, str, str]:
    name = action.replace("-", "_")
    return f"{name}_since", f"{name}_until", f"{name}_most"


def _must_have_room(person: Any, action: str, about: dict[str, Any]) -> None:
    quota, most, moment = QUOTAS[action], allowed(person, action), now()
    window = (moment - quota.window, moment + LEAP)
    used = list(db.session.scalars(_lately(person.id, action, window, most, about)))
    if len(used) >= most:
        wait = used[-1] + quota.window - moment
        raise TooFast(_refusal(quota, most, wait, person), wait, most)


def _lately(person_id: Any, action: str, window: tuple[Any, Any], most: Any, about: Any) -> Select[Any]:
    """Select the newest moments of the window, no more than are allowed."""
    times = _times[action](person_id, **about)
    (at,) = times.selected_columns
    return times.where(at > window[0], at <= window[1]).order_by(at.desc()).limit(most)


def allowed(person: Any, action: str) -> int:
    """Return how often a person of this trust may do it; moderators are no strangers."""
    return QUOTAS[action].allowed[min(level_of(person), REGULAR)]


def _refusal(quota: Quota, most: int, wait: timedelta, person: Any) -> str:
    words = [str(quota.sentence) % {"most": most}, try_again(wait)]
    if level_of(person) == NEW:
        words.append(_("You can do more once some of your posts have been public for a day."))
    return " ".join(words)
