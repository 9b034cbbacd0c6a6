"""What people are told about comments: a reply to theirs, and what is said about their idea. Mailed too."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_visible_to
from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell
from ideaboard.posts.queries import visible_to
from ideaboard.posts.releasing import on_release

COMMENTED, REPLIED = "idea_commented", "comment_replied"


@on_release("comment")
def tell_of_comment(comment: Any) -> None:
    """Have the people told whom a new public comment concerns; call it in the transaction that publishes it."""
    tell(COMMENTED, actor_id=comment.author_id, post_id=comment.id)
    if comment.reply_to_id is not None:
        tell(REPLIED, actor_id=comment.author_id, post_id=comment.id)


def look_up_comments(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return the idea and the address of those comments that `viewer` may see; one query."""
    idea, challenge = aliased(Idea, flat=True), aliased(Challenge, flat=True)
    wanted = (
        select(Comment.id, idea.title)
        .join(idea, idea.id == Comment.idea_id)
        .join(challenge, challenge.id == idea.challenge_id)
        .where(Comment.id.in_(ids), visible_to(viewer, Comment), visible_to(viewer, idea))
    )
    rows = db.session.execute(wanted.where(challenge_visible_to(viewer, challenge)))
    return {row.id: About(row.title, f"/k/{row.id}") for row in rows}


def _answered(comment_id: int) -> Select[Any]:
    """Select who began the thread that a comment replies to."""
    above = aliased(Comment, flat=True)
    return select(above.author_id).join(Comment, Comment.reply_to_id == above.id).where(Comment.id == comment_id)


def _authors_of_ideas(event: Event) -> Select[Any]:
    """Select the author of the idea, unless the comment is a reply to them: they are told of that."""
    idea = aliased(Idea, flat=True)
    author = select(idea.author_id).join(Comment, Comment.idea_id == idea.id).where(Comment.id == event.post_id)
    return author.where(idea.author_id.not_in(_answered(event.subject_id)))


def _authors_of_comments(event: Event) -> Select[Any]:
    return _answered(event.subject_id)


def _commented(name: str, about: About) -> str:
    return _("%(name)s commented on your idea “%(title)s”.", name=name, title=about.title)


def _replied(name: str, about: About) -> str:
    return _("%(name)s replied to your comment on “%(title)s”.", name=name, title=about.title)


_MAILS = {"by_mail": True, "can_be_declined": True}
register_kind(COMMENTED, Kind("comment", _commented, look_up_comments, _authors_of_ideas, **_MAILS))
register_kind(REPLIED, Kind("comment", _replied, look_up_comments, _authors_of_comments, **_MAILS))
