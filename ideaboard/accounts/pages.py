"""Answers that several handlers of accounts give: the sign-in page, limits in words, dead links, the way on."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, flash, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts import intents
from ideaboard.accounts.consents import is_asked_to_agree
from ideaboard.accounts.forms import SignInForm
from ideaboard.accounts.intents import Outcome
from ideaboard.accounts.sign_in import continue_with
from ideaboard.accounts.two_step.half_way import Entered
from ideaboard.web.forms import Form
from ideaboard.web.guards import safe_next
from ideaboard.web.problems import Problem, TooFast, WrongState
from ideaboard.web.rendering import render, see_other

AnyForm = TypeVar("AnyForm", bound=Form)


def sign_in_page(intent_token: str, next: str, status: int = 200) -> Response:
    """Answer a visitor's valid form with the sign-in page that carries what they were about to do.

    `intent_token` comes from `intents.pack`; `next` is where they go when it cannot be done.
    """
    return show_sign_in(SignInForm(formdata=None, intent=intent_token, next=safe_next(next)), status)


def show_sign_in(form: SignInForm, status: int = 200) -> Response:
    """Show the sign-in form and say what will happen after it."""
    doing = what_follows(form.intent.data)
    return render("accounts/sign_in.html", "accounts/_sign_in.html", status, form=form, doing=doing)


def what_follows(token: str | None) -> str:
    """Say what a carried intent will do, or nothing when it is none of ours or its object is gone."""
    data = intents.unpack(token)
    try:
        return intents.describe(data) if data else ""
    except (Problem, HTTPException):
        return ""


def too_fast(problem: TooFast, form: AnyForm, show: Callable[[AnyForm, int], Response]) -> Response:
    """Show the form again with the limit in words, when to come back, and all that was typed but passwords."""
    form.form_errors.append(str(problem.message))
    return show(form, 429)


def refusal(form: Any, show: Callable[[Any, int], Response], act: Callable[[], bool]) -> Response | None:
    """Do what asks for one's own password; return the form again when it is refused, None when it is done.

    `act` returns False when the password is wrong. It may raise TooFast, and WrongState for what stands in the way.
    """
    try:
        if act():
            return None
    except TooFast as problem:
        return too_fast(problem, form, show)
    except WrongState as problem:
        form.form_errors.append(str(problem.message))
        return show(form, 409)
    form.current_password.errors = [_("This is not your current password.")]
    return show(form, 422)


def lead_on(entered: Entered, carrying: dict[str, Any]) -> BaseResponse:
    """Lead somebody who proved the first step on: to the page of the code, or to what they were about to do."""
    if entered.owes_code:
        return see_other(url_for("accounts.second_step"))
    return go_on(continue_with(entered.person, carrying.get("intent")), carrying.get("next", "/"))


def go_on(outcomes: list[Outcome], to: str) -> BaseResponse:
    """Lead on after signing in: to what was done last, or to `to`; what came of it is said there."""
    for outcome in outcomes:
        if outcome.message:
            flash(str(outcome.message), "done" if outcome.to else "error")
    way_on = next((outcome.to for outcome in reversed(outcomes) if outcome.to), safe_next(to))
    if current_user.is_authenticated and is_asked_to_agree(current_user):
        return see_other(url_for("accounts.agreement", next=way_on))
    return see_other(way_on)


def mail_is_on_its_way(what: str, email: str) -> BaseResponse:
    """Lead to the page that says to look into the mailbox; the same for known and unknown addresses."""
    session["mailed"] = {"what": what, "email": email}
    return see_other(url_for("accounts.check_mail"))


def dead_link(way_on: str) -> Response:
    """Say that a mailed link is used up, and how to get another; the same for all reasons."""
    return keep_secret(render("accounts/dead_link.html", status=410, way_on=way_on))


def keep_secret(response: Any) -> Any:
    """Keep the address of this page, which holds a token, from other pages and from caches."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response
