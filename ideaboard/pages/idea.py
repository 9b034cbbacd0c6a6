"""The page of one idea."""

from flask import redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.mails import site_address
from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.presenting import head
from ideaboard.challenges.stages import Stage
from ideaboard.comments.conversation import conversation
from ideaboard.ideas.models import Idea
from ideaboard.ideas.policies import may_change, may_continue
from ideaboard.ideas.queries import idea_or_404
from ideaboard.jobs.tally import count_seen
from ideaboard.pages.blueprint import bp
from ideaboard.pages.queries import pictures_of
from ideaboard.votes.queries import ballot_of
from ideaboard.web.formats import short_date
from ideaboard.web.rendering import render


@bp.get("/i/<int:idea_id>")
@bp.get("/i/<int:idea_id>-<slug>")
def idea(idea_id: int, slug: str = "") -> BaseResponse:
    """Show the idea; any other end of the address leads to the right one."""
    found = idea_or_404(idea_id, current_user)
    if slug != found.slug:
        query = request.query_string.decode()
        return redirect(f"{found.path}?{query}" if query else found.path, 301)
    if found.listed:
        count_seen("idea", [found.id])
    challenge = found.challenge
    return render(
        "pages/idea.html",
        **conversation(found),
        challenge=challenge,
        head=head(challenge),
        pictures=pictures_of(found.id),
        ballot=ballot_of(current_user, challenge, [found.id]),
        path=path_of(found),
        rights=LICENCES[challenge.licence].rights_for(challenge.business.name),
        may_change=may_change(current_user, found),
        may_continue=may_continue(current_user, found),
        address=site_address("pages.idea", idea_id=found.id, slug=found.slug),
    )


def path_of(idea: Idea) -> list[tuple[str, str, bool]]:
    """Return the idea's way as (what, when, already happened): sent, edited, the stages to come."""
    challenge, zone = idea.challenge, idea.challenge.zone
    steps: list[tuple[str, str, bool]] = []
    if idea.published_at:
        steps.append((_("Sent"), short_date(idea.published_at, zone), True))
    if idea.version > 1 and idea.edited_at:
        steps.append((_("Version %(n)s", n=idea.version), short_date(idea.edited_at, zone), True))
    if challenge.stage() is Stage.CANCELLED:
        return steps
    if challenge.is_fair and challenge.ideas_close_at and challenge.support_close_at:
        span = f"{short_date(challenge.ideas_close_at, zone)}–{short_date(challenge.support_close_at, zone)}"
        steps.append((_("Support"), span, challenge.stage() in (Stage.SUPPORT, Stage.REVIEW)))
    if challenge.answers_due_on:
        due = _("by %(date)s at the latest", date=short_date(challenge.answers_due_on, zone))
        steps.append((_("Answer from %(business)s", business=challenge.business.name), due, False))
    return [*steps, (_("Decision"), "", False)]
