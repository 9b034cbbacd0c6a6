"""Handlers of reports: the question, as a page or under the post, and the answer."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.reports.forms import ReportForm
from ideaboard.moderation.reports.policies import may_report
from ideaboard.moderation.reports.queries import Target, has_reported, target_or_404, way_back
from ideaboard.moderation.reports.service import must_be_elses, report
from ideaboard.web.guards import public
from ideaboard.web.problems import TooFast, WrongState
from ideaboard.web.rendering import render, see_other, wants_fragment
from ideaboard.web.signing import network_hash


@bp.app_context_processor
def offer_reports() -> dict[str, Any]:
    """Offer what the link to report a post asks."""
    return {"may_report": lambda author_id: may_report(current_user, author_id)}


@bp.get("/lapor/<int:post_id>")
def ask_what_is_wrong(post_id: int) -> Response:
    """Ask what is wrong with a post."""
    target = target_or_404(post_id, current_user)
    must_be_elses(target.author_id, _person())
    return _show(target, ReportForm(formdata=None), has_reported=has_reported(target, current_user))


@bp.post("/lapor/<int:post_id>")
@public
def take_report(post_id: int) -> BaseResponse:
    """Store a report of a person or a visitor."""
    target, form = target_or_404(post_id, current_user), ReportForm()
    if not form.validate():
        return _show(target, form, 422)
    try:
        report(post_id, _person(), form.complaint(), network=network_hash())
    except (WrongState, TooFast) as problem:
        form.form_errors.append(str(problem.message))
        return _show(target_or_404(post_id, current_user), form, problem.code)
    if wants_fragment():
        return render("moderation/reports/_thanks.html", said=_received())
    return see_other(way_back(target, current_user), _received())


def _show(target: Target, form: ReportForm, status: int = 200, *, has_reported: bool = False) -> Response:
    shown = {"target": target, "form": form.under(target.id), "has_reported": has_reported}
    return render("moderation/reports/page.html", "moderation/reports/_dialog.html", status, **shown)


def _person() -> Any | None:
    return current_user if current_user.is_authenticated else None


def _received() -> str:
    if current_user.is_authenticated:
        return _("Received. We answer in 24 hours.")
    return _("Received. A moderator looks at it within 24 hours.")
