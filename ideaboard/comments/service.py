"""Write a comment, edit it, delete it.

Rows are locked in the same order everywhere: person, thread's post, idea, challenge, thread.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.comments.models import Comment
from ideaboard.comments.notices import tell_of_comment
from ideaboard.comments.pace import must_wait_in_thread
from ideaboard.comments.policies import is_fresh
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.locking import lock_person
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, WITHDRAWN, Post
from ideaboard.posts.policies import may_contribute, may_repair, must_not_be_silenced
from ideaboard.posts.quotas import COMMENT, take
from ideaboard.posts.screening import judge
from ideaboard.posts.service import already_sent, change_status, latest_fields, revise, submit
from ideaboard.web.problems import NotAllowed, WrongState

_GONE = _l("The comment you answer is no longer there.")


def create_comment(
    idea: Idea, author: User, body: str, *, reply_to: int = 0, key: str = "", as_is: str = ""
) -> Comment:
    """Publish a comment, or a reply to `reply_to`; the same form never makes a second one.

    Raises NotAllowed, TooFast, Unfit and WrongState (idea withdrawn, challenge cancelled, the answered one gone).
    """
    idea_id, challenge_id = idea.id, idea.challenge_id
    judged = judge(author, "comment", {"body": body}, as_is=as_is)
    with transaction():
        lock_person(author.id)
        if sent := already_sent(author.id, key):
            return _sent_before(sent, idea_id)
        must_be_allowed(author)
        thread = _lock_thread(reply_to, idea_id) if reply_to else None
        _must_take_comments(idea_id, challenge_id)
        take(author, COMMENT)
        if thread:
            must_wait_in_thread(author, thread)
        judged.must_pass()
        comment = Comment(author_id=author.id, parent_id=idea_id, idea_id=idea_id, reply_to_id=thread)
        comment.idempotency_key = key or None
        submit(comment, {"body": body}, status=PUBLISHED, judged=judged)
        if comment.status == PUBLISHED:  # Of a held one people are told when it is released.
            tell_of_comment(comment)
        return comment


def edit_comment(comment: Comment, editor: User, body: str, *, base_version: int, as_is: str = "") -> None:
    """Store an edit as a new version; an edit that changes nothing makes none.

    Raises NotAllowed, WrongState (too late, gone), Unfit and StaleEdit (edited elsewhere since).
    """
    judged = judge(editor, "comment", {"body": body}, post_id=comment.id, as_is=as_is)
    with transaction():
        lock_person(editor.id)
        db.session.refresh(comment, ["status", "published_at", "repair_asked_at"])
        must_be_changeable(comment, editor)
        if latest_fields(comment.id).get("body") == body:
            return
        _must_take_comments(comment.idea_id, comment.idea.challenge_id)
        judged.must_pass()
        revise(comment, {"body": body}, editor_id=editor.id, base_version=base_version, judged=judged)


def delete_comment(comment: Comment, author: User) -> None:
    """Take one's comment back; with replies its place stays. Deleting twice changes nothing. Raises NotAllowed."""
    must_be_own(comment, author)
    with transaction():
        lock_person(author.id)
        db.session.refresh(comment, ["status"])
        if comment.status != WITHDRAWN:
            change_status(comment, WITHDRAWN, expected=(PUBLISHED, HELD, HIDDEN))


def must_be_allowed(person: Any) -> None:
    """Raise NotAllowed for who has not confirmed their address, or may not write now."""
    must_not_be_silenced(person)
    if not may_contribute(person):
        raise NotAllowed(_l("Confirm your e-mail address first, then comment."))


def must_be_own(comment: Comment, person: Any) -> None:
    """Raise NotAllowed for everybody but the author."""
    if comment.author_id != person.id:
        raise NotAllowed(_l("Only its author can change a comment."))


def must_be_changeable(comment: Comment, person: Any) -> None:
    """Raise NotAllowed or WrongState, saying why, unless this person may edit the comment now."""
    must_be_own(comment, person)
    must_be_allowed(person)
    if may_repair(comment):
        return
    if comment.status not in (PUBLISHED, HELD):
        raise WrongState(_l("This comment is deleted or hidden, so it cannot be changed."))
    if not is_fresh(comment.published_at or comment.created_at):
        raise WrongState(_l("A comment can be changed for 15 minutes. You can still delete it or write a new one."))


def must_be_answerable(comment: Comment) -> None:
    """Raise WrongState, saying why, unless the comment can be answered now."""
    if comment.status != PUBLISHED:
        raise WrongState(_GONE)
    if reason := why_closed(comment.idea.listed, comment.idea.challenge):
        raise WrongState(reason)


def why_closed(idea_listed: bool, challenge: Any) -> Any:
    """Say why nobody can comment now; empty while comments are open."""
    if challenge.cancelled_at is not None:
        return _l("This challenge was cancelled, so comments are closed.")
    if not idea_listed or not challenge.listed:
        return _l("This idea is not on the board, so comments are closed.")
    return ""


def _must_take_comments(idea_id: int, challenge_id: int) -> None:
    """Read idea and challenge again while nobody can withdraw the one or cancel the other."""
    ideas: Any = Idea.__table__
    challenges: Any = Challenge.__table__
    held = select(ideas.c.listed).where(ideas.c.id == idea_id).with_for_update(key_share=True)
    listed = bool(db.session.scalar(held))
    above = select(challenges.c.listed, challenges.c.cancelled_at).where(challenges.c.id == challenge_id)
    if reason := why_closed(listed, db.session.execute(above.with_for_update(read=True)).one()):
        raise WrongState(reason)


def _lock_thread(reply_to: int, idea_id: int) -> int:
    """Return the thread that a reply to this comment joins; nobody deletes the comment meanwhile."""
    if reply_to >= 2**63:
        raise WrongState(_GONE)
    held = select(Post.status).where(Post.id == reply_to).with_for_update(key_share=True)
    status = db.session.scalar(held)
    place = select(Comment.__table__.c.id, Comment.__table__.c.reply_to_id)
    found = db.session.execute(
        place.where(Comment.__table__.c.id == reply_to, Comment.__table__.c.idea_id == idea_id)
    ).first()
    if found is None or status != PUBLISHED:
        raise WrongState(_GONE)
    return int(found.reply_to_id or found.id)


def _sent_before(comment_id: int, idea_id: int) -> Comment:
    comment = db.session.scalar(select(Comment).where(Comment.id == comment_id, Comment.idea_id == idea_id))
    if comment is None:
        raise WrongState(_l("This form was sent before."))
    return comment
