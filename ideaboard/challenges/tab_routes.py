"""Handlers of the tabs Brief and Aturan."""

from typing import Any

from flask import Response
from flask_login import current_user

from ideaboard.businesses.queries import role_of
from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.brief_history import brief_changed_at
from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.models import BUDGET, Challenge
from ideaboard.challenges.policies import may_manage
from ideaboard.challenges.presenting import head
from ideaboard.challenges.promises import SPECTRUM
from ideaboard.challenges.queries import cancellation_of, challenge_or_404, cover_of, criteria_of, prizes_of
from ideaboard.web.rendering import render


@bp.get("/t/<slug>/brief")
def brief(slug: str) -> Response:
    """What the business asks, why, and within which limits."""
    challenge = challenge_or_404(slug, current_user)
    shown: dict[str, Any] = {"cover": cover_of(challenge), "changed_at": brief_changed_at(challenge)}
    return render("challenges/brief.html", **head_of(challenge), tab="brief", **shown)


@bp.get("/t/<slug>/aturan")
def rules(slug: str) -> Response:
    """Who may join, how support and judging work, what is won, and who may use the ideas."""
    challenge = challenge_or_404(slug, current_user)
    return render(
        "challenges/rules.html",
        **head_of(challenge),
        tab="rules",
        criteria=criteria_of(challenge.id),
        prizes=prizes_of(challenge.id),
        licence=LICENCES[challenge.licence],
        budget=BUDGET,
        spectrum=SPECTRUM,
    )


def head_of(challenge: Challenge) -> dict[str, Any]:
    """Return what `challenges/_head.html` needs for the reader of this request, but the tab."""
    zone = current_user.zone if current_user.is_authenticated else None
    return {
        "challenge": challenge,
        "head": head(challenge, zone),
        "can_manage": may_manage(role_of(current_user, challenge.business_id)),
        "cancellation": cancellation_of(challenge),
    }
