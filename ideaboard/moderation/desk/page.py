"""What the page of a case holds, gathered for the template."""

from typing import Any

from ideaboard.moderation.appeals.queries import appeal_in
from ideaboard.moderation.cases.models import APPEAL, DECIDED, SAMPLE, VOTES, Case
from ideaboard.moderation.desk import decided, history, queries
from ideaboard.moderation.desk.dossier import Dossier, dossier_of
from ideaboard.moderation.desk.filters import Filter
from ideaboard.moderation.desk.forms import DecisionForm
from ideaboard.moderation.desk.numbers import numbers_for
from ideaboard.moderation.desk.opening import open_for
from ideaboard.moderation.desk.rulings import RulingForm
from ideaboard.moderation.desk.suggestions import suggestion
from ideaboard.moderation.judging.claims import holder_of
from ideaboard.moderation.judging.conflicts import Standing, standing_of
from ideaboard.moderation.patterns.queries import evidence
from ideaboard.moderation.reports.queries import Summary, summary
from ideaboard.posts.service import latest_fields
from ideaboard.web.problems import NotAllowed


def context_of(case: Case, person: Any, wanted: Filter, form: DecisionForm | None) -> dict[str, Any]:
    """Return what the page of a case shows; claims it for its reader when it is free.

    Raises NotAllowed for a case that is not this moderator's to decide.
    """
    standing = standing_of(person, case)
    if not standing.may and not standing.alone:
        raise NotAllowed(standing.why)
    is_mine = open_for(case, person)
    dossier = dossier_of(case, person)
    lines = decided.lines_of_case(case.id, person)
    return {
        "case": case,
        "file": dossier,
        "is_mine": is_mine,
        "is_decided": case.status == DECIDED,
        "standing": standing,
        "holder": holder_of(case, besides=person.id),
        "lines": lines,
        "proposal": decided.proposed_in(lines),
        "form": form or form_for(case, dossier),
        "wanted": wanted,
        "rows": queries.around(person, wanted, case),
        "place": queries.place_of(person, wanted, case),
        "numbers": numbers_for(person),
        **_appealed(case, person),
        **_hints(case, dossier, person, standing),
    }


def form_for(case: Case, dossier: Dossier) -> DecisionForm:
    """Return the empty form of a case."""
    return DecisionForm(case.kind, formdata=None, data={"version": dossier.post.version if dossier.post else 0})


def _appealed(case: Case, person: Any) -> dict[str, Any]:
    """Return what an appeal is about; nothing for other cases."""
    appeal = appeal_in(case.id) if case.kind == APPEAL else None
    if appeal is None:
        return {"appeal": None}
    first = decided.line_of(appeal.decision_id, person)
    return {"appeal": appeal, "first": first, "ruling": RulingForm(first.decision, formdata=None)}


def _hints(case: Case, dossier: Dossier, person: Any, standing: Standing) -> dict[str, Any]:
    """Return what helps to judge; a second look is taken blind, so it gets none of it."""
    if case.kind == SAMPLE or not standing.may:
        return {"is_blind": True}
    reports = summary([case.id]).get(case.id, Summary())
    fields = latest_fields(case.post_id) if case.post_id else {}
    strengths = [sign.strength for sign in dossier.signs]
    return {
        "is_blind": False,
        "reports": reports,
        "pattern": evidence(case.id) if case.kind == VOTES else None,
        "record": history.record_of(dossier.author),
        "similar": history.similar_to(case, [value for value in fields.values() if isinstance(value, str)], person),
        "suggested": suggestion(case.kind, case.topic, strengths),
    }
