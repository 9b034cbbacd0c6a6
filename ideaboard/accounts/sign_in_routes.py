"""Handlers of sign-in by password and by mailed link, and of sign-out."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts import intents, links
from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.forms import LinkForm, SignInForm
from ideaboard.accounts.pages import (
    dead_link,
    keep_secret,
    lead_on,
    mail_is_on_its_way,
    show_sign_in,
    too_fast,
)
from ideaboard.accounts.requests import ask_for_link
from ideaboard.accounts.sessions import end_this_session
from ideaboard.accounts.sign_in import sign_in_by_link, sign_in_by_password
from ideaboard.web.guards import open_to_silenced, public, safe_next
from ideaboard.web.problems import TooFast
from ideaboard.web.rendering import render, see_other


@bp.get("/masuk")
def sign_in() -> BaseResponse:
    """The sign-in page; `niat` and `id` say what a plain link wants done afterwards."""
    if current_user.is_authenticated:
        return see_other(safe_next(request.args.get("next")))
    return show_sign_in(SignInForm(formdata=None, **carried_by_link()))


@bp.post("/masuk")
@open_to_silenced
@public
def enter() -> BaseResponse:
    """Sign in by password, then do what was about to be done."""
    if "switch" in request.form:  # From the sign-up page, with what it carried.
        return show_sign_in(SignInForm(formdata=None, **carried_by_form()))
    form = SignInForm()
    if not form.validate():
        return show_sign_in(form, 422)
    carrying = {"next": safe_next(form.next.data), "intent": intents.unpack(form.intent.data)}
    try:
        entered = sign_in_by_password(form.email.data, form.password.data, carrying)
    except TooFast as problem:
        return too_fast(problem, form, show_sign_in)
    if entered is None:
        form.form_errors.append(_("E-mail and password do not match."))
        return show_sign_in(form, 422)
    return lead_on(entered, carrying)


@bp.post("/masuk/tautan")
@open_to_silenced
@public
def send_sign_in_link() -> BaseResponse:
    """Mail a sign-in link, if there is such an account; the answer does not tell."""
    form = LinkForm()
    if not form.validate():
        return _show_again(form, 422)
    carrying = {"next": safe_next(form.next.data), "intent": intents.unpack(form.intent.data)}
    try:
        ask_for_link(links.SIGN_IN, form.email.data, carrying=carrying)
    except TooFast as problem:
        return too_fast(problem, form, _show_again)
    return mail_is_on_its_way(links.SIGN_IN, form.email.data)


@bp.get("/masuk/tautan/<token>")
def sign_in_link(token: str) -> BaseResponse:
    """Show whose link this is; looking uses nothing up."""
    found = links.look_up(token, links.SIGN_IN)
    if found is None:
        return dead_link("sign_in")
    return keep_secret(render("accounts/use_sign_in_link.html", token=token, person=found[1]))


@bp.post("/masuk/tautan/<token>")
@open_to_silenced
@public
def use_sign_in_link(token: str) -> BaseResponse:
    """Use the link up: sign in, then do what was about to be done."""
    found = sign_in_by_link(token)
    if found is None:
        return dead_link("sign_in")
    return lead_on(*found)


@bp.post("/masuk/batal")
@open_to_silenced
@public
def cancel_sign_in() -> BaseResponse:
    """Lead back without signing in, and say that nothing was saved."""
    if request.form.get("intent"):
        flash(_("Not saved: you are not signed in."), "error")
    return see_other(safe_next(request.form.get("next")))


@bp.get("/keluar")
def leave() -> BaseResponse:
    """Ask before signing out, for those who type the address."""
    if not current_user.is_authenticated:
        return see_other("/")
    return render("accounts/sign_out.html")


@bp.post("/keluar")
@open_to_silenced
@public
def sign_out() -> BaseResponse:
    """Sign this browser out and have it forget what it kept."""
    end_this_session()
    flash(_("You are signed out."), "done")
    return see_other("/")


def carried_by_link() -> dict[str, Any]:
    """Return the hidden fields for what a plain link carries."""
    kind, ident = request.args.get("niat"), request.args.get("id", type=int)
    data = intents.from_link(kind, ident)
    token = intents.pack(data["kind"], {"id": data["id"]}) if data else ""
    return {"next": safe_next(request.args.get("next")), "intent": token}


def carried_by_form() -> dict[str, Any]:
    """Return what the form of the other page (sign-in or sign-up) carried."""
    form = LinkForm()
    return {"next": safe_next(form.next.data), "intent": form.intent.data, "email": form.email.data}


def _show_again(form: LinkForm, status: int) -> Response:
    """Show the sign-in page with the address as typed and what is wrong with it."""
    page = SignInForm(formdata=None, email=form.email.data, next=form.next.data, intent=form.intent.data)
    page.email.errors = form.email.errors
    page.form_errors = form.form_errors
    return show_sign_in(page, status)
