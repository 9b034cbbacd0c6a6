"""Handlers behind the bell. Opening a notice is a POST, because it marks it as read."""

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.data.paging import Cursor
from ideaboard.notifications.queries import PAGE_SIZE, line_of, lines_of
from ideaboard.notifications.service import mark_read
from ideaboard.web.guards import open_to_silenced, private
from ideaboard.web.rendering import render, see_other

bp = Blueprint("notifications", __name__)
LARGEST = 2**63 - 1


@bp.get("/pemberitahuan")
@private
def index() -> Response:
    """What the person was told, page by page."""
    cursor = Cursor.parse(request.args.get("sesudah"))
    return render("notifications/index.html", told=lines_of(current_user, cursor), cursor=cursor)


@bp.post("/pemberitahuan")
@open_to_silenced
def update() -> BaseResponse:
    """Mark what was shown as read; what arrived meanwhile stays unread."""
    ids = (int(text[:20]) for text in request.form.getlist("id")[:PAGE_SIZE] if text.isascii() and text.isdecimal())
    mark_read(current_user.id, [ident for ident in ids if ident <= LARGEST])
    cursor = Cursor.parse(request.form.get("sesudah"))
    return see_other(url_for("notifications.index", sesudah=cursor), _("Marked as read."))


@bp.post("/pemberitahuan/<int:notice_id>")
@open_to_silenced
def show(notice_id: int) -> BaseResponse:
    """Mark one as read and go to what it is about."""
    line = line_of(notice_id, current_user) or abort(404)
    mark_read(current_user.id, [notice_id])
    if line.path:
        return see_other(line.path)
    return see_other(url_for("notifications.index"), line.sentence, "attention")
