"""Handlers of /admin/catatan: the whole log, looked up by action, object and person."""

from typing import Any

from flask import Response, request, stream_with_context

from ideaboard.admin.blueprint import bp
from ideaboard.admin.log.asking import Typed, asked_by
from ideaboard.admin.log.entries import lines_of
from ideaboard.admin.log.export import as_csv
from ideaboard.audit.heads.queries import newest_heads
from ideaboard.audit.queries import page_of
from ideaboard.data.paging import Cursor
from ideaboard.web.rendering import render


@bp.get("/catatan")
def log() -> Response:
    """What was done here, the newest first."""
    typed = Typed.of(request.args)
    found = page_of(asked_by(typed), Cursor.parse(request.args.get("setelah")))
    context: dict[str, Any] = {"lines": lines_of(found.items), "next": found.next, "typed": typed}
    return render("admin/log/index.html", heads=newest_heads(1), **context)


@bp.get("/catatan.csv")
def log_as_csv() -> Response:
    """The same rows as a table."""
    rows = stream_with_context(as_csv(asked_by(Typed.of(request.args))))
    response = Response(rows, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="catatan.csv"'
    return response
