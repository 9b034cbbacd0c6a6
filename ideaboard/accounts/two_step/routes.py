"""Handlers of the second step on the account pages."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.models import User
from ideaboard.accounts.pages import too_fast
from ideaboard.accounts.two_step import codes, queries, service, showing
from ideaboard.accounts.two_step.checking import WrongCode, secret_of
from ideaboard.accounts.two_step.forms import FirstCodeForm, StartForm, SureForm
from ideaboard.accounts.two_step.required import must_set_up
from ideaboard.accounts.two_step.service import WrongPassword
from ideaboard.web.guards import open_to_silenced, private, safe_next
from ideaboard.web.problems import Problem, TooFast, WrongState
from ideaboard.web.rendering import render, see_other


@bp.get("/akun/dua-langkah")
@private
def two_step() -> Response:
    """Say whether it is on, and what can be done about it."""
    return _show_start(StartForm(formdata=None, next=safe_next(request.args.get("next"))))


@bp.post("/akun/dua-langkah")
@open_to_silenced
def start_two_step() -> BaseResponse:
    """Begin to set it up, after the password."""
    form = StartForm()
    if not form.validate():
        return _show_start(form, 422)
    try:
        service.start(_me(), form.current_password.data)
    except TooFast as problem:
        return too_fast(problem, form, _show_start)
    except (WrongPassword, WrongState) as problem:
        form.current_password.errors = [str(problem.message)]
        return _show_start(form, problem.code)
    further = safe_next(form.next.data)
    return see_other(url_for("accounts.set_up_two_step", next=further if further != "/" else None))


@bp.get("/akun/dua-langkah/pasang")
@private
def set_up_two_step() -> BaseResponse:
    """Show the secret to the browser that began, and ask for the first code."""
    if queries.under_way(current_user.id, current_user.session_id) is None:
        return see_other(url_for("accounts.two_step"))
    return _show_set_up(FirstCodeForm(formdata=None, next=safe_next(request.args.get("next"))))


@bp.post("/akun/dua-langkah/pasang")
@open_to_silenced
def confirm_two_step() -> BaseResponse:
    """Switch it on, and show the recovery codes this once."""
    form = FirstCodeForm()
    if queries.under_way(current_user.id, current_user.session_id) is None:
        return see_other(url_for("accounts.two_step"))
    if not form.validate():
        return _show_set_up(form, 422)
    try:
        made = service.confirm(_me(), form.code.data)
    except TooFast as problem:
        return too_fast(problem, form, _show_set_up)
    except WrongCode as problem:
        form.code.errors = [str(problem.message)]
        return _show_set_up(form, 422)
    if made is None:
        return see_other(url_for("accounts.two_step"))
    return _show_codes(made, _("Two-step sign-in is on"), safe_next(form.next.data))


@bp.get("/akun/dua-langkah/kode")
@private
def renewal_of_codes() -> BaseResponse:
    """Ask for password and code before there are new recovery codes."""
    return _show_if_on(SureForm(formdata=None), "renew")


@bp.post("/akun/dua-langkah/kode")
@open_to_silenced
def renew_codes() -> BaseResponse:
    """Make new recovery codes; the old ones end."""
    form = SureForm()
    if not form.validate():
        return _show_if_on(form, "renew", 422)
    try:
        made = service.renew(_me(), form.current_password.data, form.code.data)
    except Problem as problem:
        return _refused(form, "renew", problem)
    return _show_codes(made, _("Your new recovery codes"), "/")


@bp.get("/akun/dua-langkah/matikan")
@private
def switching_off() -> BaseResponse:
    """Ask for password and code before it is switched off."""
    return _show_if_on(SureForm(formdata=None), "off")


@bp.post("/akun/dua-langkah/matikan")
@open_to_silenced
def switch_off_two_step() -> BaseResponse:
    """Switch it off."""
    form = SureForm()
    if not form.validate():
        return _show_if_on(form, "off", 422)
    try:
        service.switch_off(_me(), form.current_password.data, form.code.data)
    except Problem as problem:
        return _refused(form, "off", problem)
    flash(_("Two-step sign-in is off."), "done")
    return see_other(url_for("accounts.two_step"))


@bp.post("/akun/dua-langkah/kode.txt")
@open_to_silenced
def codes_as_file() -> Response:
    """Send the codes of the open page back as a file."""
    made = showing.from_token(_me(), request.form.get("codes", "")) or abort(400)
    response = Response(showing.as_text(_me(), made), mimetype="text/plain")
    response.headers["Content-Disposition"] = "attachment; filename=ideaboard-kode-pemulihan.txt"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _me() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def _refused(form: SureForm, purpose: str, problem: Problem) -> BaseResponse:
    """Show the form again, with what is wrong at its field."""
    if isinstance(problem, TooFast):
        return too_fast(problem, form, lambda form, status: _show_sure(form, purpose, status))
    if not isinstance(problem, WrongPassword | WrongCode):
        raise problem
    field = form.code if isinstance(problem, WrongCode) else form.current_password
    field.errors = [str(problem.message)]
    return _show_if_on(form, purpose, 422)


def _show_start(form: StartForm, status: int = 200) -> Response:
    left = queries.codes_left(current_user.id)
    return render(
        "accounts/two_step/account.html",
        status=status,
        form=form,
        own=queries.two_step_of(current_user.id),
        left=left,
        is_low=left <= codes.LOW,
        must=must_set_up(current_user),
    )


def _show_set_up(form: FirstCodeForm, status: int = 200) -> Response:
    begun = queries.under_way(current_user.id, current_user.session_id) or abort(409)
    secret = secret_of(begun) or abort(409)
    shown = {"qr": showing.qr_of(secret, _me()), "secret": codes.for_typing(secret)}
    return render("accounts/two_step/set_up.html", status=status, form=form, **shown)


def _show_if_on(form: SureForm, purpose: str, status: int = 200) -> BaseResponse:
    if queries.two_step_of(current_user.id) is None:
        return see_other(url_for("accounts.two_step"))
    return _show_sure(form, purpose, status)


def _show_sure(form: SureForm, purpose: str, status: int = 200) -> Response:
    return render("accounts/two_step/sure.html", status=status, form=form, purpose=purpose)


def _show_codes(made: list[str], title: str, next: str) -> Response:
    token = showing.as_token(_me(), made)
    return render("accounts/two_step/codes.html", made=made, title=title, next=next, token=token)
