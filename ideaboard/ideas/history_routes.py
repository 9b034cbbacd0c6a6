"""Handlers of an idea's versions: see what changed, go back to one."""

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.ideas.blueprint import bp
from ideaboard.ideas.forms import whole_number
from ideaboard.ideas.models import Idea
from ideaboard.ideas.policies import may_change
from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.restoring import restore_version
from ideaboard.posts.history import history_of
from ideaboard.posts.models import DRAFT
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import render, see_other

TEXTS = {
    "title": _l("Idea title"),
    "body": _l("Describe your idea"),
    "for_whom": _l("Who it is for"),
    "why": _l("Why it can work"),
}


@bp.get("/i/<int:idea_id>/riwayat")
@bp.get("/i/<int:idea_id>-<slug>/riwayat")
def history(idea_id: int, slug: str = "") -> Response:
    """List the versions and show what changed between two."""
    return _show(_sent_or_404(idea_id))


@bp.post("/i/<int:idea_id>/riwayat")
def restore(idea_id: int) -> BaseResponse:
    """Go back to a version: its texts become a new one."""
    idea = _sent_or_404(idea_id)
    number, seen = whole_number(request.form.get("number")), whole_number(request.form.get("version"))
    try:
        restore_version(idea, current_user, number, base_version=seen)
    except Problem as problem:
        return _show(idea_or_404(idea_id, current_user), str(problem.message), problem.code)
    return see_other(idea.path, _("The idea is back at version %(n)s.", n=number))


def _sent_or_404(idea_id: int) -> Idea:
    """A draft has one version, which is written over."""
    idea = idea_or_404(idea_id, current_user)
    return abort(404) if idea.status == DRAFT else idea


def _show(idea: Idea, problem: str = "", status: int = 200) -> Response:
    return render(
        "posts/history.html",
        status=status,
        title=idea.title,
        back=idea.path,
        history=history_of(idea.id, TEXTS) or abort(404),
        here=url_for("ideas.history", idea_id=idea.id),
        zone=idea.challenge.zone,
        problem=problem,
        restore=url_for("ideas.restore", idea_id=idea.id) if may_change(current_user, idea) else None,
        base_version=idea.version,
    )
