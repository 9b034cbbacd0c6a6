"""The public page of a person."""

from typing import Any

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.data.paging import Cursor
from ideaboard.pages.blueprint import bp
from ideaboard.pages.queries import ideas_of, person_or_404, waiting_ideas_of
from ideaboard.web.rendering import render


@bp.get("/u/<handle>")
def person(handle: str) -> BaseResponse:
    """Show a person's name, place and ideas."""
    found = person_or_404(handle)
    if handle != found.handle:
        return redirect(url_for("pages.person", handle=found.handle), 301)
    page = ideas_of(found, Cursor.parse(request.args.get("sesudah")))
    more = url_for("pages.person", handle=handle, sesudah=str(page.next)) if page.next else None
    is_self = current_user.is_authenticated and current_user.id == found.id
    waiting = waiting_ideas_of(found) if is_self and not request.args.get("sesudah") else []
    shown: dict[str, Any] = {"person": found, "theirs": page.items, "waiting": waiting, "more": more}
    return render("pages/person.html", "pages/_their_ideas.html", **shown)
