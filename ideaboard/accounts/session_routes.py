"""Handlers of the list of signed-in devices."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.sessions import end_all_sessions, end_session_of, end_this_session, sessions_of
from ideaboard.web.guards import open_to_silenced, private
from ideaboard.web.rendering import render, see_other


@bp.get("/akun/sesi")
@private
def sessions() -> Response:
    """The devices on which the person is signed in."""
    return render("accounts/sessions.html", sessions=sessions_of(current_user.id), current=current_user.session_id)


@bp.post("/akun/sesi/<int:session_id>/akhiri")
@open_to_silenced
def end_session(session_id: int) -> BaseResponse:
    """Sign one device out; this one too."""
    if session_id == current_user.session_id:
        end_this_session()
        flash(_("You are signed out."), "done")
        return see_other(url_for("accounts.sign_in"))
    if not end_session_of(current_user.id, session_id):
        abort(404)
    flash(_("That device is signed out."), "done")
    return see_other(url_for("accounts.sessions"))


@bp.post("/akun/sesi/akhiri")
@open_to_silenced
def end_sessions() -> BaseResponse:
    """Sign out the other devices, or with which=all everywhere."""
    if request.form.get("which") == "all":
        end_all_sessions(current_user.id)
        end_this_session()
        flash(_("You are signed out everywhere."), "done")
        return see_other(url_for("accounts.sign_in"))
    end_all_sessions(current_user.id, except_id=current_user.session_id)
    flash(_("All other devices are signed out."), "done")
    return see_other(url_for("accounts.sessions"))
