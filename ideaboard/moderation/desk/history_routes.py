"""Handlers of what was decided, and of the keys."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.data.paging import Cursor
from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.desk import answers, decided
from ideaboard.moderation.desk.access import must_moderate
from ideaboard.moderation.desk.forms import KeysForm
from ideaboard.web.guards import private
from ideaboard.web.locale import keep_display_cookie
from ideaboard.web.rendering import render, see_other

ALL = "semua"


@bp.get("/moderasi/riwayat")
@private
def history() -> BaseResponse:
    """Decisions, the newest first: one's own, or everybody's."""
    must_moderate()
    own = request.args.get("milik") != ALL
    found = decided.lines_for(current_user, own=own, cursor=Cursor.parse(request.args.get("setelah")))
    return render("moderation/desk/history.html", found=found, own=own)


@bp.get("/moderasi/pintasan")
@private
def key_list() -> BaseResponse:
    """What each key does, and the switch."""
    must_moderate()
    form = KeysForm(formdata=None, data={"keys": answers.keys()})
    return render("moderation/desk/keys.html", form=form, keys=answers.keys())


@bp.post("/moderasi/pintasan")
def choose_keys() -> BaseResponse:
    """Keep on this device whether the keys act."""
    must_moderate()
    form = KeysForm()
    if not form.validate():
        return render("moderation/desk/keys.html", status=422, form=form, keys=answers.keys())
    response = see_other(url_for("moderation.key_list"), _("Saved"))
    keep_display_cookie(response, answers.KEYS_COOKIE, str(form.keys.data))  # type: ignore[arg-type]
    return response
