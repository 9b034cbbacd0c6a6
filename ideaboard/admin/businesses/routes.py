"""Handlers of the admin pages of businesses."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.admin.blueprint import bp
from ideaboard.admin.businesses import queries
from ideaboard.businesses.sectors import SECTORS
from ideaboard.businesses.verification import set_verified
from ideaboard.data.paging import Cursor
from ideaboard.web.forms import clean_text
from ideaboard.web.rendering import render, see_other


@bp.get("/usaha")
def businesses() -> Response:
    """Find businesses by name or city, or see those that nobody verified yet."""
    query, unverified = clean_text(request.args.get("q", "")), request.args.get("saring") == "belum"
    cursor = Cursor.parse(request.args.get("setelah"))
    found = queries.businesses(query, cursor, unverified=unverified)
    return render("admin/businesses/index.html", found=found, query=query, unverified=unverified)


@bp.get("/usaha/<int:business_id>")
def business(business_id: int) -> Response:
    """One business: who runs it, how to reach it, what it asked."""
    shown = queries.shown_or_404(business_id)
    return render("admin/businesses/show.html", shown=shown, sector=SECTORS[shown.business.sector])


@bp.post("/usaha/<int:business_id>/verifikasi")
def verify_business(business_id: int) -> BaseResponse:
    """Mark a business verified, or take that back."""
    shown, action = queries.shown_or_404(business_id), request.form.get("action", "")
    if action not in {"add", "remove"}:
        abort(400)
    changed = set_verified(shown.business.id, action == "add", actor_id=current_user.id)
    done = _("Saved. Everybody sees it from the next page on.")
    flash(done if changed else _("It was so already. Nothing changed."), "done")
    return see_other(url_for("admin.business", business_id=business_id))
