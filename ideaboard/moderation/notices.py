"""What the author of a held post is told: it is on show, or removed and why. Mailed too."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.models import KEEP, REMOVE, Decision
from ideaboard.moderation.places import Place, places_of
from ideaboard.moderation.reasons import REASONS
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell
from ideaboard.posts.models import Post

KEPT, REMOVED = "post_kept", "post_removed"
_NAMES = {KEEP: KEPT, REMOVE: REMOVED}


def tell_author(decision: Decision, author_id: int) -> None:
    """Have the author told of a decision, in the open transaction. Who decided is not said."""
    name = _NAMES[decision.action]
    tell(name, actor_id=None, post_id=decision.post_id, number=decision.id, people=(author_id,))


def look_up_decided(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the newest decision about those of `viewer`'s posts; two queries and one for each kind of post.

    The outbox asks without a viewer: it writes to the author alone, who reads their own post whatever its state.
    """
    newest = select(func.max(Decision.id)).where(Decision.post_id.in_(ids)).group_by(Decision.post_id)
    found = select(Decision, Post.__table__.c.kind, Post.__table__.c.author_id)
    found = found.join(Post.__table__, Post.__table__.c.id == Decision.post_id).where(Decision.id.in_(newest))
    if viewer.is_authenticated:
        found = found.where(Post.__table__.c.author_id == viewer.id)
    rows = db.session.execute(found.execution_options(populate_existing=True)).all()
    places = _places(rows)
    return {row[0].post_id: _about(row[0], places.get(row[0].post_id)) for row in rows}


def _places(rows: Sequence[Any]) -> dict[int, Place]:
    """Return where the posts stand, as their authors see them."""
    by_author: dict[int, list[tuple[int, str]]] = {}
    for decision, kind, author_id in rows:
        by_author.setdefault(author_id, []).append((decision.post_id, kind))
    places: dict[int, Place] = {}
    for author_id, posts in by_author.items():
        places.update(places_of(posts, db.session.get(User, author_id)))
    return places


def _about(decision: Decision, place: Place | None) -> About:
    more = {"reason": decision.reason, "undone": decision.undone_at is not None}
    return About(str(place) if place else "", f"/akun/putusan/{decision.post_id}", more)


def _kept(_name: str, about: About) -> str:
    if about.more["undone"]:
        return _under_review(about)
    return _("Reviewed by a moderator and on show: %(what)s.", what=about.title)


def _removed(_name: str, about: About) -> str:
    if about.more["undone"] or about.more["reason"] not in REASONS:
        return _under_review(about)
    because = REASONS[about.more["reason"]].because
    return _("Removed by a moderator, because %(reason)s: %(what)s.", reason=because, what=about.title)


def _under_review(about: About) -> str:
    return _("Reviewed once more by a moderator: %(what)s.", what=about.title)


def _nobody_else(event: Event) -> Select[Any]:
    return select(Post.__table__.c.author_id).where(Post.__table__.c.id == event.post_id)


register_kind(KEPT, Kind("check", _kept, look_up_decided, _nobody_else, by_mail=True))
register_kind(REMOVED, Kind("warning", _removed, look_up_decided, _nobody_else, by_mail=True))
