"""Erase what a post says: its texts, versions and pictures, and what was screened and learned from it.

The row stays where others lead to it (replies, decisions, counts); it says nothing any more.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import delete, select, update

from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.media.service import detach, pictures_of
from ideaboard.posts.masking import MASKED, masked
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN, Post, PostVersion
from ideaboard.posts.service import change_status
from ideaboard.screening.copies.models import CopySketch
from ideaboard.screening.learning.service import forget
from ideaboard.screening.models import ScreeningResult

AnyPost = TypeVar("AnyPost", bound=Post)
UNREAD = (HELD, HIDDEN, REMOVED)  # what nobody but the author and moderators reads
# Names in a version that are no text: where others' data is masked, which page saved a draft, an unfinished step.
_MARKS = (MASKED, "page", "unfinished")
_followers: list[Callable[[int], None]] = []
_keepers: list[Callable[[int], bool]] = []


def when_erased(function: Callable[[int], None]) -> Callable[[int], None]:
    """Register what else quotes a post: called with its id, in the same transaction."""
    _followers.append(function)
    return function


def keeps_as_evidence(function: Callable[[int], bool]) -> Callable[[int], bool]:
    """Register who says that the pictures of a post have to stay for now; the clock asks again (posts/tasks.py)."""
    _keepers.append(function)
    return function


def erase_text(post: Post) -> None:
    """Leave nothing of what a post said, in the open transaction."""
    if not in_transaction():
        raise RuntimeError("posts are erased inside `with transaction()`")
    post.source = post.html = post.source_url = ""
    post.label, post.idempotency_key, post.screening_score = None, None, None
    is_evidence = any(function(post.id) for function in _keepers)
    post.withdrawn_at = post.withdrawn_at if is_evidence else None
    post.forget_words()
    db.session.flush()
    for table in (PostVersion, ScreeningResult, CopySketch):
        gone = delete(table).where(table.post_id == post.id)  # type: ignore[attr-defined]
        db.session.execute(gone.execution_options(synchronize_session=False))
    forget([post.id])
    if not is_evidence:
        remove_pictures(post)
    for function in _followers:
        function(post.id)


def remove_pictures(post: Post) -> None:
    """Take the pictures of a post away for good, files too."""
    while found := pictures_of(post.id):
        for picture in found:
            detach(picture)


def delete_draft_row(post: Post) -> None:
    """Delete what nobody has ever read, with everything in it, in the open transaction."""
    post.forget_words()
    db.session.flush()
    forget([post.id])
    remove_pictures(post)
    db.session.delete(post)
    db.session.flush()


def take_back(person_id: int, kind: type[AnyPost], first: Callable[[AnyPost], None] = lambda post: None) -> None:
    """Take back and erase what readers do not see of a person who leaves; `first` is called with each post.

    What readers see stays, without what was masked in it for them.
    """
    unread = select(kind).where(kind.author_id == person_id, kind.status.in_((*UNREAD, WITHDRAWN)))
    for post in db.session.scalars(unread.order_by(kind.id)).all():
        first(post)
        if post.status != WITHDRAWN:
            change_status(post, WITHDRAWN, expected=UNREAD)
        erase_text(post)
    public = select(kind.id).where(kind.author_id == person_id, kind.status == PUBLISHED)
    keep_only_what_is_read(public)


def keep_only_what_is_read(post_ids: Any) -> None:
    """Take out of the versions of posts what their readers never saw: masked numbers and addresses."""
    versions = select(PostVersion.id, PostVersion.fields).where(PostVersion.post_id.in_(post_ids))
    for ident, fields in db.session.execute(versions).all():
        if any(mark in fields for mark in _MARKS):
            shown = {name: text for name, text in masked(fields).items() if name not in _MARKS}
            db.session.execute(update(PostVersion).where(PostVersion.id == ident).values(fields=shown))
    places = update(ScreeningResult).where(ScreeningResult.post_id.in_(post_ids)).values(masked={})
    db.session.execute(places.execution_options(synchronize_session=False))
