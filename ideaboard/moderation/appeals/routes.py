"""Handlers for authors: the decisions about one's own posts, and the appeal against one."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.data.paging import Cursor
from ideaboard.moderation.appeals import queries
from ideaboard.moderation.appeals.forms import AppealForm
from ideaboard.moderation.appeals.service import appeal
from ideaboard.moderation.appeals.wording import appeal_chip, chip_of, last_day, message_of
from ideaboard.moderation.blueprint import bp
from ideaboard.web.guards import open_to_silenced, private
from ideaboard.web.problems import WrongState
from ideaboard.web.rendering import render, see_other

_WORDS: dict[str, Any] = {"chip_of": chip_of, "appeal_chip": appeal_chip, "last_day": last_day}


@bp.get("/akun/putusan")
@private
def told_all() -> Response:
    """Every decision about one's own posts, the newest first."""
    found = queries.told_to(current_user, Cursor.parse(request.args.get("setelah")))
    return render("moderation/appeals/index.html", found=found, **_WORDS)


@bp.get("/akun/putusan/<int:post_id>")
@private
def told(post_id: int) -> Response:
    """What was decided about one of one's own posts, why, and what became of an appeal."""
    found = [(each, message_of(each)) for each in queries.told_about(post_id, current_user)]
    return render("moderation/told.html", found=found, place=found[0][0].place, **_WORDS)


@bp.get("/banding/<int:decision_id>")
@private
def ask_for_appeal(decision_id: int) -> Response:
    """Ask why a decision is wrong; or say why it cannot be appealed."""
    return _show(decision_id, AppealForm(formdata=None))


@bp.post("/banding/<int:decision_id>")
@open_to_silenced
def send_appeal(decision_id: int) -> BaseResponse:
    """Open the appeal, once."""
    form = AppealForm()
    if not form.validate():
        return _show(decision_id, form, 422)
    try:
        made = appeal(decision_id, current_user, form.words.data or "")
    except WrongState as problem:
        form.form_errors.append(str(problem.message))
        return _show(decision_id, form, problem.code)
    said = _("Your appeal was received. Another moderator decides within 72 hours.")
    return see_other(url_for("moderation.ask_for_appeal", decision_id=made.decision_id), said)


def _show(decision_id: int, form: AppealForm, status: int = 200) -> Response:
    told = queries.told_or_404(decision_id, current_user)
    context: dict[str, Any] = {"told": told, "message": message_of(told), "form": form, **_WORDS}
    return render("moderation/appeals/page.html", status=status, **context)
