"""Handlers of the page on which a moderator labels a claim."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.judging.claims import claim
from ideaboard.moderation.judging.service import decide
from ideaboard.moderation.labels.forms import LabelForm
from ideaboard.moderation.labels.queries import Labelled, labelled_or_404, proposed_label, shown_label
from ideaboard.moderation.models import PROPOSED
from ideaboard.moderation.places import places_of
from ideaboard.moderation.policies import may_moderate
from ideaboard.web.guards import private
from ideaboard.web.problems import NotAllowed, Problem
from ideaboard.web.rendering import render, see_other

bp.add_app_template_global(proposed_label)
bp.add_app_template_global(shown_label)


@bp.get("/moderasi/kasus/<int:case_id>/label")
@private
def new_label(case_id: int) -> BaseResponse:
    """Ask for the claim, the verdict and the evidence; who opens the page has the case for ten minutes."""
    _must_moderate()
    labelled = labelled_or_404(case_id)
    if not claim(case_id, current_user):
        return see_other(_address(case_id), _("You cannot decide about this case now."), "attention")
    data = {"version": labelled.post.version, "claim": labelled.known[0] if labelled.known else ""}
    return _show(labelled, LabelForm(formdata=None, data=data))


@bp.post("/moderasi/kasus/<int:case_id>/label")
def label_claim(case_id: int) -> BaseResponse:
    """Label the claim, or propose it to a second moderator."""
    _must_moderate()
    form = LabelForm()
    if not form.validate():
        return _show(labelled_or_404(case_id), form, 422)
    try:
        decision = decide(case_id, current_user, form.chosen)
    except NotAllowed:
        raise
    except Problem as problem:
        alone = _("There is nobody else to decide, so write down below what you saw. It is marked in the record.")
        form.form_errors.append(str(problem.message) or alone)
        return _show(labelled_or_404(case_id), form, problem.code)
    waits = decision.state == PROPOSED
    said = (
        _("Proposed. It is shown when another moderator confirms it.")
        if waits
        else _("Labelled. Readers see it now.")
    )
    return see_other(_address(case_id), said)


def _must_moderate() -> None:
    if current_user.is_authenticated and not may_moderate(current_user):
        raise NotAllowed(_("Only moderators may see this."))


def _address(case_id: int) -> str:
    return f"/moderasi/kasus/{case_id}"


def _show(labelled: Labelled, form: Any, status: int = 200) -> Response:
    post = labelled.post
    place = places_of([(post.id, post.kind)], current_user)[post.id]
    context: dict[str, Any] = {
        "case": labelled.case,
        "post": post,
        "texts": labelled.texts,
        "known": labelled.known,
    }
    return render("moderation/labels/new.html", status=status, form=form, place=place, **context)
