"""The public page of a person."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.data.paging import Cursor
from ideaboard.pages.blueprint import bp
from ideaboard.pages.queries import ideas_of, person_or_404
from ideaboard.web.rendering import render


@bp.get("/u/<handle>")
def person(handle: str) -> BaseResponse:
    """Show a person's name, place and ideas."""
    found = person_or_404(handle)
    if handle != found.handle:
        return redirect(url_for("pages.person", handle=found.handle), 301)
    page = ideas_of(found, Cursor.parse(request.args.get("sesudah")))
    more = url_for("pages.person", handle=handle, sesudah=str(page.next)) if page.next else None
    return render("pages/person.html", "pages/_their_ideas.html", person=found, theirs=page.items, more=more)
