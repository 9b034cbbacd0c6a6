"""Handlers of the moderators' list: see what waits, keep, remove, undo. And what authors read of their own post."""

from typing import Any

from flask import Response, abort
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.moderation import answers
from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.forms import KeepForm, RemoveForm
from ideaboard.moderation.places import places_of
from ideaboard.moderation.policies import may_moderate
from ideaboard.moderation.queries import newest_about
from ideaboard.moderation.reasons import REASONS
from ideaboard.moderation.service import AlreadyDecided, Changed, keep, remove, undo
from ideaboard.posts.models import HELD
from ideaboard.web.guards import private
from ideaboard.web.problems import NotAllowed, Problem
from ideaboard.web.rendering import render, see_other


@bp.get("/moderasi")
@private
def index() -> BaseResponse:
    """What waits for a decision."""
    must_moderate()
    return answers.show_list()


@bp.post("/moderasi/<int:post_id>/biarkan")
def approve(post_id: int) -> BaseResponse:
    """Let a held post be shown."""
    must_moderate()
    form = KeepForm()
    if not form.validate():
        abort(400)
    return _answer(post_id, lambda: keep(post_id, current_user, version=form.version.data or 0))


@bp.post("/moderasi/<int:post_id>/hapus")
def reject(post_id: int) -> BaseResponse:
    """Remove a held post, with a reason."""
    must_moderate()
    form = answers.with_ids(RemoveForm(), post_id)
    if not form.validate():
        return answers.show_card(post_id, form, 422)
    fields = {"version": form.version.data, "reason": form.reason.data, "message": form.message.data or ""}
    return _answer(post_id, lambda: remove(post_id, current_user, **fields))


@bp.post("/moderasi/putusan/<int:decision_id>/batal")
def take_back(decision_id: int) -> BaseResponse:
    """Take one's own decision back: the post waits again."""
    must_moderate()
    try:
        decision = undo(decision_id, current_user)
    except Problem as problem:
        return answers.show_list(problem.code, str(problem.message))
    return see_other(f"/moderasi#post-{decision.post_id}", _("Taken back. The post waits again."))


@bp.get("/akun/putusan/<int:post_id>")
@private
def told(post_id: int) -> Response:
    """What was decided about one's own post, and why."""
    decision, kind, status = newest_about(post_id, current_user) or abort(404)
    place = places_of([(post_id, kind)], current_user)[post_id]
    stands = decision.undone_at is None and status != HELD
    reason = REASONS.get(decision.reason)
    return render("moderation/told.html", decision=decision, place=place, stands=stands, reason=reason)


def must_moderate() -> None:
    """Raise NotAllowed for everybody but moderators."""
    if current_user.is_authenticated and not may_moderate(current_user):
        raise NotAllowed(_("Only moderators may see this."))


def _answer(post_id: int, decide: Any) -> BaseResponse:
    try:
        decision = decide()
    except AlreadyDecided as problem:
        return answers.show_gone(post_id, problem)
    except Changed as problem:
        return answers.show_card(post_id, None, problem.code, str(problem.message))
    return answers.show_done(decision)
