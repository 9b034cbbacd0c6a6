"""Handlers of a brief's versions: see what changed after publishing, go back to one."""

from flask import Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.businesses.queries import role_of
from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.brief_history import TEXTS, may_go_back
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.policies import may_manage
from ideaboard.challenges.queries import challenge_or_404
from ideaboard.challenges.wizard.restoring import restore_brief
from ideaboard.challenges.wizard.step_form import whole_number
from ideaboard.posts.history import history_of
from ideaboard.posts.messages import changed_message
from ideaboard.posts.models import DRAFT
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other


@bp.get("/t/<slug>/brief/riwayat")
def brief_history(slug: str) -> Response:
    """List the versions of the brief since it was published and show what changed between two."""
    return _show(_public_or_404(slug))


@bp.post("/t/<slug>/brief/riwayat")
def restore_brief_version(slug: str) -> BaseResponse:
    """Go back to a version: its texts become a new one."""
    challenge = _public_or_404(slug)
    if not may_manage(role_of(current_user, challenge.business_id)):
        abort(404)
    number, seen = whole_number(request.form.get("number")), whole_number(request.form.get("version"))
    try:
        restore_brief(challenge, current_user, number, base_version=seen)
    except Problem as problem:
        return _show(_public_or_404(slug), str(problem.message), problem.code)
    return see_other(url_for("challenges.brief", slug=slug), changed_message(challenge))


def _public_or_404(slug: str) -> Challenge:
    """A draft has one version, which is written over."""
    challenge = challenge_or_404(slug, current_user)
    return abort(404) if challenge.status == DRAFT else challenge


def _show(challenge: Challenge, problem: str = "", status: int = 200) -> Response:
    own = may_manage(role_of(current_user, challenge.business_id)) and may_go_back(challenge)
    here = url_for("challenges.brief_history", slug=challenge.slug)
    return render(
        "posts/history.html",
        status=status,
        title=challenge.title,
        back=url_for("challenges.brief", slug=challenge.slug),
        history=history_of(challenge.id, TEXTS, gaps=True) or abort(404),
        here=here,
        zone=challenge.zone,
        problem=problem,
        restore=here if own else None,
        base_version=challenge.version,
    )
