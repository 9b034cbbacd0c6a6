"""Handlers that show comments: all of an idea, one with its thread, its versions."""

from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.comments.blueprint import bp
from ideaboard.comments.conversation import conversation
from ideaboard.comments.forms import CommentForm, reply_form
from ideaboard.comments.listing import line_of, replies_to
from ideaboard.comments.models import Comment
from ideaboard.comments.queries import comment_or_404
from ideaboard.comments.service import must_be_answerable, why_closed
from ideaboard.data.paging import Cursor
from ideaboard.ideas.queries import idea_or_404
from ideaboard.posts.history import history_of
from ideaboard.web.rendering import render, wants_fragment


@bp.get("/i/<int:idea_id>/komentar")
def index(idea_id: int) -> Response:
    """Show a page of an idea's comments; htmx gets what comes next, for "load more"."""
    idea = idea_or_404(idea_id, current_user)
    cursor = Cursor.parse(request.args.get("sesudah"))
    return render("comments/index.html", "comments/_more.html", **conversation(idea, cursor), is_first=not cursor)


@bp.get("/k/<int:comment_id>")
def show(comment_id: int) -> BaseResponse:
    """Show a comment with its thread; `?balas=1` opens the form of a reply, alone for htmx."""
    comment = comment_or_404(comment_id, current_user, or_its_place=True)
    asked = "balas" in request.args
    if asked and wants_fragment():
        must_be_answerable(comment)
        return render("comments/_reply_form.html", form=reply_form(comment.id), comment=comment)
    cursor = Cursor.parse(request.args.get("sesudah"))
    if cursor and wants_fragment():
        return render("comments/_more_replies.html", **_thread(comment, cursor))
    return show_thread(comment, reply_form(comment.id) if asked else None)


@bp.get("/k/<int:comment_id>/riwayat")
def history(comment_id: int) -> Response:
    """List the versions of a comment and show what changed between two."""
    comment = comment_or_404(comment_id, current_user)
    return render(
        "posts/history.html",
        title=_("Comment by %(name)s", name=comment.author.name),
        back=f"{comment.path}#k-{comment.id}",
        history=history_of(comment.id, {"body": _l("Comment")}) or abort(404),
        here=url_for("comments.history", comment_id=comment.id),
        zone=comment.idea.challenge.zone,
    )


def show_thread(comment: Comment, form: CommentForm | None = None, status: int = 200) -> Response:
    """Show the page of a comment; a reply stands alone below what it answers."""
    cursor = Cursor.parse(request.args.get("sesudah"))
    return render("comments/show.html", status=status, **_thread(comment, cursor), form=form)


def _thread(comment: Comment, cursor: Cursor | None) -> dict[str, Any]:
    thread = line_of(comment.reply_to_id or comment.id)
    page = replies_to(comment.id, cursor) if comment.reply_to_id is None else None
    thread.replies = list(page.items) if page else [line_of(comment.id)]
    more = url_for("comments.show", comment_id=comment.id, sesudah=str(page.next)) if page and page.next else None
    closed = why_closed(comment.idea.listed, comment.idea.challenge)
    return {"comment": comment, "idea": comment.idea, "thread": thread, "more": more, "closed": closed}
