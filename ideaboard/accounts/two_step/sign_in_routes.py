"""Handlers of the second step of signing in."""

import logging

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts import intents
from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.forms import SignInForm
from ideaboard.accounts.pages import go_on, show_sign_in, too_fast, what_follows
from ideaboard.accounts.sign_in import continue_with
from ideaboard.accounts.two_step import half_way
from ideaboard.accounts.two_step.checking import WrongCode
from ideaboard.accounts.two_step.codes import LOW
from ideaboard.accounts.two_step.forms import CodeForm
from ideaboard.accounts.two_step.half_way import Finished
from ideaboard.web.guards import open_to_silenced, public
from ideaboard.web.problems import TooFast
from ideaboard.web.rendering import render, see_other

log = logging.getLogger("ideaboard.accounts")


@bp.get("/masuk/kode")
def second_step() -> BaseResponse:
    """Ask for the code; without a first step behind it there is nothing to ask."""
    found = half_way.waiting()
    if found is None:
        return see_other(url_for("accounts.sign_in"))
    carried = dict(found[0].carrying)
    data = carried.get("intent")
    token = intents.pack(data["kind"], {name: data[name] for name in data if name != "kind"}) if data else ""
    return _show(CodeForm(formdata=None, next=carried.get("next", "/"), intent=token))


@bp.post("/masuk/kode")
@open_to_silenced
@public
def enter_code() -> BaseResponse:
    """Sign in with the code, then do what was about to be done."""
    form = CodeForm()
    if half_way.waiting() is None:
        return _from_the_start(form)
    if not form.validate():
        return _show(form, 422)
    try:
        finished = half_way.finish(form.code.data)
    except TooFast as problem:
        return too_fast(problem, form, _show)
    except WrongCode as problem:
        log.info("sign-in refused: wrong code")
        form.code.errors = [str(problem.message)]
        return _show(form, 422)
    return _lead_in(finished) if finished else _from_the_start(form)


def _lead_in(finished: Finished) -> BaseResponse:
    left = finished.used.left
    if left is not None:
        words = ngettext(
            "You used a recovery code; %(num)s is left.", "You used a recovery code; %(num)s are left.", left
        )
        advice = _("Make new ones under “My account”.") if left <= LOW else ""
        flash(f"{words} {advice}".strip(), "attention")
    carried = finished.carrying
    return go_on(continue_with(finished.person, carried.get("intent")), carried.get("next", "/"))


def _from_the_start(form: CodeForm) -> Response:
    """Show the sign-in page, with everything that was carried: the first step is too long ago."""
    page = SignInForm(formdata=None, next=form.next.data, intent=form.intent.data)
    page.form_errors = [_("The first step is no longer valid. Sign in once more.")]
    return show_sign_in(page, 410)


def _show(form: CodeForm, status: int = 200) -> Response:
    return render("accounts/two_step/sign_in.html", status=status, form=form, doing=what_follows(form.intent.data))
