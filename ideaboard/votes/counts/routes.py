"""Handlers of the counts at closing: the page, and the file that the hash is over."""

from flask import Response, abort, make_response
from flask_login import current_user

from ideaboard.challenges.queries import challenge_or_404
from ideaboard.votes.blueprint import bp
from ideaboard.votes.counts.service import kept_counts
from ideaboard.web.rendering import render


@bp.get("/t/<slug>/hitungan")
def counts(slug: str) -> Response:
    """The counts of a challenge when support ended, and what was decided since."""
    challenge = challenge_or_404(slug, current_user)
    return render("votes/counts.html", challenge=challenge, counts=kept_counts(challenge) or abort(404))


@bp.get("/t/<slug>/hitungan.json")
def counts_file(slug: str) -> Response:
    """The canonical text of the counts: its SHA-256 is the one on the page."""
    kept = kept_counts(challenge_or_404(slug, current_user)) or abort(404)
    answer = make_response(kept.text)
    answer.content_type = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="hitungan-{slug}.json"'
    return answer
