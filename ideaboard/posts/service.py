"""Create, edit and change the status of a post of any kind; call inside `with transaction()`."""

from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ideaboard.data.clock import now
from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.posts.masking import MASK, masked
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, WITHDRAWN, Post, PostVersion
from ideaboard.posts.screening import Judged
from ideaboard.posts.watching import edited, must_be_allowed, status_changed
from ideaboard.web.markup import RENDERER_VERSION, render_markdown
from ideaboard.web.problems import WrongState

AnyPost = TypeVar("AnyPost", bound=Post)


class StaleEdit(WrongState):
    """Someone changed the post since this edit began; `current` holds the texts as they are now."""

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__(_l("This was changed meanwhile. Both texts are below; nothing is lost."))
        self.current = current


def already_sent(author_id: int, key: str | None) -> int | None:
    """Return the id of the post that this idempotency key already made, if any."""
    if not key:
        return None
    return db.session.scalar(select(Post.id).where(Post.author_id == author_id, Post.idempotency_key == key))


def submit(post: AnyPost, fields: dict[str, Any], *, status: str, judged: Judged | None = None) -> AnyPost:
    """Store a new post with its first version. `fields` are the texts as typed, 'body' the main one.

    `judged` is what screening said: it may hold back what is to be published.
    """
    _must_write()
    if judged is not None:
        fields, status = judged.marked(fields), judged.status if status == PUBLISHED else status
        judged.note_on(post)
    _render(post, fields)
    post.version = 1
    _apply_status(post, status)
    db.session.add(post)
    db.session.flush()
    _keep_version(post, post.author_id, fields)
    if judged is not None:
        judged.keep(post, is_new=True)
    status_changed(post)
    return post


def revise(
    post: AnyPost, fields: dict[str, Any], *, editor_id: int, base_version: int, judged: Judged | None = None
) -> AnyPost:
    """Store an edit that began at `base_version`; one that screening finds worse goes under review.

    Raises StaleEdit when another edit came first.
    """
    _must_write()
    if judged is not None:
        fields = judged.marked(fields)
    moved = db.session.execute(
        update(Post)
        .where(Post.id == post.id, Post.version == base_version)
        .values(version=Post.version + 1, edited_at=now())
        .execution_options(synchronize_session=False)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise StaleEdit(latest_fields(post.id))
    db.session.refresh(post)
    _render(post, fields)
    _keep_version(post, editor_id, fields)
    if judged is not None:
        judged.note_on(post)
    db.session.flush()
    if judged is not None:
        judged.keep(post)
        if judged.hides and post.status == PUBLISHED:
            change_status(post, HELD, expected=(PUBLISHED,))
    _bring_back(post)
    edited(post)
    return post


def publish(post: Post, judged: Judged, *, waits: bool = False) -> None:
    """Publish a draft whose texts were written over by what was screened, or hold it back.

    With `waits` a moderator reads it first whatever screening says.
    """
    judged.note_on(post)
    judged.keep(post, is_new=True)
    change_status(post, HELD if waits else judged.status, expected=(DRAFT,))


def change_status(post: Post, status: str, *, expected: tuple[str, ...]) -> None:
    """Move the post to `status` if it still is in one of `expected`. Raises WrongState for the loser of a race."""
    _must_write()
    moved = db.session.execute(
        update(Post)
        .where(Post.id == post.id, Post.status.in_(expected))
        .values(status=status)
        .execution_options(synchronize_session=False)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise WrongState(_l("Something changed meanwhile. Look at the current state and try again."))
    db.session.refresh(post)
    must_be_allowed(post)
    _apply_status(post, status)
    db.session.flush()
    status_changed(post)


def rewrite_draft(post: Post, fields: dict[str, Any]) -> None:
    """Replace the texts of a draft, which no reader has seen: its one version is written over."""
    _must_write()
    if post.status != DRAFT:
        raise RuntimeError("only a draft is written over; use revise")
    _render(post, fields)
    only = update(PostVersion).where(PostVersion.post_id == post.id).values(fields=fields, created_at=now())
    db.session.execute(only.execution_options(synchronize_session=False))


def latest_fields(post_id: int) -> dict[str, Any]:
    """Return the texts of the newest version."""
    newest = select(PostVersion.fields).where(PostVersion.post_id == post_id).order_by(PostVersion.number.desc())
    return db.session.scalar(newest.limit(1)) or {}


def as_typed(post_id: int, shown: dict[str, Any]) -> dict[str, Any]:
    """Return texts as their author typed them: what readers see, unless something in it is masked for them."""
    if not any(MASK in str(text) for text in shown.values()):
        return shown
    typed = latest_fields(post_id)
    return {name: typed.get(name, text) for name, text in shown.items()}


def first_fields(post_id: int) -> dict[str, Any]:
    """Return the texts of the first version."""
    oldest = select(PostVersion.fields).where(PostVersion.post_id == post_id).order_by(PostVersion.number)
    return db.session.scalar(oldest.limit(1)) or {}


def _bring_back(post: Post) -> None:
    """Let a post wait for a moderator again whose author did what they were asked to."""
    if post.repair_asked_at is not None:
        post.repair_asked_at = None
        db.session.flush()
        if post.status == HIDDEN:
            change_status(post, HELD, expected=(HIDDEN,))


def _apply_status(post: Post, status: str) -> None:
    post.status = status
    post.withdrawn_at = now() if status == WITHDRAWN else None
    if status == PUBLISHED and post.published_at is None:
        post.published_at = now()
    post.on_status_change()


def _render(post: Post, fields: dict[str, Any]) -> None:
    post.source = masked(fields).get("body", "")
    post.html = render_markdown(post.source)
    post.renderer = RENDERER_VERSION


def _keep_version(post: Post, editor_id: int, fields: dict[str, Any]) -> None:
    db.session.add(PostVersion(post_id=post.id, number=post.version, editor_id=editor_id, fields=fields))


def _must_write() -> None:
    if not in_transaction():
        raise RuntimeError("posts are written inside `with transaction()`")
