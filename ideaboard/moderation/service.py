"""Decide about a held post, and take a decision back.

Rows are locked as everywhere: person, post, then what the kind counts.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.models import KEEP, REMOVE, Decision
from ideaboard.moderation.notices import tell_author
from ideaboard.moderation.policies import may_undo
from ideaboard.moderation.queries import is_conflict
from ideaboard.moderation.screened import kinds_in
from ideaboard.moderation.teaching import take_back, teach, text_of
from ideaboard.posts.models import HELD, PUBLISHED, REMOVED, Post
from ideaboard.posts.releasing import release
from ideaboard.posts.service import change_status, latest_fields
from ideaboard.screening.records import results_of
from ideaboard.web.problems import NotAllowed, WrongState

_OUTCOME = {KEEP: PUBLISHED, REMOVE: REMOVED}


class AlreadyDecided(WrongState):
    """Somebody was faster, or the author changed or took back the post; queries.latest_of tells who and what."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody was faster. Nothing was changed by you."))


class Changed(WrongState):
    """The author changed the post after the page was loaded: what was read is not what would be decided."""

    def __init__(self) -> None:
        super().__init__(_l("The author changed this text meanwhile. Read it again, then decide."))


def keep(post_id: int, moderator: Any, *, version: int) -> Decision:
    """Publish a held post as it was read. Raises NotAllowed, AlreadyDecided and Changed."""
    return _decide(post_id, moderator, KEEP, version)


def remove(post_id: int, moderator: Any, *, version: int, reason: str, message: str = "") -> Decision:
    """Remove a held post, with a reason and perhaps words to its author. Raises as `keep` does."""
    return _decide(post_id, moderator, REMOVE, version, reason, message)


def undo(decision_id: int, moderator: Any) -> Decision:
    """Take one's own decision back within ten minutes: the post waits again, and what it taught is forgotten.

    Raises NotAllowed (somebody else's) and WrongState (too late, undone already, or the post moved on).
    """
    with transaction():
        decision = db.session.get(Decision, decision_id, populate_existing=True)
        if decision is None or decision.moderator_id != moderator.id:
            raise NotAllowed(_l("Only who made a decision can take it back."))
        if not may_undo(decision.made_at):
            raise WrongState(_l("A decision can be taken back for 10 minutes. This one is older."))
        post = _locked(decision.post_id)
        if not _mark_undone(decision) or post.status != _OUTCOME[decision.action]:
            raise WrongState(_l("This was taken back already, or the post has changed since."))
        change_status(post, HELD, expected=(post.status,))
        if decision.was_new:
            post.published_at = None
        take_back(decision)
        _note("post.undo", decision, moderator, before=_OUTCOME[decision.action], after=HELD)
        return decision


def _decide(
    post_id: int, moderator: Any, action: str, version: int, reason: str = "", message: str = ""
) -> Decision:
    with transaction():
        post = _locked(post_id)
        if is_conflict(moderator, post.author_id):
            raise NotAllowed(_l("This post is yours or your team's, so another moderator decides about it."))
        if post.status != HELD:
            raise AlreadyDecided
        if post.version != version:
            raise Changed
        decision = _write(post, moderator, action, reason, message)
        kinds = kinds_in(results_of([post_id]).get(post_id))
        if action == KEEP:
            release(post)
        else:
            change_status(post, REMOVED, expected=(HELD,))
        teach(decision, text_of(latest_fields(post_id)), kinds)
        _note(f"post.{action}", decision, moderator, before=HELD, after=_OUTCOME[action])
        tell_author(decision, post.author_id)
        return decision


def _locked(post_id: int) -> Post:
    """Return the post, its row locked. Raises AlreadyDecided when it is gone."""
    table: Any = Post.__table__
    held = select(table.c.id).where(table.c.id == post_id).with_for_update(key_share=True)
    if db.session.scalar(held) is None:
        raise AlreadyDecided
    found = db.session.get(Post, post_id, populate_existing=True)
    if found is None:
        raise AlreadyDecided
    return found


def _write(post: Post, moderator: Any, action: str, reason: str, message: str) -> Decision:
    decision = Decision(
        post_id=post.id,
        post_version=post.version,
        moderator_id=moderator.id,
        action=action,
        reason=reason,
        message=message,
        was_new=post.published_at is None,
        taught={},
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _mark_undone(decision: Decision) -> bool:
    marking = (
        update(Decision).where(Decision.id == decision.id, Decision.undone_at.is_(None)).values(undone_at=now())
    )
    marked = db.session.execute(marking.execution_options(synchronize_session=False))
    db.session.refresh(decision, ["undone_at"])
    return bool(marked.rowcount)  # type: ignore[attr-defined]


def _note(action: str, decision: Decision, moderator: Any, *, before: str, after: str) -> None:
    record(
        action,
        "post",
        decision.post_id,
        actor_id=moderator.id,
        before={"status": before, "version": decision.post_version},
        after={"status": after, "decision": decision.id, "reason": decision.reason},
    )
