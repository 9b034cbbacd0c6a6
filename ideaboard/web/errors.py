"""Every error as a page or fragment with a sentence; nothing typed is lost when a session or token ran out."""

import json
import logging
from typing import Any

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.data.sqlite import note_damage
from ideaboard.data.trouble import Trouble, trouble_of
from ideaboard.extensions import db, login_manager
from ideaboard.web.guards import SAFE_METHODS, same_site
from ideaboard.web.problems import Problem, Silenced, TermsChanged, TooFast
from ideaboard.web.rendering import page_of_reader, vary, wants_fragment

log = logging.getLogger("ideaboard.errors")

SENTENCES: dict[int, tuple[Any, Any]] = {
    400: (_l("That did not arrive whole"), _l("The request was not complete. Go back and try again.")),
    401: (_l("Sign in first"), _l("This needs an account. Sign in, then try again.")),
    403: (_l("Not for this account"), _l("Your account may not do this.")),
    404: (_l("Page not found"), _l("Not found. The link may have been cut when copied.")),
    405: (_l("That did not arrive whole"), _l("This address cannot be used that way.")),
    409: (
        _l("Something changed meanwhile"),
        _l("Someone was faster. Look at the current state and try again."),
    ),
    413: (_l("Too large"), _l("What you sent is too large. Pictures may be up to 5 MB each.")),
    414: (_l("Too long"), _l("This address is too long. The link may have been put together wrongly.")),
    415: (_l("That did not arrive whole"), _l("The request came in a form that this site does not read.")),
    422: (_l("Something is missing"), _l("Not sent. Check what you filled in.")),
    429: (_l("Too fast"), _l("Too fast. Try again in a moment.")),
    431: (
        _l("Too long"),
        _l("Your browser sent too much with the request. Delete the cookies of this site, then try again."),
    ),
    500: (_l("Our fault"), _l("Our fault. Your text is safe, try again soon.")),
    503: (_l("Busy"), _l("We are busy for a moment. Try again soon.")),
}

IN_TROUBLE = {
    Trouble.UNWRITABLE: _l("Nothing can be saved at the moment. You can go on reading. Try again later."),
    Trouble.DAMAGED: _l("What we keep has to be repaired first. Try again later."),
}
SOON, LATER = "5", "60"  # seconds until it is worth trying again

# By hidden fields.
CARRIED = {"idempotency_key", "version", "page", "next", "keep", "intent", "as_is", "opened", "website"}


def init_errors(app: Flask) -> None:
    """Bind the handlers."""
    app.register_error_handler(Problem, _on_problem)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(OperationalError, _on_database_error)
    app.register_error_handler(PoolTimeout, _on_database_error)
    app.register_error_handler(Exception, _on_bug)


def error_response(code: int, text: object | None = None) -> Response:
    """Answer with the error page of `code`, or its fragment for htmx; `text` replaces the usual sentence."""
    if code == 403:
        log.warning("refused: not allowed")
    title, usual = SENTENCES.get(code, SENTENCES[400 if code < 500 else 500])
    template = "errors/_error.html" if wants_fragment() else "errors/error.html"
    html = render_template(template, code=code, title=title, text=text or usual, request_id=g.get("request_id", ""))
    response = make_response(html, code)
    response.headers["Cache-Control"] = "private, no-store" if request.method not in SAFE_METHODS else "no-store"
    return vary(response)


def _on_problem(problem: Problem) -> Response:
    """Say it; what was typed into a form that came too fast, or from somebody silenced, stays on the page."""
    if isinstance(problem, TooFast):
        g.too_fast = problem
    if isinstance(problem, (TooFast, Silenced, TermsChanged)) and request.method not in SAFE_METHODS:
        if wants_fragment():
            return _toast(problem)
        if same_site() and _holds_text():
            return _offer_again(problem.code, str(problem.message), may_send=not isinstance(problem, Silenced))
    return error_response(problem.code, problem.message)


