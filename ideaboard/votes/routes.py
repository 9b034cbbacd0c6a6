"""Handlers of support: give it, take it back, see one's ballot."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_or_404
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.votes.queries import BallotView, ballot_of, supported_ideas
from ideaboard.votes.service import BudgetSpent, cast_vote, withdraw_vote
from ideaboard.web.guards import private, safe_next
from ideaboard.web.problems import NotAllowed, Problem
from ideaboard.web.rendering import fragment_or_redirect, render, wants_fragment

bp = Blueprint("votes", __name__)
MOST_SHOWN = 200  # buttons of one page that an answer may bring up to date


@bp.post("/i/<int:idea_id>/dukung")
def create(idea_id: int) -> BaseResponse:
    """Support an idea."""
    try:
        cast_vote(idea_or_404(idea_id, current_user), voter=current_user)
    except BudgetSpent as refusal:
        return _budget_spent(idea_id, refusal)
    except Problem as refusal:
        return _refused(idea_id, refusal)
    return _vote_button(idea_id)


@bp.post("/i/<int:idea_id>/dukung/batal")
def destroy(idea_id: int) -> BaseResponse:
    """Take one's support back."""
    try:
        withdraw_vote(idea_or_404(idea_id, current_user), voter=current_user)
    except Problem as refusal:
        return _refused(idea_id, refusal)
    return _vote_button(idea_id)


@bp.get("/t/<slug>/dukungan")
@private
def ballot(slug: str) -> Response:
    """What I support in this challenge, and what is left."""
    return _ballot_page(challenge_or_404(slug, current_user))


def _vote_button(idea_id: int) -> BaseResponse:
    idea = idea_or_404(idea_id, current_user)  # Read again: the vote made our copy stale.
    shown = [idea_id, *_shown_ids()]
    mine = ballot_of(current_user, idea.challenge, shown)
    others = [ident for ident in shown[1:] if ident != idea_id] if _spending_changed(mine, idea_id) else []
    return fragment_or_redirect(
        "votes/_answer.html", to=_back_to(idea), message=_say(mine, idea_id), idea=idea, ballot=mine, others=others
    )


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


def _back_to(idea: Idea) -> str:
    """Where a browser without script goes back to: the list it came from, at this idea."""
    back = safe_next(request.form.get("back"))
    return f"{back}#i-{idea.id}" if back != "/" else f"{idea.path}#i-{idea.id}"
