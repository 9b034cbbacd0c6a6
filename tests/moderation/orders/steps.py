"""Legal orders for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.moderation.orders.models import LegalOrder
from ideaboard.moderation.orders.service import OrderText, apply_order, lift_order
from ideaboard.posts.models import Post
from tests.database import context, fresh
from tests.factories import make_user

GROUND = "Pasal 27 UU ITE, atas laporan yang sudah diputus pengadilan."
OUTCOME = "Pengadilan membatalkan perintah ini."


def make_admin() -> User:
    """An admin."""
    return make_user("Ibu Admin", is_admin=True)


def text(reference: str = "B-17/2026", **more: Any) -> OrderText:
    """An order that came an hour ago."""
    values = {"authority": "Kementerian Komunikasi dan Digital", "ground": GROUND, "hours": 24, **more}
    return OrderText(
        reference=reference, received_at=values.pop("received_at", now() - timedelta(hours=1)), **values
    )


def order(post: Post, admin: User | None = None, **more: Any) -> LegalOrder:
    """Carry an order about a post out."""
    by = admin or make_admin()
    with context():
        return apply_order(post.id, text(**more), actor_id=by.id)


def lift(of: LegalOrder, admin: User | None = None) -> LegalOrder:
    """Lift an order."""
    by = admin or make_admin()
    with context():
        return lift_order(of.id, OUTCOME, actor_id=by.id)


def snapshot(post: Post) -> dict[str, Any]:
    """Every column of a post, to see whether it is again as it was."""
    row = fresh(post)
    columns = [column for mapper in type(row).__mapper__.iterate_to_root() for column in mapper.local_table.columns]
    values = {column.name: getattr(row, column.name) for column in columns}
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in values.items()}


def form(post: Post | str, **fields: Any) -> dict[str, Any]:
    """The form of an order, as a browser sends it."""
    address = post if isinstance(post, str) else str(post.id)
    came = now() - timedelta(hours=2)
    there = came + timedelta(hours=7)  # the admin's clock, in the west
    texts = {"authority": "Polda Lampung", "reference": "R/44/2026", "ground": GROUND, "hours": "4"}
    moment = {"received_on": there.date().isoformat(), "received_time": there.strftime("%H.%M")}
    return {"address": address, **texts, **moment, **fields}
