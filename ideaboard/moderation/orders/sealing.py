"""The sealed copy of a post: every version of its texts and the names of its pictures, with a hash over both."""

import hashlib
import json
from typing import Any

from sqlalchemy import select

from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.moderation.orders.models import LegalOrder, SealedCopy
from ideaboard.posts.models import Post, PostVersion


def seal(order: LegalOrder, post: Post) -> None:
    """Keep what the post says, in the open transaction that hides it."""
    versions, pictures = _versions(post.id), _pictures(post.id)
    copy = SealedCopy(order_id=order.id, kind=post.kind, versions=versions, pictures=pictures)
    copy.digest = digest_of(copy)
    db.session.add(copy)
    db.session.flush()


def open_copy(order_id: int, *, actor_id: int) -> SealedCopy | None:
    """Return the sealed copy and write down who opened it; None when there is none any more."""
    with transaction():
        copy = db.session.get(SealedCopy, order_id, populate_existing=True)
        if copy is not None:
            record("order.open", "order", order_id, actor_id=actor_id)
        return copy


def digest_of(copy: SealedCopy) -> str:
    """Return the hash of what a copy holds."""
    held = {"kind": copy.kind, "versions": copy.versions, "pictures": copy.pictures}
    text = json.dumps(held, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _versions(post_id: int) -> list[dict[str, Any]]:
    found = select(PostVersion).where(PostVersion.post_id == post_id).order_by(PostVersion.number)
    return [
        {"number": version.number, "at": version.created_at.isoformat(), "fields": version.fields}
        for version in db.session.scalars(found)
    ]


def _pictures(post_id: int) -> list[dict[str, Any]]:
    found = (
        select(Picture.name, Picture.alt).where(Picture.post_id == post_id).order_by(Picture.position, Picture.id)
    )
    return [{"name": name, "alt": alt} for name, alt in db.session.execute(found)]
