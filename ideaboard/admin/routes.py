"""Handlers of the admin pages: people and roles; the screening room has modules of its own, attached here."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.models import User
from ideaboard.accounts.policies import may_administer
from ideaboard.accounts.roles import ROLES, set_role
from ideaboard.accounts.sessions import sessions_of
from ideaboard.accounts.two_step.queries import two_step_of
from ideaboard.accounts.two_step.service import REASONS, take_away
from ideaboard.admin import disclosing, queries
from ideaboard.admin.blueprint import bp
from ideaboard.admin.businesses import routes as business_routes
from ideaboard.admin.log import mails
from ideaboard.admin.log import routes as log_routes
from ideaboard.admin.screening import claim_routes, list_routes
from ideaboard.admin.screening import routes as screening_routes
from ideaboard.admin.service import end_sessions_of, resend_confirmation
from ideaboard.data.paging import Cursor
from ideaboard.web.forms import clean_text
from ideaboard.web.problems import TooFast, WrongState
from ideaboard.web.rendering import render, see_other

__all__ = [
    "bp",
    "business_routes",
    "claim_routes",
    "disclosing",
    "list_routes",
    "log_routes",
    "mails",
    "screening_routes",
]


@bp.get("")
def index() -> Response:
    """What admins can do here."""
    return render("admin/index.html")


@bp.get("/orang")
def people() -> Response:
    """Find people by name, handle or e-mail address."""
    query = clean_text(request.args.get("q", ""))
    found = queries.people(query, Cursor.parse(request.args.get("setelah")))
    return render("admin/people.html", "admin/_people.html", found=found, query=query)


@bp.get("/orang/<int:person_id>")
def person(person_id: int) -> Response:
    """One person: roles, devices, confirmation."""
    return _show(queries.person_or_404(person_id))


@bp.post("/orang/<int:person_id>/peran")
def change_role(person_id: int) -> BaseResponse:
    """Give or take a role."""
    found = queries.person_or_404(person_id)
    role, action = request.form.get("role", ""), request.form.get("action", "")
    if role not in ROLES or action not in {"add", "remove"}:
        abort(400)
    try:
        set_role(found.id, role, action == "add", actor_id=current_user.id, keep_session=current_user.session_id)
    except WrongState as problem:
        return _show(queries.person_or_404(person_id), str(problem.message), 409)
    return _done(person_id, _("Saved. The change holds from the next page on."))


@bp.post("/orang/<int:person_id>/sesi")
def end_sessions(person_id: int) -> BaseResponse:
    """Sign a person out everywhere."""
    end_sessions_of(queries.person_or_404(person_id), actor=_me())
    return _done(person_id, _("Signed out on all devices."))


@bp.post("/orang/<int:person_id>/dua-langkah")
def take_two_step_away(person_id: int) -> BaseResponse:
    """Take the second step away from somebody who lost the phone; one's own needs password and code."""
    found, reason = queries.person_or_404(person_id), request.form.get("reason", "")
    if found.id == current_user.id:
        return _show(found, _("Switch off your own on your account page, with password and code."), 409)
    if reason not in REASONS:
        return _show(found, _("Say why."), 422)
    taken = take_away(found.id, reason, actor_id=current_user.id)
    return _done(person_id, _("Taken away, and told by mail.") if taken else _("There was none to take away."))


@bp.post("/orang/<int:person_id>/konfirmasi")
def resend(person_id: int) -> BaseResponse:
    """Mail the confirmation link again."""
    found = queries.person_or_404(person_id)
    try:
        sent = resend_confirmation(found, actor=_me())
    except TooFast as problem:
        response = _show(queries.person_or_404(person_id), str(problem.message), 429)
        response.headers["Retry-After"] = str(int(problem.retry_after.total_seconds()) + 1)
        return response
    return _done(person_id, _("The mail is on its way.") if sent else _("This address is confirmed already."))


def _me() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def _show(found: User, refusal: str = "", status: int = 200) -> Response:
    return render(
        "admin/person.html",
        status=status,
        person=found,
        sessions=sessions_of(found.id),
        two_step=two_step_of(found.id),
        reasons=REASONS,
        refusal=refusal,
    )


def _done(person_id: int, message: str) -> BaseResponse:
    flash(message, "done")
    # An admin who gave their own role away has no business here any more.
    return see_other(url_for("admin.person", person_id=person_id) if may_administer(current_user) else "/")
