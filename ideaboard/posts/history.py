"""The versions of a post of any kind, and what changed between two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from markupsafe import Markup
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.posts.differences import difference
from ideaboard.posts.masking import masked
from ideaboard.posts.models import PostVersion

MOST = 200  # versions of one post; older ones are kept but not listed


@dataclass(frozen=True)
class Version:
    """One version as it is listed; `number` counts from 1 without gaps."""

    number: int
    stored_number: int
    editor: str
    at: datetime
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class History:
    """The versions of a post, newest first, and the two that are compared."""

    versions: list[Version]
    before: Version
    after: Version
    changes: list[tuple[str, Markup]]  # (what, difference) of every text that differs

    @property
    def numbers(self) -> list[int]:
        """The numbers to choose from."""
        return [version.number for version in reversed(self.versions)]


def history_of(post_id: int, texts: Mapping[str, Any], *, gaps: bool = False) -> History | None:
    """Return the versions and the difference this request asks for (`?dari=1&ke=3`; else the newest change).

    `texts` names what is compared. With `gaps`, versions that changed none of these are left out.
    """
    versions = versions_of(post_id, texts if gaps else None)
    if not versions:
        return None
    known = {version.number: version for version in versions}
    newest = versions[-1]
    after = known.get(request.args.get("ke", newest.number, type=int), newest)
    before = known.get(request.args.get("dari", after.number - 1, type=int), versions[0])
    changes = [(str(label), _change(before, after, name)) for name, label in texts.items()]
    return History(versions[::-1], before, after, [change for change in changes if change[1]])


def versions_of(post_id: int, texts: Mapping[str, Any] | None = None) -> list[Version]:
    """Return the versions, oldest first, in one statement; with `texts` only those that changed one of them."""
    rows = db.session.execute(
        select(PostVersion.number, User.name, PostVersion.created_at, PostVersion.fields)
        .join(User, User.id == PostVersion.editor_id)
        .where(PostVersion.post_id == post_id)
        .order_by(PostVersion.number.desc())
        .limit(MOST)
    ).all()[::-1]
    if texts is None:
        return [_version(row[0], row) for row in rows]
    kept: list[Any] = []
    for row in rows:
        if not kept or any(_differs(kept[-1][3], row[3], name) for name in texts):
            kept.append(row)
    return [_version(number, row) for number, row in enumerate(kept, start=1)]


def version_fields(post_id: int, number: int) -> Mapping[str, Any] | None:
    """Return the texts of one version, or None when there is none of this number."""
    chosen = select(PostVersion.fields).where(PostVersion.post_id == post_id, PostVersion.number == number)
    return db.session.scalar(chosen) if 0 < number < 2**31 else None


def _version(number: int, row: Any) -> Version:
    return Version(number, row[0], row[1], row[2], masked(row[3]))


def _change(before: Version, after: Version, name: str) -> Markup:
    if not _differs(before.fields, after.fields, name):
        return Markup("")
    return difference(_text(before.fields, name), _text(after.fields, name))


def _differs(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> bool:
    """Compare one text; a version that does not know it says nothing about it."""
    return name in before and name in after and _text(before, name) != _text(after, name)


def _text(fields: Mapping[str, Any], name: str) -> str:
    return str(fields.get(name) or "")
