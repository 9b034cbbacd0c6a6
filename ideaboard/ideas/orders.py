"""The orders of a board: which stored, indexed column a page walks, in which direction, from where."""

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from ideaboard.data.clock import now
from ideaboard.ideas.models import SHUFFLES, Idea
from ideaboard.web.formats import short_date
from ideaboard.web.signing import keyed_hash, network

SHUFFLED, LEAST_SEEN = "acak", "jarang"
VISITOR_ORDERS = 16
PLACES = 2**31  # shuffle columns hold 0 … PLACES - 1
_TABLE: Any = Idea.__table__


@dataclass(frozen=True)
class Order:
    """One way through a board: a column, its direction and, for a shuffle, the place where the round starts."""

    name: str
    column: ColumnElement[Any]
    descending: bool
    start: int | None = None
    visitor_number: int | None = None  # travels in links, so that a visitor needs no cookie

    @property
    def query(self) -> dict[str, Any]:
        """The parameters that name this order in a link."""
        if self.visitor_number is not None:
            return {"acak": self.visitor_number}
        return {} if self.name == SHUFFLED else {"urut": self.name}


def choices(challenge: Any) -> list[tuple[str, str]]:
    """Return the orders a board offers, as (name, words)."""
    words = {
        SHUFFLED: _("Shuffled"),
        "terbaru": _("Newest"),
        LEAST_SEEN: _("Least seen"),
        "ramai": _("Lively"),
        "terbanyak": _("Most supported"),
    }
    return [(name, words[name]) for name in _offered(challenge)]


def _offered(challenge: Any) -> tuple[str, ...]:
    """Return the names of the orders; those by support only where counts are open."""
    always = (SHUFFLED, "terbaru", LEAST_SEEN)
    return always if challenge.counts_are_sealed else (*always, "ramai", "terbanyak")


def order_for(challenge: Any, viewer: Any) -> Order:
    """Return the order this request asks for; anything unknown or sealed is the shuffle."""
    asked = request.args.get("urut", SHUFFLED)
    if asked not in _offered(challenge):
        asked = SHUFFLED
    if asked == SHUFFLED:
        return _shuffle_for(challenge, viewer)
    column = {"terbaru": "sent", LEAST_SEEN: "seen_count", "ramai": "hot", "terbanyak": "vote_count"}[asked]
    return Order(asked, _TABLE.c[column], descending=asked != LEAST_SEEN)


def explanation(order: Order, challenge: Any) -> str:
    """Say in one line how this order comes about, and when counts open."""
    lines = {
        SHUFFLED: _("Order differs per person to be fair."),
        "terbaru": _("The newest ideas first."),
        LEAST_SEEN: _("Ideas that few have seen come first."),
        "ramai": _("New ideas with much support come first."),
        "terbanyak": _("The most supported ideas first."),
    }
    line = lines[order.name]
    if challenge.counts_are_sealed and challenge.support_close_at and challenge.cancelled_at is None:
        line += " " + _("Counts open on %(date)s.", date=short_date(challenge.support_close_at, challenge.zone))
    return line


def person_shuffle(challenge_id: int, user_id: int) -> Order:
    """Return a person's own order: stable, and near-uniform across people.

    One of the stored shuffles, a direction and a starting place, all from a keyed hash, so that nobody can
    choose an account by the order it gets.
    """
    digest = keyed_hash("shuffle", challenge_id, user_id)
    return _shuffle(digest[0] % SHUFFLES, bool(digest[1] & 1), int.from_bytes(digest[2:6]) % PLACES)


def visitor_shuffle(challenge_id: int, number: int) -> Order:
    """Return one of the 16 orders that visitors get."""
    start = int.from_bytes(keyed_hash("visitor-shuffle", challenge_id, number)[:4]) % PLACES
    return _shuffle(number % SHUFFLES, number >= SHUFFLES, start, number)


def number_of_visitor() -> int:
    """Return which of the visitors' orders this request gets: as its link says, else one a day for each browser."""
    number = request.args.get("acak", type=int)
    if number is not None and 0 <= number < VISITOR_ORDERS:
        return number
    agent = request.headers.get("User-Agent", "")
    return keyed_hash("visitor", network(), agent, now().date())[0] % VISITOR_ORDERS


def _shuffle_for(challenge: Any, viewer: Any) -> Order:
    if viewer.is_authenticated:
        return person_shuffle(challenge.id, viewer.id)
    return visitor_shuffle(challenge.id, number_of_visitor())


def _shuffle(number: int, descending: bool, start: int, visitor_number: int | None = None) -> Order:
    return Order(SHUFFLED, _TABLE.c[f"shuffle_{number}"], descending, start, visitor_number)
