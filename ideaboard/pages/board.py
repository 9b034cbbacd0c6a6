"""The board of a challenge: its ideas in the reader's order."""

from typing import Any

from flask import request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.mails import site_address
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.policies import may_manage
from ideaboard.challenges.presenting import head
from ideaboard.challenges.queries import cancellation_of, challenge_or_404, criteria_of
from ideaboard.data.paging import Cursor
from ideaboard.ideas.listing import note_shown, page_of_ideas
from ideaboard.ideas.orders import Order, choices, explanation, order_for
from ideaboard.pages.blueprint import bp
from ideaboard.votes.queries import ballot_of
from ideaboard.web.rendering import render, wants_fragment


@bp.get("/t/<slug>")
def board(slug: str) -> BaseResponse:
    """Show a page of ideas; htmx gets the list alone, or for "load more" only what comes next."""
    challenge = challenge_or_404(slug, current_user)
    order = order_for(challenge, current_user)
    cursor = Cursor.parse(request.args.get("sesudah"))
    context = _list_context(challenge, order, cursor)
    if wants_fragment():
        return render("pages/board.html", "pages/_more.html" if cursor else "pages/_ideas.html", **context)
    return render("pages/board.html", **context, **_frame_context(challenge, context["ballot"].role))


def _list_context(challenge: Challenge, order: Order, cursor: Cursor | None) -> dict[str, Any]:
    page = page_of_ideas(challenge.id, order, cursor)
    note_shown(page)
    more = {**order.query, "sesudah": str(page.next)} if page.next else None
    return {
        "challenge": challenge,
        "cards": page.items,
        "ballot": ballot_of(current_user, challenge, [card.id for card in page.items]),
        "order": order,
        "orders": choices(challenge),
        "explanation": explanation(order, challenge),
        "back": url_for("pages.board", slug=challenge.slug, **order.query),
        "more": url_for("pages.board", slug=challenge.slug, **more) if more else None,
        "is_first_page": cursor is None,
        "is_swapped": wants_fragment(),
    }


def _frame_context(challenge: Challenge, role: str | None) -> dict[str, Any]:
    zone = current_user.zone if current_user.is_authenticated else None
    return {
        "head": head(challenge, zone),
        "tab": "ideas",
        "can_manage": may_manage(role),
        "cancellation": cancellation_of(challenge),
        "criteria": criteria_of(challenge.id),
        "address": site_address("pages.board", slug=challenge.slug),
    }
