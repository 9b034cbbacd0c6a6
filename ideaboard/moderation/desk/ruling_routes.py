"""The handler of an appeal's outcome."""

from flask import abort
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.moderation.appeals.deciding import decide_appeal
from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.desk import answers
from ideaboard.moderation.desk.access import must_moderate
from ideaboard.moderation.desk.queries import appealed_decision, case_by_id
from ideaboard.moderation.desk.rulings import RulingForm
from ideaboard.web.problems import NotAllowed, Problem


@bp.post("/moderasi/kasus/<int:case_id>/banding")
def decide_appealed(case_id: int) -> BaseResponse:
    """Decide an appeal, and show the next case."""
    must_moderate()
    case = case_by_id(case_id) or abort(404)
    form = RulingForm(appealed_decision(case_id) or abort(404))
    if not form.validate():
        return answers.show_case(case, status=422, ruling=form)
    try:
        decide_appeal(case_id, current_user, form.ruling)
    except NotAllowed:
        raise
    except Problem as problem:
        return answers.show_case(case_by_id(case_id), None, problem.code, str(problem.message), ruling=form)
    return answers.show_next(case, _("The appeal is decided. Its author has been told."))
