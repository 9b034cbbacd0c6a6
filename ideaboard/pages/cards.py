"""The cards of a board for one reader: filled into stencils, since most differ in nothing but words and id."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup, escape

from ideaboard.ideas.listing import Card
from ideaboard.votes.queries import BallotView
from ideaboard.web.fragments import ANY_ID, fragment, hole, stencils_of

_CARD = "ideas/_card.html"


def cards_html(cards: Sequence[Card], ballot: BallotView, back: str, *, focus: bool) -> Markup:
    """Return the cards; `back` is where their buttons lead to, `focus` says that the first one takes it."""
    find, made = stencils_of(_CARD), list[str]()
    board = (ballot.challenge.counts_are_sealed, ballot.closed, back)
    for card in cards:
        around = {"state": ballot.state(card), "focus": focus and not made}
        how = (*around.values(), *board)
        around |= {"ballot": ballot, "back": back}
        if card.picture or card.label:  # Those are more than words: such a card is kept as it is.
            made.append(fragment(_CARD, (card.shown, how), idea=card, **around))
            continue
        key = (bool(card.city), card.vote_count, card.comment_count, how)  # all that the stand-in is made of
        found = find(key, lambda card=card, around=around: {"idea": _stand_in(card), **around})  # type: ignore[misc]
        made.append(found.fill(_words(card)))
    return Markup("\n".join(made))  # noqa: S704  what Jinja rendered, and words that are escaped


def _stand_in(card: Card) -> SimpleNamespace:
    """Return a card with holes where it has words, and everything else as it is."""
    words = {name: hole(name) for name in ("title", "path", "excerpt", "author")}
    counts = {"vote_count": card.vote_count, "comment_count": card.comment_count}
    city = hole("city") if card.city else ""
    return SimpleNamespace(id=ANY_ID, city=city, picture=None, label=None, **words, **counts)


def _words(card: Card) -> dict[str, Any]:
    return {
        "id": str(card.id),
        "path": card.path,  # letters, digits and hyphens
        "title": escape(card.title),
        "excerpt": escape(card.excerpt),
        "author": escape(card.author),
        "city": escape(card.city),
    }
