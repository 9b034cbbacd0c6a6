"""Handlers of a forgotten password, and of the password and address of the signed-in person."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts import links
from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.forms import LinkForm, NewEmailForm, NewPasswordForm, PasswordForm
from ideaboard.accounts.models import User
from ideaboard.accounts.pages import dead_link, keep_secret, mail_is_on_its_way, refusal, too_fast
from ideaboard.accounts.requests import ask_for_link, ask_for_new_email
from ideaboard.accounts.reset import change_password, set_password_by_link
from ideaboard.accounts.sign_in import check_own_password
from ideaboard.web.guards import open_to_silenced, private, public
from ideaboard.web.problems import TooFast
from ideaboard.web.rendering import render, see_other


@bp.get("/lupa-sandi")
def forgot_password() -> Response:
    """Ask for the address of the account."""
    email = current_user.email if current_user.is_authenticated else ""
    return _show_forgotten(LinkForm(formdata=None, email=email))


@bp.post("/lupa-sandi")
@open_to_silenced
@public
def send_reset_link() -> BaseResponse:
    """Mail a link, if there is such an account; the answer does not tell."""
    form = LinkForm()
    if not form.validate():
        return _show_forgotten(form, 422)
    try:
        ask_for_link(links.RESET, form.email.data)
    except TooFast as problem:
        return too_fast(problem, form, _show_forgotten)
    return mail_is_on_its_way(links.RESET, form.email.data)


@bp.get("/sandi/<token>")
def new_password(token: str) -> BaseResponse:
    """Ask for the new password; looking uses nothing up."""
    found = links.look_up(token, links.RESET)
    if found is None:
        return dead_link("reset")
    return _show_new_password(NewPasswordForm(formdata=None, person=found[1]), token, found[1])


@bp.post("/sandi/<token>")
@open_to_silenced
@public
def use_reset_link(token: str) -> BaseResponse:
    """Set the new password; every session ends and nobody is signed in by it."""
    found = links.look_up(token, links.RESET)
    if found is None:
        return dead_link("reset")
    form = NewPasswordForm(person=found[1])
    if not form.validate():
        return _show_new_password(form, token, found[1], 422)
    if not set_password_by_link(token, form.password.data):
        return dead_link("reset")
    flash(_("Your new password is set. Sign in with it."), "done")
    return see_other(url_for("accounts.sign_in"))


@bp.get("/akun/sandi")
@private
def password() -> Response:
    """Ask for the current and the new password."""
    return _show_password(PasswordForm(formdata=None, person=_me()))


@bp.post("/akun/sandi")
@open_to_silenced
def update_password() -> BaseResponse:
    """Replace the password; the other sessions end."""
    form = PasswordForm(person=_me())
    if not form.validate():
        return _show_password(form, 422)
    person, typed = _me(), form.current_password.data
    if refused := refusal(form, _show_password, lambda: change_password(person, typed, form.password.data)):
        return refused
    flash(_("Your new password is set. Other devices are signed out."), "done")
    return see_other(url_for("accounts.profile"))


@bp.get("/akun/surel")
@private
def email() -> Response:
    """Ask for the new address and the current password."""
    return _show_email(NewEmailForm(formdata=None))


@bp.post("/akun/surel")
def update_email() -> BaseResponse:
    """Mail a link to the new address; the account keeps the old one until it is opened."""
    form = NewEmailForm()
    if not form.validate():
        return _show_email(form, 422)

    def ask() -> bool:
        if not check_own_password(_me(), form.current_password.data):
            return False
        ask_for_new_email(_me(), form.email.data)
        return True

    return refusal(form, _show_email, ask) or mail_is_on_its_way(links.CHANGE_EMAIL, form.email.data)


def _me() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def _show_forgotten(form: LinkForm, status: int = 200) -> Response:
    return render("accounts/forgot_password.html", "accounts/_forgot_password.html", status, form=form)


def _show_new_password(form: NewPasswordForm, token: str, person: User, status: int = 200) -> Response:
    page = render("accounts/new_password.html", status=status, form=form, token=token, person=person)
    return keep_secret(page)  # type: ignore[no-any-return]


def _show_password(form: PasswordForm, status: int = 200) -> Response:
    return render("accounts/password.html", "accounts/_password.html", status, form=form)


def _show_email(form: NewEmailForm, status: int = 200) -> Response:
    return render("accounts/email.html", "accounts/_email.html", status, form=form)
