"""Handlers of decisions: make one, see beforehand what the author reads, take it back, confirm another's."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.cases.models import SAMPLE, Case
from ideaboard.moderation.desk import answers
from ideaboard.moderation.desk.access import must_moderate
from ideaboard.moderation.desk.forms import DecisionForm
from ideaboard.moderation.desk.outcomes import sentence_of
from ideaboard.moderation.desk.queries import case_by_id, decision_by_id, person_by_id, place_of_decision
from ideaboard.moderation.judging import service
from ideaboard.moderation.judging.wording import message_to_author
from ideaboard.moderation.models import SECOND, Decision
from ideaboard.web.problems import NotAllowed, Problem
from ideaboard.web.rendering import render, see_other, wants_fragment


@bp.post("/moderasi/kasus/<int:case_id>/putuskan")
def decide_case(case_id: int) -> BaseResponse:
    """Apply what was chosen, and show the next case."""
    must_moderate()
    case = case_by_id(case_id) or abort(404)
    form = DecisionForm(case.kind)
    if not form.validate() or not form.is_sure(person_by_id(case.person_id).created_at):
        return answers.show_case(case, form, 422, preview=_message(case, form))
    return _decided(case, lambda: service.decide(case_id, current_user, form.chosen), form)


@bp.post("/moderasi/kasus/<int:case_id>/pesan")
def preview_message(case_id: int) -> BaseResponse:
    """Show what the author would read, without deciding anything."""
    must_moderate()
    case = case_by_id(case_id) or abort(404)
    form = DecisionForm(case.kind)
    form.validate()
    text = _message(case, form)
    for field in form:
        field.errors = ()
    if wants_fragment():
        return render("moderation/desk/_preview.html", "moderation/desk/_preview.html", preview=text)
    return answers.show_case(case, form, preview=text)


@bp.post("/moderasi/kasus/<int:case_id>/darurat")
def hide_now(case_id: int) -> BaseResponse:
    """Hide a post at once and tell the admins; the case stays open."""
    must_moderate()
    try:
        service.emergency(case_id, current_user)
    except NotAllowed:
        raise
    except Problem as problem:
        return answers.show_case(case_by_id(case_id), None, problem.code, str(problem.message))
    said = _("Hidden for now. The admins were told. Now decide in peace.")
    if wants_fragment():
        return answers.show_case(case_by_id(case_id), said=said)
    return see_other(_address(case_id), said)


@bp.post("/moderasi/putusan/<int:decision_id>/batal")
def take_back(decision_id: int) -> BaseResponse:
    """Take one's own decision back: the case waits again."""
    must_moderate()
    decision = decision_by_id(decision_id) or abort(404)
    try:
        service.undo(decision_id, current_user)
    except NotAllowed:
        raise
    except Problem as problem:
        return answers.show_case(case_by_id(decision.case_id), None, problem.code, str(problem.message))
    return _again(decision.case_id, _("Taken back. The case waits again."))


@bp.post("/moderasi/putusan/<int:decision_id>/setuju")
def confirm_decision(decision_id: int) -> BaseResponse:
    """Confirm what another moderator proposed: it takes effect."""
    return _second(decision_id, service.confirm)


@bp.post("/moderasi/putusan/<int:decision_id>/tolak")
def decline_decision(decision_id: int) -> BaseResponse:
    """Decline what another moderator proposed: the case waits for another decision."""
    return _second(decision_id, service.decline)


def _message(case: Case, form: DecisionForm) -> str:
    """Return what the author would read; nothing while the choice is not whole."""
    chosen, author = form.chosen, person_by_id(case.person_id)
    is_whole = form.option and not form.reason.errors and chosen.action != SECOND and case.kind != SAMPLE
    return message_to_author(chosen, author.locale, zone=author.zone) if is_whole else ""


def _second(decision_id: int, act: Callable[[int, Any], Decision]) -> BaseResponse:
    must_moderate()
    decision = decision_by_id(decision_id) or abort(404)
    case = case_by_id(decision.case_id) or abort(404)
    if act is service.decline:
        act(decision_id, current_user)
        return _again(case.id, _("Not confirmed. The case waits for another decision."))
    return _decided(case, lambda: act(decision_id, current_user))


def _decided(case: Case, act: Callable[[], Decision], form: DecisionForm | None = None) -> BaseResponse:
    try:
        decision = act()
    except NotAllowed:
        raise
    except Problem as problem:
        kept = form if problem.code == 422 else None
        why = str(problem.message) or _("There is nobody else to decide, so write down what you saw.")
        return answers.show_case(case_by_id(case.id), kept, problem.code, why)
    said = sentence_of(decision, place_of_decision(decision, current_user))
    return answers.show_next(case, said, decision.id)


def _again(case_id: int, said: str) -> BaseResponse:
    if wants_fragment():
        answer = answers.show_case(case_by_id(case_id), said=said)
        answer.headers["HX-Push-Url"] = _address(case_id)
        return answer
    return see_other(_address(case_id), said)


def _address(case_id: int) -> str:
    return url_for("moderation.show_case", case_id=case_id, **answers.wanted().args)
