"""Handlers of sign-up and of the page that says to look into the mailbox."""

from flask import Response, request, session
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts import intents, links
from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.forms import SignUpForm
from ideaboard.accounts.pages import keep_secret, mail_is_on_its_way, too_fast, what_follows
from ideaboard.accounts.sign_in_routes import carried_by_form, carried_by_link
from ideaboard.accounts.sign_up import Applicant
from ideaboard.accounts.sign_up import sign_up as sign_up_person
from ideaboard.web.guards import open_to_silenced, public, safe_next
from ideaboard.web.problems import TooFast
from ideaboard.web.rendering import render, see_other


@bp.get("/daftar")
def sign_up() -> BaseResponse:
    """The sign-up page."""
    if current_user.is_authenticated:
        return see_other(safe_next(request.args.get("next")))
    return _show(SignUpForm(formdata=None, **carried_by_link()))


@bp.post("/daftar")
@open_to_silenced
@public
def register() -> BaseResponse:
    """Make an account; the answer is the same when the address has one already."""
    if "switch" in request.form:  # From the sign-in page, with what it carried.
        return _show(SignUpForm(formdata=None, **carried_by_form()))
    form = SignUpForm()
    if not form.validate():
        return _show(form, 422)
    applicant = Applicant(form.name.data, form.email.data, form.password.data, intents.unpack(form.intent.data))
    try:
        sign_up_person(applicant)
    except TooFast as problem:
        return too_fast(problem, form, _show)
    return mail_is_on_its_way(links.CONFIRM, form.email.data)


@bp.get("/periksa-surel")
def check_mail() -> Response:
    """Say what was mailed where; it does not tell whether there is such an account."""
    mailed = session.get("mailed") or {}
    page = render("accounts/check_mail.html", what=mailed.get("what", ""), email=mailed.get("email", ""))
    return keep_secret(page)  # type: ignore[no-any-return]


def _show(form: SignUpForm, status: int = 200) -> Response:
    doing = what_follows(form.intent.data)
    return render("accounts/sign_up.html", "accounts/_sign_up.html", status, form=form, doing=doing)
