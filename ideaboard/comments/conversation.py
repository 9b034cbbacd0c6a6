"""What `comments/_section.html` needs, for the idea's page and for the page of comments."""

from typing import Any

from flask import request, url_for
from flask_login import current_user

from ideaboard.comments.forms import CommentForm
from ideaboard.comments.listing import Line, newest_threads, threads_of, waiting_of
from ideaboard.comments.service import why_closed
from ideaboard.data.paging import Cursor, Page


def conversation(
    idea: Any, cursor: Cursor | None = None, form: CommentForm | None = None, page: Page[Line] | None = None
) -> dict[str, Any]:
    """Return a page of threads, the way to the next one, the form, why it is closed if it is, and what waits."""
    page = page or (threads_of(idea.id, cursor) if cursor else newest_threads(idea.id))
    asks_own = current_user.is_authenticated and cursor is None
    more = url_for("comments.index", idea_id=idea.id, sesudah=str(page.next)) if page.next else None
    return {
        "idea": idea,
        "threads": page.items,
        "waiting": waiting_of(idea.id, current_user) if asks_own else [],
        "more": more,
        "closed": why_closed(idea.listed, idea.challenge),
        "comment_form": form or CommentForm(formdata=None),
        # A visitor's page holds no form, so that it needs no cookie and can be cached; a link leads to one.
        "writing": current_user.is_authenticated or form is not None or "tulis" in request.args,
    }
