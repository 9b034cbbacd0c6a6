"""The board of a challenge: its ideas in the reader's order."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response, render_template, request, session, url_for
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.consents import must_agree
from ideaboard.accounts.mails import site_address
from ideaboard.challenges.policies import may_manage
from ideaboard.challenges.presenting import head
from ideaboard.challenges.public import PublicChallenge, criteria_shown, public_challenge
from ideaboard.challenges.queries import cancellation_of, challenge_or_404
from ideaboard.data.clock import now
from ideaboard.data.paging import Cursor, Page
from ideaboard.ideas.listing import Card, note_shown, page_of_ideas
from ideaboard.ideas.orders import LEAST_SEEN, SHUFFLED, Order, choices, explanation, number_of_visitor, order_for
from ideaboard.pages.blueprint import bp
from ideaboard.pages.cards import cards_html
from ideaboard.votes.queries import BallotView, ballot_of, checked_in
from ideaboard.web.fragments import fragment, frame, hole, kept_rows, words_hold_until
from ideaboard.web.page_cache import keep_page, kept_for_visitors
from ideaboard.web.rendering import render, send_page, wants_fragment

Versions = tuple[int, int]


def _order_in_key(slug: str) -> int | None:
    return None if "urut" in request.args else number_of_visitor()


@bp.get("/t/<slug>")
@kept_for_visitors("urut", "acak", "sesudah", also=_order_in_key)
def board(slug: str) -> BaseResponse:
    """Show a page of ideas; htmx gets the list alone, or for "load more" only what comes next."""
    public = public_challenge(slug)
    challenge: Any = public[0] if public else challenge_or_404(slug, current_user)
    order = order_for(challenge, current_user)
    cursor = Cursor.parse(request.args.get("sesudah"))
    page = _page(challenge.id, public and public[1], order, cursor)
    note_shown(page)
    if public:
        _let_be_kept(*public, order, page)
    ballot = ballot_of(_reader(), challenge, [card.id for card in page.items])
    shown = Shown(challenge, order, page, ballot, cursor is None)
    if wants_fragment():
        return render("pages/board.html", "pages/_more.html" if cursor else "pages/_ideas.html", **shown.context())
    if public and _is_plain(ballot):
        return _from_frame(public[1], shown)
    return render("pages/board.html", **shown.context(), **_around(challenge, ballot))


def _page(challenge_id: int, versions: Versions | None, order: Order, cursor: Cursor | None) -> Page[Card]:
    """Return the ideas: from memory in an order that many share, unless it is by views, which change no number."""
    is_own = order.start is not None and order.visitor_number is None
    if versions is None or is_own or order.name == LEAST_SEEN:
        return page_of_ideas(challenge_id, order, cursor)
    key = (challenge_id, order.name, order.visitor_number, cursor)
    return kept_rows(key, versions, lambda: page_of_ideas(challenge_id, order, cursor))


def _reader() -> Any:
    """Return who reads, themselves: the way through the proxy costs, and their ballot is asked for each idea."""
    return current_user._get_current_object()


def _let_be_kept(challenge: PublicChallenge, versions: Versions, order: Order, page: Page[Card]) -> None:
    """Let the page be kept for visitors, in the order they asked for; how often ideas were seen has no number."""
    if changes := challenge.next_stage_at(now()):
        words_hold_until(changes)
    if order.name != LEAST_SEEN and order.name == request.args.get("urut", SHUFFLED):
        keep_page(challenge.id, versions, partial(note_shown, page))


@dataclass(frozen=True)
class Shown:
    """One page of a board for one reader."""

    challenge: Any
    order: Order
    page: Page[Card]
    ballot: BallotView
    is_first: bool

    @property
    def more(self) -> str | None:
        """The address of the next page."""
        there = {**self.order.query, "sesudah": str(self.page.next)}
        return url_for("pages.board", slug=self.challenge.slug, **there) if self.page.next else None

    def cards(self) -> Markup:
        """Return the cards, each from memory where one with the same words and button was made before."""
        focus = not self.is_first and wants_fragment()
        back = url_for("pages.board", slug=self.challenge.slug, **self.order.query)
        return cards_html(self.page.items, self.ballot, back, focus=focus)

    def context(self, **holes: Any) -> dict[str, Any]:
        """Return what the list needs; `holes` stand for what differs between the readers of a frame."""
        return {
            "challenge": self.challenge,
            "cards": self.page.items,
            "ballot": self.ballot,
            "order": self.order,
            "orders": choices(self.challenge),
            "explanation": explanation(self.order, self.challenge),
            "is_first_page": self.is_first,
            "is_swapped": wants_fragment(),
            **(holes or {"cards_html": self.cards(), "more": self.more}),
        }


def _is_plain(ballot: BallotView) -> bool:
    """Say whether this reader's page differs from others only in the holes of its frame."""
    viewer = ballot.viewer
    special = viewer.is_authenticated and (viewer.is_moderator or viewer.is_admin or ballot.role)
    return not special and not must_agree(viewer) and "_flashes" not in session


def _from_frame(versions: Versions, shown: Shown) -> Response:
    """Show the page as its frame with this reader's ideas, ballot and header."""
    challenge, ballot, order, more = shown.challenge, shown.ballot, shown.order, shown.more

    def make() -> str:
        holes = {"cards_html": hole("cards"), "more": more and hole("address")}
        return render_template("pages/board.html", **shown.context(**holes), **_around(challenge, ballot))

    who = (ballot.viewer.is_authenticated, _zone(ballot.viewer))
    shape = (shown.is_first, bool(shown.page.items), bool(more), order.name, order.visitor_number)
    kept = frame(("board", challenge.id, *who, *shape, request.query_string), versions, make)
    used = (who[0], challenge.is_fair, ballot.used)
    left = fragment("votes/_left.html", used, ballot=ballot)
    return send_page(kept, cards=shown.cards(), address=escape(more or ""), left=left)


def _zone(viewer: Any) -> str | None:
    return viewer.zone if viewer.is_authenticated else None


def _around(challenge: Any, ballot: BallotView) -> dict[str, Any]:
    """Return what the page needs around its list."""
    return {
        "head": head(challenge, _zone(ballot.viewer)),
        "tab": "ideas",
        "can_manage": may_manage(ballot.role),
        "checked": checked_in(ballot),
        "cancellation": cancellation_of(challenge),
        "criteria": criteria_shown(challenge.id),
        "address": site_address("pages.board", slug=challenge.slug),
    }
