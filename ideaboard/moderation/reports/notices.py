"""What reporters are told: what became of their report, and never who decided."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, false, func, select

from ideaboard.extensions import db
from ideaboard.moderation.places import places_of
from ideaboard.moderation.reports.models import DECLINED, UPHELD, Report
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell
from ideaboard.posts.models import Post

JUDGED = "report_judged"
_POSTS: Any = Post.__table__


def tell_reporters(post_id: int, decision_id: int) -> None:
    """Have the people told, in the open transaction, whose reports a decision settled. Visitors cannot be."""
    theirs = select(Report.reporter_id).where(Report.decision_id == decision_id, Report.reporter_id.is_not(None))
    people = tuple(db.session.scalars(theirs.order_by(Report.reporter_id)))
    if people:
        tell(JUDGED, actor_id=None, post_id=post_id, number=decision_id, people=people)


def look_up_reported(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return what became of `viewer`'s newest reports of these posts; two queries and one for each kind of post.

    The outbox asks without a viewer, and is told only that there are reports: what was hidden must be told too.
    """
    if not viewer.is_authenticated:
        known = select(Report.post_id).where(Report.post_id.in_(ids)).distinct()
        return {ident: About("", "") for ident in db.session.scalars(known)}
    mine = (Report.post_id.in_(ids), Report.reporter_id == viewer.id)
    newest = select(func.max(Report.id)).where(*mine).group_by(Report.post_id)
    found = select(Report.post_id, Report.state, _POSTS.c.kind).join(_POSTS, _POSTS.c.id == Report.post_id)
    rows = db.session.execute(found.where(Report.id.in_(newest))).all()
    places = places_of([(row.post_id, row.kind) for row in rows], viewer)
    return {row.post_id: _about(row, places.get(row.post_id)) for row in rows}


def _about(row: Any, place: Any) -> About:
    return About(str(place) if place else "", place.path if place else "", {"state": row.state})


def _sentence(_name: str, about: About) -> str:
    return _("Your report was reviewed: %(result)s Thank you for looking after this place.", result=_result(about))


def _result(about: About) -> str:
    if about.more["state"] == UPHELD:
        return _("you were right, and something was done about it (%(what)s).", what=about.title)
    if about.more["state"] == DECLINED:
        return _("it stays on show, because it does not break the rules (%(what)s).", what=about.title)
    return _("a moderator looks at it once more (%(what)s).", what=about.title)


def _nobody_else(_event: Event) -> Select[Any]:
    return select(Report.reporter_id).where(false())


register_kind(JUDGED, Kind("check", _sentence, look_up_reported, _nobody_else))
