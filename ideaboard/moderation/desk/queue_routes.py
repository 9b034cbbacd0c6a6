"""Handlers of the queue: what waits, and one decision about several like cases."""

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.desk import answers
from ideaboard.moderation.desk.access import must_moderate
from ideaboard.moderation.desk.forms import DecisionForm
from ideaboard.moderation.judging.problems import NotFitting
from ideaboard.moderation.judging.service import decide_many
from ideaboard.web.guards import private


@bp.get("/moderasi")
@private
def index() -> BaseResponse:
    """What waits for a decision."""
    must_moderate()
    return answers.show_queue()


@bp.post("/moderasi/sekaligus")
def decide_several() -> BaseResponse:
    """Decide alike about the cases that were ticked."""
    must_moderate()
    ticked = [pair for pair in map(_pair, request.form.getlist("case")) if pair]
    form = DecisionForm("post")
    is_fine = form.validate()
    if not ticked:
        return answers.show_queue(422, _("Tick at least one case."), form)
    if not is_fine:
        return answers.show_queue(422, "", form, ticked=dict(ticked))
    try:
        outcomes = decide_many(ticked, current_user, form.chosen)
    except NotFitting as problem:
        return answers.show_queue(problem.code, str(problem.message), form, ticked=dict(ticked))
    return answers.show_queue(problem="", outcomes=outcomes)


def _pair(text: str) -> tuple[int, int] | None:
    """Read "case:version" of a tick."""
    case, _colon, version = text.partition(":")
    is_pair = case.isdecimal() and version.isdecimal() and len(text) < 30
    return (int(case), int(version)) if is_pair else None
