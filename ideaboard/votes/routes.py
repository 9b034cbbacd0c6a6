"""Handlers of support: give it, take it back, see one's ballot."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_or_404
from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.votable import votable_idea
from ideaboard.votes.answers import answer_to
from ideaboard.votes.blueprint import bp
from ideaboard.votes.counts import routes as count_routes
from ideaboard.votes.queries import BallotView, ballot_of, supported_ideas
from ideaboard.votes.service import BudgetSpent, cast_vote, withdraw_vote
from ideaboard.web.guards import private, safe_next
from ideaboard.web.problems import NotAllowed, Problem
from ideaboard.web.rendering import render, text_or_redirect, wants_fragment

__all__ = ["bp", "count_routes"]
MOST_SHOWN = 200  # buttons of one page that an answer may bring up to date


@bp.post("/i/<int:idea_id>/dukung")
def create(idea_id: int) -> BaseResponse:
    """Support an idea."""
    idea = _idea(idea_id)
    voter = current_user._get_current_object()  # Not the proxy, which would be looked up at every question.
    try:
        given = cast_vote(idea, voter=voter)
    except BudgetSpent as refusal:
        return _budget_spent(idea_id, refusal)
    except Problem as refusal:
        return _refused(idea_id, refusal)
    if given is None:
        return _vote_button(idea_id)
    idea.vote_count = given.votes  # As the database counted it in the same transaction: nothing is read again.
    mine = BallotView(idea.challenge, voter, given.used, idea_ids=frozenset({idea_id}))
    return _answer(idea, mine)


@bp.post("/i/<int:idea_id>/dukung/batal")
def destroy(idea_id: int) -> BaseResponse:
    """Take one's support back."""
    try:
        withdraw_vote(_idea(idea_id), voter=current_user)
    except Problem as refusal:
        return _refused(idea_id, refusal)
    return _vote_button(idea_id)


@bp.get("/t/<slug>/dukungan")
@private
def ballot(slug: str) -> Response:
    """What I support in this challenge, and what is left."""
    return _ballot_page(challenge_or_404(slug, current_user))


def _idea(idea_id: int) -> Any:
    """Return an idea that everybody sees by the short way, another one that only some may see by the long one."""
    return votable_idea(idea_id) or idea_or_404(idea_id, current_user)


def _vote_button(idea_id: int) -> BaseResponse:
    idea = _idea(idea_id)  # Read again: the vote made our copy stale.
    return _answer(idea, ballot_of(current_user, idea.challenge, [idea_id]))


def _answer(idea: Any, mine: BallotView) -> BaseResponse:
    """Show the button, what is left, and the other buttons of the page when all of them change."""
    others = [ident for ident in _shown_ids() if ident != idea.id] if _spending_changed(mine, idea.id) else []
    if others:
        mine = ballot_of(current_user, idea.challenge, [idea.id, *others])
    message = _say(mine, idea.id)
    return text_or_redirect(lambda: answer_to(idea, mine, others), to=_back_to(idea), message=message)


def _shown_ids() -> list[int]:
    """Return the ideas whose buttons the page shows; numbers that no column holds are left out."""
    return [ident for ident in request.form.getlist("shown", type=int)[:MOST_SHOWN] if 0 < ident < 2**63]


def _spending_changed(mine: BallotView, idea_id: int) -> bool:
    """Say whether this vote spent the last support, or taking it back brought the first one."""
    return mine.challenge.is_fair and mine.left == (0 if idea_id in mine else 1)


def _say(mine: BallotView, idea_id: int) -> str:
    if mine.challenge.is_fair:
        if idea_id in mine:
            return _("Supported. %(n)s of %(total)s left.", n=mine.left, total=mine.budget)
        return _("Support returned. %(n)s of %(total)s left.", n=mine.left, total=mine.budget)
    return _("Support saved") if idea_id in mine else _("Support returned")


def _budget_spent(idea_id: int, refusal: Problem) -> BaseResponse:
    idea = idea_or_404(idea_id, current_user)
    if not wants_fragment():
        return _ballot_page(idea.challenge, refusal)
    mine = ballot_of(current_user, idea.challenge)
    return render("votes/_spent.html", status=refusal.code, idea=idea, ballot=mine, message=refusal.message)


def _ballot_page(challenge: Challenge, problem: Problem | None = None) -> Response:
    ideas = supported_ideas(current_user, challenge)
    mine = ballot_of(current_user, challenge, [idea.id for idea in ideas])
    words, status = (problem.message, problem.code) if problem else (None, 200)
    return render("votes/ballot.html", status=status, challenge=challenge, ideas=ideas, ballot=mine, problem=words)


def _refused(idea_id: int, refusal: Problem) -> BaseResponse:
    """Say why, beside the button as it stands now."""
    if isinstance(refusal, NotAllowed) or not wants_fragment():
        raise refusal
    idea = idea_or_404(idea_id, current_user)
    mine = ballot_of(current_user, idea.challenge, [idea_id])
    answer = render("votes/_answer.html", idea=idea, ballot=mine, others=[])
    answer.status_code = refusal.code
    answer.set_data(
        answer.get_data(as_text=True) + render("_announce.html", message=refusal.message).get_data(True)
    )
    return answer


def _back_to(idea: Any) -> str:
    """Where a browser without script goes back to: the list it came from, at this idea."""
    back = safe_next(request.form.get("back"))
    return f"{back}#i-{idea.id}" if back != "/" else f"{idea.path}#i-{idea.id}"
