"""A visitor's comment, sent once they are signed in and confirmed: under the same rule as everybody's."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from ideaboard.accounts.intents import Outcome, register_intent
from ideaboard.accounts.models import User
from ideaboard.comments.forms import CommentForm
from ideaboard.comments.models import Comment
from ideaboard.comments.service import create_comment
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.posts.models import HELD
from ideaboard.web.markup import excerpt
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import say_arrived

SEND_COMMENT = "send_comment"
_MOST_GIVEN_BACK = 600  # letters: what comes back travels in a cookie


def intent_of(idea: Idea, form: CommentForm) -> dict[str, Any]:
    """Return what a valid form of a visitor asks for, to be signed."""
    data = {"idea": idea.id, "body": form.body.data, "reply_to": form.reply_to.data or 0}
    return {**data, "key": form.idempotency_key.data, "keep": request.form.get("keep", "")}


def place_of(comment: Comment, idea_path: str) -> str:
    """Return where a new comment is read: on the idea's page, or with what it answers."""
    return f"{comment.path if comment.reply_to_id else idea_path}#k-{comment.id}"


def sent_message(comment: Comment) -> str:
    """Say that a comment was sent, or that somebody reads it first."""
    if comment.status == HELD:
        return _("Your comment is saved. A moderator reads it first, usually within 4 hours.")
    return _("Reply sent") if comment.reply_to_id else _("Comment sent")


def carry_out(person: User, data: dict[str, Any]) -> Outcome:
    """Send the comment, or say why it could not be sent and give the text back."""
    try:
        idea = idea_or_404(data["idea"], person)
        path = idea.path  # A refusal rolls back and lets go of what was loaded.
        comment = create_comment(idea, person, data["body"], reply_to=data["reply_to"], key=data["key"])
    except (Problem, NotFound) as refusal:
        return Outcome("", _give_back(refusal, data["body"]))
    say_arrived(data.get("keep", ""))
    return Outcome(place_of(comment, path), sent_message(comment))


def describe(data: dict[str, Any]) -> str:
    """Say what will happen after signing in."""
    return _("Then your comment on “%(title)s” is sent.", title=idea_or_404(data["idea"], current_user).title)


def _give_back(refusal: Problem | NotFound, body: str) -> str:
    reason = refusal.message if isinstance(refusal, Problem) else _("The idea is no longer there.")
    text = body if len(body) <= _MOST_GIVEN_BACK else excerpt(body, _MOST_GIVEN_BACK)
    return _("%(reason)s Your text: %(text)s", reason=reason, text=text)


register_intent(SEND_COMMENT, carry_out, describe=describe)