def _toast(problem: Problem) -> Response:
    """Say it beside the page as it is: nothing is swapped, so nothing typed is lost."""
    response = error_response(problem.code, problem.message)
    if problem.code == TooFast.code:  # Other refusals are not swapped anyway, and said by the script.
        response.headers["HX-Reswap"] = "none"
        response.headers["HX-Trigger"] = json.dumps({"toast": str(problem.message)})
    return response


def _on_csrf_error(error: CSRFError) -> BaseResponse:
    log.warning("csrf refused: %s", error.description)
    if same_site() and request.form and not wants_fragment():
        return _offer_again(403, _("This page was open for too long. What you typed is still here: send it again."))
    return error_response(403, _("This page was open for too long. Load it again, then try once more."))


def _on_http_error(error: HTTPException) -> BaseResponse:
    code = error.code or 500
    if code < 400:  # werkzeug's redirects for slashes
        return make_response(error.get_response())
    if isinstance(error, SecurityError):  # An unknown host name: no address can be built for a page of ours.
        return Response("This site does not answer to that host name.\n", code, mimetype="text/plain")
    if code == 401:
        return _ask_to_sign_in()
    response = error_response(code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _ask_to_sign_in() -> BaseResponse:
    here = request.full_path.rstrip("?") if request.method in SAFE_METHODS else page_of_reader()
    address = url_for("accounts.sign_in", next=here or None)
    if wants_fragment():
        response = error_response(401)
        response.headers["HX-Redirect"] = address
        return response
    if request.method in SAFE_METHODS:
        return redirect(address, 303)
    return _offer_again(401, _("You are signed out. What you typed is still here: sign in, then send it again."))


def _offer_again(code: int, text: str, *, may_send: bool = True) -> Response:
    try:
        kept = [
            (name, value, _was_typed(name, value))
            for name, value in request.form.items(multi=True)
            if _may_be_kept(name)
        ]
        lost_files = any(file.filename for file in request.files.values())
    except RequestEntityTooLarge as error:
        return error_response(error.code)
    action = request.full_path.rstrip("?")
    shown = {"text": text, "kept": kept, "lost_files": lost_files, "action": action, "may_send": may_send}
    html = render_template("errors/again.html", **shown)
    response = make_response(html, code)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _holds_text() -> bool:
    try:
        return any(_may_be_kept(name) and _was_typed(name, value) for name, value in request.form.items())
    except RequestEntityTooLarge:
        return False


def _may_be_kept(name: str) -> bool:
    return name != "csrf_token" and "password" not in name


def _was_typed(name: str, value: str) -> bool:
    """Guess whether a person wrote it, and wants to see it, or only our form carries it."""
    return name not in CARRIED and ("\n" in value or " " in value or len(value) > 60)


def _on_database_error(error: Exception) -> Response:
    """Say that it has to wait; what was typed comes back in a form that can be sent again."""
    _let_go_of_database()
    note_damage(db.engine, error)
    log.error("database: %s", getattr(error, "orig", error), exc_info=error)
    trouble = trouble_of(error) or Trouble.BUSY
    words = IN_TROUBLE.get(trouble)
    response = _keep_typed(503, str(words or SENTENCES[503][1])) or error_response(503, words)
    response.headers["Retry-After"] = LATER if words else SOON
    return response


def _keep_typed(code: int, text: str) -> Response | None:
    if request.method in SAFE_METHODS or wants_fragment() or not same_site() or not _holds_text():
        return None
    return _offer_again(code, text)


def _on_bug(error: Exception) -> Response:
    if trouble_of(error):
        return _on_database_error(error)
    _let_go_of_database()
    log.error("unhandled error", exc_info=error)
    return error_response(500)


def _let_go_of_database() -> None:
    """End the transaction in a way that lets the error page show who is signed in without asking the database."""
    reader = g.setdefault("_login_user", login_manager.anonymous_user())
    if reader.is_authenticated and reader in db.session:
        db.session.expunge(reader)
    db.session.rollback()
