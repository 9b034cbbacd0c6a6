"""The page of one idea."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Response, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.mails import site_address
from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.presenting import head
from ideaboard.challenges.stages import Stage
from ideaboard.comments.conversation import conversation
from ideaboard.comments.listing import Line, newest_threads
from ideaboard.comments.service import why_closed
from ideaboard.data.clock import now
from ideaboard.ideas.policies import may_change, may_continue
from ideaboard.ideas.public import PublicIdea, public_idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.jobs.tally import count_seen
from ideaboard.pages.blueprint import bp
from ideaboard.pages.queries import pictures_of
from ideaboard.votes.queries import BallotView, ballot_of, checked_in
from ideaboard.web.formats import ago, short_date
from ideaboard.web.fragments import fragment, frame, words_hold_until
from ideaboard.web.page_cache import keep_page, kept_for_visitors
from ideaboard.web.rendering import render, send_page


@bp.get("/i/<int:idea_id>")
@bp.get("/i/<int:idea_id>-<slug>")
@kept_for_visitors()
def idea(idea_id: int, slug: str = "") -> BaseResponse:
    """Show the idea; any other end of the address leads to the right one."""
    public = public_idea(idea_id)
    found: Any = public[0] if public else idea_or_404(idea_id, current_user)
    if slug != found.slug:
        query = request.query_string.decode()
        return redirect(f"{found.path}?{query}" if query else found.path, 301)
    if found.listed:
        count_seen("idea", [found.id])
    if public and not current_user.is_authenticated and "_flashes" not in session and "tulis" not in request.args:
        return _for_visitors(*public)
    ballot = ballot_of(current_user, found.challenge, [found.id])
    return render("pages/idea.html", **conversation(found), **_around(found, ballot))


def _for_visitors(found: PublicIdea, versions: tuple[int, int]) -> Response:
    """Show the page as its frame with the comments, each thread from memory where nothing in it changed."""
    if changes := found.challenge.next_stage_at(now()):
        words_hold_until(changes)

    def make() -> str:
        ballot = ballot_of(current_user, found.challenge, [found.id])
        return render_template("pages/idea.html", **conversation(found, page=page), **_around(found, ballot))

    page = newest_threads(found.id)
    kept = frame(("idea", found.id, request.query_string), versions, make)
    keep_page(found.id, versions, partial(count_seen, "idea", [found.id] if found.listed else []))
    return send_page(kept, threads=_threads_html(found, page.items))


def _threads_html(found: PublicIdea, threads: Sequence[Line]) -> Markup:
    closed, zone = why_closed(found.listed, found.challenge), found.challenge.zone
    made = []
    for thread in threads:
        when = [ago(line.published_at or line.created_at, zone) for line in (thread, *thread.replies)]
        key = (thread.shown, *when, str(closed), zone)
        made.append(fragment("comments/_thread.html", key, thread=thread, idea=found, closed=closed))
    return Markup("\n").join(made)


def _around(found: Any, ballot: BallotView) -> dict[str, Any]:
    """Return what the page needs around its comments."""
    challenge = found.challenge
    return {
        "challenge": challenge,
        "head": head(challenge),
        "pictures": pictures_of(found.id),
        "ballot": ballot,
        "checked": checked_in(ballot, found.id),
        "path": path_of(found),
        "rights": LICENCES[challenge.licence].rights_for(challenge.business.name),
        "may_change": may_change(current_user, found),
        "may_continue": may_continue(current_user, found),
        "address": site_address("pages.idea", idea_id=found.id, slug=found.slug),
    }


def path_of(idea: Any) -> list[tuple[str, str, bool]]:
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
