"""Handlers of one case: open it, keep it open, skip it; and the way to it from any page."""

from typing import Any

from flask import abort, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.desk import answers
from ideaboard.moderation.desk.access import must_moderate
from ideaboard.moderation.desk.opening import case_for_post
from ideaboard.moderation.desk.queries import case_by_id
from ideaboard.moderation.judging.claims import renew
from ideaboard.web.guards import private
from ideaboard.web.rendering import fragment_or_redirect, see_other


@bp.get("/moderasi/kasus/<int:case_id>")
@private
def show_case(case_id: int) -> BaseResponse:
    """One case with everything known about it; who opens it has it for ten minutes."""
    must_moderate()
    return answers.show_case(case_by_id(case_id))


@bp.post("/moderasi/kasus/<int:case_id>/pegang")
def hold_case(case_id: int) -> BaseResponse:
    """Keep a case ten minutes more; its page asks for that while it is open."""
    must_moderate()
    case = case_by_id(case_id) or abort(404)
    is_mine = renew(case_id, current_user)
    said = "" if is_mine else _("You no longer hold this case. Open it again.")
    context: dict[str, Any] = {"case": case_by_id(case_id) or case, "is_mine": is_mine, "wanted": answers.wanted()}
    back = url_for("moderation.show_case", case_id=case_id, **answers.wanted().args)
    return fragment_or_redirect("moderation/desk/_hold.html", back, message=said or None, **context)


@bp.post("/moderasi/kasus/<int:case_id>/lewati")
def skip_case(case_id: int) -> BaseResponse:
    """Leave a case to others and go to the next one."""
    must_moderate()
    case = case_by_id(case_id) or abort(404)
    return answers.show_next(case, _("Skipped. It waits for another moderator."))


@bp.post("/moderasi/kiriman/<int:post_id>")
def open_post(post_id: int) -> BaseResponse:
    """Go to the case of a post met on any page, opening one when there is none."""
    must_moderate()
    case = case_for_post(post_id, current_user) or abort(404)
    return see_other(url_for("moderation.show_case", case_id=case.id))
