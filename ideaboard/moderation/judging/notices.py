"""What the author is told of a decision, and admins of what was hidden in an emergency. Mailed too."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.judging.choices import AGAINST
from ideaboard.moderation.judging.wording import appeal_until, can_be_appealed
from ideaboard.moderation.models import APPLIED, CHANGES, HIDE, KEEP, REMOVE, SECOND, Decision
from ideaboard.moderation.places import Place, places_of
from ideaboard.moderation.reasons import REASONS
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell
from ideaboard.posts.models import HELD, Post
from ideaboard.web.formats import long_date

KEPT, CHANGE, HIDDEN, REMOVED = "post_kept", "post_changes", "post_hidden", "post_removed"
MEASURE, URGENT = "person_measure", "case_urgent"
NAMES = {KEEP: KEPT, CHANGES: CHANGE, HIDE: HIDDEN, REMOVE: REMOVED}
_POSTS: Any = Post.__table__


def tell_author(decision: Decision) -> None:
    """Have the author told of a decision, in the open transaction. Who decided is not said.

    A post that stayed on show all the time needs no word, unless something else was decided about its author.
    """
    name = NAMES.get(decision.action, "")
    if decision.action == KEEP and decision.before != HELD:
        name = ""
    if decision.measure in AGAINST and name in (KEPT, ""):
        name = MEASURE
    if name and decision.post_id is not None:
        told = {"post_id": decision.post_id, "number": decision.id, "people": (decision.person_id,)}
        tell(name, actor_id=None, **told)


def tell_admins(case: Case) -> None:
    """Have the admins told that a moderator hid something at once, in the open transaction."""
    tell(URGENT, actor_id=None, post_id=case.post_id, number=case.id)


def look_up_decided(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the newest decision about those of `viewer`'s posts; two queries and one for each kind of post.

    The outbox asks without a viewer: it writes to the author alone, who reads their own post whatever its state.
    """
    took_effect = (Decision.state == APPLIED, ~Decision.is_sample, Decision.action != SECOND)
    newest = select(func.max(Decision.id)).where(Decision.post_id.in_(ids), *took_effect).group_by(Decision.post_id)
    found = select(Decision, _POSTS.c.kind, _POSTS.c.author_id).join(_POSTS, _POSTS.c.id == Decision.post_id)
    found = found.where(Decision.id.in_(newest))
    if viewer.is_authenticated:
        found = found.where(_POSTS.c.author_id == viewer.id)
    rows = db.session.execute(found.execution_options(populate_existing=True)).all()
    places = _places(rows)
    return {row[0].post_id: _about(row[0], places.get(row[0].post_id)) for row in rows}


def look_up_urgent(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return what was hidden in an emergency, for who may see that; two queries and one for each kind of post."""
    if viewer.is_authenticated and not (viewer.is_admin or viewer.is_moderator):
        return {}
    newest = select(func.max(Case.id)).where(Case.post_id.in_(ids), Case.is_urgent).group_by(Case.post_id)
    found = select(Case.id, Case.post_id, _POSTS.c.kind).join(_POSTS, _POSTS.c.id == Case.post_id)
    rows = db.session.execute(found.where(Case.id.in_(newest))).all()
    places = places_of([(row.post_id, row.kind) for row in rows], viewer) if viewer.is_authenticated else {}
    titles = {row.post_id: str(places.get(row.post_id) or "") for row in rows}
    return {row.post_id: About(titles[row.post_id], f"/moderasi/kasus/{row.id}") for row in rows}


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
    more = {"decision": decision, "undone": decision.undone_at is not None, "reason": decision.reason}
    return About(str(place) if place else "", f"/akun/putusan/{decision.post_id}", more)


def _sentence(action: str) -> Any:
    def say(_name: str, about: About) -> str:
        decision: Decision = about.more["decision"]
        if about.more["undone"] or (action and decision.action != action):
            return _("Reviewed once more by a moderator: %(what)s.", what=about.title)
        return " ".join(filter(None, (_what(decision, about.title), _how(decision))))

    return say


def _what(decision: Decision, title: str) -> str:
    because = REASONS[decision.reason].because if decision.reason in REASONS else ""
    if decision.action == CHANGES:
        return _("A moderator asks you to change this, because %(reason)s: %(what)s.", reason=because, what=title)
    if decision.action == HIDE:
        return _("Hidden by a moderator, because %(reason)s: %(what)s.", reason=because, what=title)
    if decision.action == REMOVE:
        return _("Removed by a moderator, because %(reason)s: %(what)s.", reason=because, what=title)
    if decision.measure in AGAINST:
        return _("A moderator decided about you, because %(reason)s: %(what)s.", reason=because, what=title)
    return _("Reviewed by a moderator and on show: %(what)s.", what=title)


def _how(decision: Decision) -> str:
    """Say what its author can do now."""
    if not can_be_appealed(decision):
        return ""
    day = long_date(appeal_until(decision.made_at))
    if decision.action in (CHANGES, HIDE):
        return _("You can change it, or appeal until %(day)s.", day=day)
    return _("You can appeal until %(day)s.", day=day)


def _urgent(_name: str, about: About) -> str:
    return _("A moderator hid this at once. Please look at it: %(what)s.", what=about.title or _("a post"))


def _nobody_else(event: Event) -> Select[Any]:
    return select(_POSTS.c.author_id).where(_POSTS.c.id == event.post_id)


def _admins(_event: Event) -> Select[Any]:
    return select(User.id).where(User.is_admin, User.closed_at.is_(None))


register_kind(KEPT, Kind("check", _sentence(KEEP), look_up_decided, _nobody_else, by_mail=True))
register_kind(CHANGE, Kind("warning", _sentence(CHANGES), look_up_decided, _nobody_else, by_mail=True))
register_kind(HIDDEN, Kind("warning", _sentence(HIDE), look_up_decided, _nobody_else, by_mail=True))
register_kind(REMOVED, Kind("warning", _sentence(REMOVE), look_up_decided, _nobody_else, by_mail=True))
register_kind(MEASURE, Kind("warning", _sentence(""), look_up_decided, _nobody_else, by_mail=True))
register_kind(URGENT, Kind("warning", _urgent, look_up_urgent, _admins, by_mail=True))
