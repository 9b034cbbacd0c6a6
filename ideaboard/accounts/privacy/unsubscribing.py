"""No more mails, without signing in: one press here, or one in the mail program (RFC 8058)."""

from typing import Any

from flask import Response, abort
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.consents import choose_answer_mails
from ideaboard.accounts.mails import site_address
from ideaboard.accounts.pages import keep_secret
from ideaboard.extensions import csrf
from ideaboard.web.guards import open_to_silenced, public
from ideaboard.web.rendering import render
from ideaboard.web.signing import sign, unsign

PURPOSE = "no-more-mails"
LASTS = 365 * 24 * 3600  # seconds: a mail is found again after months


def way_out(user_id: int) -> str:
    """Return the address that ends mails about answers for this person, and can do nothing else."""
    return site_address("accounts.unsubscribe", token=sign(PURPOSE, user_id))


@bp.get("/surel/berhenti/<token>")
def unsubscribe(token: str) -> BaseResponse:
    """Ask before ending them: mail programs open links on their own."""
    _person_of(token)
    return _page(token, done=False)


@bp.post("/surel/berhenti/<token>")
@csrf.exempt  # It comes from mail programs, which hold no token of a form; the signed address stands for it.
@open_to_silenced
@public
def end_mails(token: str) -> BaseResponse:
    """End them at once; doing it twice changes nothing."""
    choose_answer_mails(_person_of(token), wanted=False)
    return _page(token, done=True)


def _person_of(token: str) -> int:
    found: Any = unsign(PURPOSE, token, LASTS)
    return found if isinstance(found, int) else abort(404)


def _page(token: str, *, done: bool) -> Response:
    return keep_secret(render("accounts/privacy/unsubscribe.html", token=token, done=done))  # type: ignore[no-any-return]
