"""Handlers of closing the account."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts import links
from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.closing import close_by_link as close_by_mailed_link
from ideaboard.accounts.closing import close_by_password, hindrances
from ideaboard.accounts.forms import ClosingForm
from ideaboard.accounts.pages import dead_link, keep_secret, mail_is_on_its_way, refusal, too_fast
from ideaboard.accounts.requests import ask_to_close
from ideaboard.accounts.sessions import end_this_session
from ideaboard.web.guards import open_to_silenced, private, public
from ideaboard.web.problems import TooFast
from ideaboard.web.rendering import render, see_other


@bp.get("/akun/tutup")
@private
def closing() -> Response:
    """Say what closing means, what must be settled first, and ask for the password."""
    return _show(ClosingForm(formdata=None))


@bp.post("/akun/tutup")
@open_to_silenced
def close() -> BaseResponse:
    """Close the account."""
    form, person = ClosingForm(), current_user._get_current_object()
    if not form.validate():
        return _show(form, 422)
    return refusal(form, _show, lambda: close_by_password(person, form.current_password.data)) or _farewell()


@bp.post("/akun/tutup/tautan")
@open_to_silenced
def send_closing_link() -> BaseResponse:
    """Mail a link that closes the account, for people without a password."""
    try:
        ask_to_close(current_user._get_current_object())
    except TooFast as problem:
        return too_fast(problem, ClosingForm(formdata=None), _show)
    return mail_is_on_its_way(links.CLOSE, current_user.email)


@bp.get("/akun/tutup/<token>")
def close_by_link(token: str) -> BaseResponse:
    """Ask once more; looking uses nothing up."""
    found = links.look_up(token, links.CLOSE)
    if found is None:
        return dead_link("close")
    return keep_secret(render("accounts/close_by_link.html", token=token, person=found[1]))


@bp.post("/akun/tutup/<token>")
@open_to_silenced
@public
def use_closing_link(token: str) -> BaseResponse:
    """Close the account whose link this is. Raises WrongState while something must be settled first."""
    if not close_by_mailed_link(token):
        return dead_link("close")
    return _farewell()


def _farewell() -> BaseResponse:
    end_this_session()
    flash(_("Your account is closed. Thank you for your ideas."), "done")
    response = see_other(url_for("accounts.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _show(form: ClosingForm, status: int = 200) -> Response:
    return render("accounts/closing.html", status=status, form=form, hindrances=hindrances(current_user.id))
