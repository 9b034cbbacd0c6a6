"""Handlers of the confirmation of an address, and of mailing its link again."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts import links
from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.confirmation import confirm as confirm_address
from ideaboard.accounts.confirmation import confirm_new_email as take_new_email
from ideaboard.accounts.forms import LinkForm
from ideaboard.accounts.pages import dead_link, keep_secret, lead_on, mail_is_on_its_way, too_fast
from ideaboard.accounts.requests import ask_for_link
from ideaboard.web.guards import open_to_silenced, public
from ideaboard.web.problems import TooFast
from ideaboard.web.rendering import render, see_other


@bp.get("/konfirmasi")
def resend() -> Response:
    """Ask where to mail a confirmation link again."""
    email = current_user.email if current_user.is_authenticated else ""
    return _show(LinkForm(formdata=None, email=email))


@bp.post("/konfirmasi")
@open_to_silenced
@public
def resend_confirmation() -> BaseResponse:
    """Mail the link again, if the address waits for it; the answer does not tell."""
    form = LinkForm()
    if not form.validate():
        return _show(form, 422)
    try:
        ask_for_link(links.CONFIRM, form.email.data)
    except TooFast as problem:
        return too_fast(problem, form, _show)
    return mail_is_on_its_way(links.CONFIRM, form.email.data)


@bp.get("/konfirmasi/<token>")
def confirm(token: str) -> BaseResponse:
    """Show which address is confirmed; looking uses nothing up."""
    found = links.look_up(token, links.CONFIRM, links.CHANGE_EMAIL)
    if found is None:
        return dead_link("confirm")
    link, person = found
    is_change = link.purpose == links.CHANGE_EMAIL
    stranger = is_change and getattr(current_user, "id", None) != person.id
    return keep_secret(
        render("accounts/confirm.html", token=token, email=link.email, is_change=is_change, stranger=stranger)
    )


@bp.post("/konfirmasi/<token>")
@open_to_silenced
@public
def use_confirmation(token: str) -> BaseResponse:
    """Use the link up: the address counts, this browser is signed in, and what waited is done."""
    entered = confirm_address(token)
    if entered is None:
        return dead_link("confirm")
    flash(_("Your e-mail address is confirmed."), "done")
    return lead_on(entered, {})


@bp.post("/konfirmasi/<token>/surel")
def confirm_new_email(token: str) -> BaseResponse:
    """Use the link in the new mailbox up: the account's address is replaced."""
    if not take_new_email(current_user._get_current_object(), token):
        return dead_link("confirm")
    flash(_("Your new e-mail address is in use. Other devices are signed out."), "done")
    return see_other(url_for("accounts.profile"))


def _show(form: LinkForm, status: int = 200) -> Response:
    return render("accounts/resend.html", "accounts/_resend.html", status, form=form)
