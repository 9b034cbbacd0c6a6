"""Carry out a legal order, lift it, take down what the author says against it.

Rows are locked as everywhere: person, post, then the order.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.orders.models import LegalOrder
from ideaboard.moderation.orders.notices import tell_admins, tell_author_applied, tell_author_lifted
from ideaboard.moderation.orders.sealing import seal
from ideaboard.posts.locking import locked_post
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, Post
from ideaboard.posts.service import change_status
from ideaboard.posts.watching import guards_status
from ideaboard.web.problems import NotAllowed, WrongState

HIDES = (PUBLISHED, HELD)  # in any other status readers do not see the post anyway


@dataclass(frozen=True)
class OrderText:
    """An order as it is entered."""

    reference: str
    authority: str
    ground: str
    hours: int
    received_at: datetime


def apply_order(post_id: int, entered: OrderText, *, actor_id: int) -> LegalOrder:
    """Hide a post at once for everybody but its author and moderators, seal a copy, and have the author told.

    The same order entered twice is one. Raises WrongState for a draft, and when an order already hides the post.
    """
    with transaction():
        post = locked_post(post_id) or abort(404)
        if post.status == DRAFT:
            raise WrongState(_l("This is a draft that nobody but its author sees."))
        other = order_in_force(post_id)
        if other and (other.reference, other.authority) == (entered.reference, entered.authority):
            return other
        if other:
            raise WrongState(
                _l("Order %(reference)s already hides this post. Nothing was changed.", reference=other.reference)
            )
        order = _write(post, entered, actor_id)
        seal(order, post)
        if post.status in HIDES:
            change_status(post, HIDDEN, expected=HIDES)
        tell_author_applied(order)
        after = {"status": post.status, "order": order.id, "hours": order.hours}
        record("order.apply", "post", post_id, actor_id=actor_id, before={"status": order.before}, after=after)
        return order


def lift_order(order_id: int, outcome: str, *, actor_id: int) -> LegalOrder:
    """Give a post back the status it had, unless its author took it away meanwhile.

    Raises WrongState when the order was lifted already.
    """
    with transaction():
        post = locked_post(db.session.get_one(LegalOrder, order_id).post_id) or abort(404)
        order = _lift(order_id, outcome, actor_id)
        hidden = post.status
        if order.before in HIDES and hidden == HIDDEN:
            change_status(post, order.before, expected=(HIDDEN,))
        tell_author_lifted(order)
        after = {"status": post.status, "order": order.id}
        record("order.lift", "post", post.id, actor_id=actor_id, before={"status": hidden}, after=after)
        return order


def object_to(order_id: int, person: Any, text: str) -> None:
    """Write down what the author says against an order, once, and tell the admins.

    Raises NotAllowed for everybody else, WrongState when it was lifted or objected to already.
    """
    with transaction():
        order = db.session.get_one(LegalOrder, order_id, populate_existing=True)
        if order.person_id != person.id:
            raise NotAllowed(_l("Only the author of the post can object."))
        waiting = (LegalOrder.id == order_id, LegalOrder.lifted_at.is_(None), LegalOrder.objected_at.is_(None))
        writing = update(LegalOrder).where(*waiting).values(objection=text, objected_at=now())
        if not _changed(writing):
            raise WrongState(_l("This order was lifted, or you have objected already."))
        tell_admins(order)
        record("order.object", "order", order_id, actor_id=person.id)


def order_in_force(post_id: int) -> LegalOrder | None:
    """Return the order that hides a post, if one does."""
    return db.session.scalar(
        select(LegalOrder)
        .where(LegalOrder.post_id == post_id, LegalOrder.lifted_at.is_(None))
        .execution_options(populate_existing=True)
    )


@guards_status
def stay_hidden(post: Post) -> None:
    """Refuse whatever would show a post that an order hides: only lifting the order does."""
    if post.status in HIDES and order_in_force(post.id):
        raise WrongState(_l("A legal order hides this post. An admin has to lift the order first."))


def _write(post: Post, entered: OrderText, actor_id: int) -> LegalOrder:
    order = LegalOrder(
        post_id=post.id,
        person_id=post.author_id,
        reference=entered.reference,
        authority=entered.authority,
        ground=entered.ground,
        hours=entered.hours,
        received_at=entered.received_at,
        due_at=entered.received_at + timedelta(hours=entered.hours),
        entered_by_id=actor_id,
        before=post.status,
    )
    db.session.add(order)
    db.session.flush()
    return order


def _lift(order_id: int, outcome: str, actor_id: int) -> LegalOrder:
    lifting = update(LegalOrder).where(LegalOrder.id == order_id, LegalOrder.lifted_at.is_(None))
    if not _changed(lifting.values(lifted_at=now(), lifted_by_id=actor_id, outcome=outcome)):
        raise WrongState(_l("This order was lifted already. Nothing was changed."))
    return db.session.get_one(LegalOrder, order_id, populate_existing=True)


def _changed(statement: Any) -> bool:
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return bool(result.rowcount)  # type: ignore[attr-defined]
