"""What the author is told of an order and of its end, and admins of an objection. Mailed too."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.orders.models import LegalOrder
from ideaboard.moderation.places import places_of
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell
from ideaboard.posts.models import Post

APPLIED, LIFTED, OBJECTED = "order_applied", "order_lifted", "order_objected"
_POSTS: Any = Post.__table__


def tell_author_applied(order: LegalOrder) -> None:
    """Have the author told that their post is hidden, in the open transaction."""
    tell(APPLIED, actor_id=None, post_id=order.post_id, number=order.id, people=(order.person_id,))


def tell_author_lifted(order: LegalOrder) -> None:
    """Have the author told that the order has ended, in the open transaction."""
    tell(LIFTED, actor_id=None, post_id=order.post_id, number=order.id, people=(order.person_id,))


def tell_admins(order: LegalOrder) -> None:
    """Have the admins told that the author objects, in the open transaction."""
    tell(OBJECTED, actor_id=None, post_id=order.post_id, number=order.id)


def look_up_own(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the newest order about those of `viewer`'s posts.

    The outbox asks without a viewer: it writes to the author alone, who reads their own post whatever its state.
    """
    found = _newest(ids)
    if viewer.is_authenticated:
        found = found.where(LegalOrder.person_id == viewer.id)
    rows = db.session.execute(found).all()
    return {row.post_id: _about(row, f"/akun/perintah/{row.id}") for row in rows}


def look_up_any(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the newest order about posts, for admins."""
    if viewer.is_authenticated and not viewer.is_admin:
        return {}
    return {row.post_id: _about(row, f"/admin/perintah/{row.id}") for row in db.session.execute(_newest(ids))}


def _newest(ids: Sequence[int]) -> Select[Any]:
    newest = select(func.max(LegalOrder.id)).where(LegalOrder.post_id.in_(ids)).group_by(LegalOrder.post_id)
    columns = (LegalOrder.id, LegalOrder.post_id, LegalOrder.authority, LegalOrder.reference)
    wanted = select(*columns, LegalOrder.person_id, LegalOrder.lifted_at, _POSTS.c.kind)
    return wanted.join(_POSTS, _POSTS.c.id == LegalOrder.post_id).where(LegalOrder.id.in_(newest))


def _about(row: Any, path: str) -> About:
    place = places_of([(row.post_id, row.kind)], db.session.get(User, row.person_id))[row.post_id]
    more = {"authority": row.authority, "reference": row.reference, "lifted": row.lifted_at is not None}
    return About(str(place), path, more)


def _applied(_name: str, about: About) -> str:
    if about.more["lifted"]:
        return _lifted(_name, about)
    return _(
        "An order of %(authority)s (%(reference)s) hides this: %(what)s. Read why, and how to object.",
        authority=about.more["authority"],
        reference=about.more["reference"],
        what=about.title,
    )


def _lifted(_name: str, about: About) -> str:
    return _("The order that hid this was lifted: %(what)s.", what=about.title)


def _objected(_name: str, about: About) -> str:
    return _(
        "An author objects to order %(reference)s: %(what)s.", reference=about.more["reference"], what=about.title
    )


def _author(event: Event) -> Select[Any]:
    return select(_POSTS.c.author_id).where(_POSTS.c.id == event.post_id)


def _admins(_event: Event) -> Select[Any]:
    return select(User.id).where(User.is_admin, User.closed_at.is_(None))


def _register(name: str, symbol: str, say: Callable[[str, About], str]) -> None:
    register_kind(name, Kind(symbol, say, look_up_own, _author, by_mail=True))


_register(APPLIED, "lock", _applied)
_register(LIFTED, "check", _lifted)
register_kind(OBJECTED, Kind("lock", _objected, look_up_any, _admins, by_mail=True))
