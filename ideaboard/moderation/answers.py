"""What a moderator gets back: the list, one card of it, or the line that takes a decided card's place."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.data.paging import Cursor, Page
from ideaboard.moderation import queries
from ideaboard.moderation.cards import Card, cards_of
from ideaboard.moderation.forms import RemoveForm
from ideaboard.moderation.models import KEEP, Decision
from ideaboard.moderation.places import places_of
from ideaboard.moderation.reasons import REASONS
from ideaboard.posts.models import WITHDRAWN
from ideaboard.web.problems import Problem
from ideaboard.web.rendering import fragment_or_redirect, render, wants_fragment


def show_list(status: int = 200, problem: str = "") -> BaseResponse:
    """Answer with a page of what waits, and what this moderator can still take back."""
    order = queries.SERIOUS if request.args.get("urut") == queries.SERIOUS else queries.OLDEST
    cursor = Cursor.parse(request.args.get("setelah"))
    found = queries.waiting(current_user, order, cursor)
    shown = Page([(card, form_for(card)) for card in cards_of(found.items, current_user)], found.next)
    young = queries.can_be_undone(current_user)
    places = places_of(queries.kinds_of([decision.post_id for decision in young]), current_user)
    return render(
        "moderation/index.html",
        status=status,
        found=shown,
        order=order,
        problem=problem,
        undoable=[(decision, places[decision.post_id]) for decision in young],
        for_others=0 if shown.items else queries.count_for_others(current_user),
    )


def show_card(post_id: int, form: RemoveForm | None, status: int, problem: str = "") -> BaseResponse:
    """Answer with one card again: a refused form, or a text that its author changed meanwhile."""
    cards = cards_of([post_id], current_user)
    if not cards:
        return show_list(status, problem)
    shown = form if form else form_for(cards[0])
    context: dict[str, Any] = {"card": cards[0], "form": shown, "problem": problem}
    return render("moderation/show.html", "moderation/_card.html", status, **context)


def show_done(decision: Decision) -> BaseResponse:
    """Answer a decision: what was done, and the way to take it back."""
    place = places_of(queries.kinds_of([decision.post_id]), current_user)[decision.post_id]
    said = _("On show: %(what)s.", what=place) if decision.action == KEEP else _("Removed: %(what)s.", what=place)
    back = url_for("moderation.index")
    return fragment_or_redirect("moderation/_done.html", back, message=said, decision=decision, place=place)


def show_gone(post_id: int, problem: Problem) -> BaseResponse:
    """Answer who came too late: what happened to the post, and by whom."""
    said = f"{problem.message} {what_happened(post_id)}".strip()
    if wants_fragment():
        return render("moderation/_gone.html", "moderation/_gone.html", problem.code, post_id=post_id, said=said)
    return show_list(problem.code, said)


def what_happened(post_id: int) -> str:
    """Say what became of a post that is no longer held."""
    latest = queries.latest_of(post_id)
    if latest and latest[0].action == KEEP:
        return _("%(name)s let this post be shown.", name=latest[1])
    if latest:
        reason = REASONS[latest[0].reason].name
        return _("%(name)s removed this post: %(reason)s.", name=latest[1], reason=reason)
    if queries.status_of(post_id) == WITHDRAWN:
        return _("Its author took it back.")
    return ""


def form_for(card: Card) -> RemoveForm:
    """Return the empty form of a card; its fields have ids of their own, for there are many on a page."""
    return with_ids(RemoveForm(formdata=None, data={"version": card.version}), card.id)


def with_ids(form: RemoveForm, post_id: int) -> RemoveForm:
    """Let the fields' ids, and the labels that point at them, carry the post's."""
    for field in form:
        field.id = field.label.field_id = f"{field.name}-{post_id}"
    return form
