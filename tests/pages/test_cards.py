"""Cards filled into stencils are the cards that the template makes, whatever their words are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, g, render_template

from ideaboard.ideas.listing import Card
from ideaboard.pages.cards import cards_html
from ideaboard.votes.queries import BallotView
from ideaboard.web import fragments
from tests.database import on_sqlite

pytestmark = on_sqlite

WORDS = [
    "Keripik sambal seruit",
    "<script>alert(1)</script>",
    "Rasa \"pedas\" & 'asam'",
    "{{ 7*7 }} %(num)s {0} \\1",
    str(fragments.hole("token")),
    str(fragments.ANY_ID),
    "Kopi \u202e terbalik, é, \U0001f34c",
]


def card(number: int, words: str, **more: Any) -> Card:
    values = {"id": number, "title": words, "excerpt": words, "author_id": 1, "author": words, "city": words}
    counts = {"vote_count": 0, "comment_count": 0, "version": 1}
    picture = {"picture": None, "alt": "", "thumb_width": 0, "thumb_height": 0, "thumb_bytes": 0}
    return Card(**{**values, **counts, **picture, **more})


def ballot(viewer_id: int | None, *, fair: bool = False, closed: str = "", used: int = 0, mine: tuple = ()) -> Any:
    challenge = SimpleNamespace(counts_are_sealed=fair, is_fair=fair, slug="rasa-baru")
    facts = {"is_authenticated": viewer_id is not None, "id": viewer_id, "is_silenced": False}
    viewer = SimpleNamespace(**facts, email_confirmed_at=1, silenced_until=None, suspended_at=None)
    return BallotView(challenge, viewer, used, None, frozenset(mine), closed)


def rendered(app: Flask, one: Card, mine: Any, back: str, focus: bool) -> str:
    g.is_kept_part = True
    made = render_template("ideas/_card.html", idea=one, ballot=mine, state=mine.state(one), back=back, focus=focus)
    g.is_kept_part = False
    return made


BALLOTS = {
    "visitor": lambda: ballot(None),
    "visitor, sealed": lambda: ballot(None, fair=True),
    "member": lambda: ballot(7, mine=(3, 5)),
    "spent": lambda: ballot(7, fair=True, used=5, mine=(2,)),
    "closed": lambda: ballot(7, closed="Tutup", mine=(1,)),
    "author": lambda: ballot(1),
}


@pytest.mark.parametrize("who", BALLOTS)
def test_a_filled_card_is_the_card_of_its_template(app: Flask, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    monkeypatch.setattr("ideaboard.votes.queries.may_contribute", lambda viewer: viewer.is_authenticated)
    cards = [card(n, words) for n, words in enumerate(WORDS, 1)]
    cards += [card(8, "Tanpa kota", city=""), card(9, "Ramai", vote_count=1, comment_count=2)]
    cards += [card(10 + n, "Sepi", author_id=2, vote_count=12, comment_count=n) for n in (1, 2)]
    with app.test_request_context("/", headers={"HX-Request": "true"}):
        for _again in range(2):  # The second time everything comes from memory.
            made = cards_html(cards, BALLOTS[who](), "/t/rasa-baru?urut=acak", focus=True)
            assert made == "\n".join(
                rendered(app, one, BALLOTS[who](), "/t/rasa-baru?urut=acak", one.id == 1) for one in cards
            )


def test_a_member_gets_the_button_of_their_own_support(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ideaboard.votes.queries.may_contribute", lambda viewer: viewer.is_authenticated)
    with app.test_request_context("/"):
        cards = [card(n, "Sama", author_id=2) for n in (1, 2)]
        made = str(cards_html(cards, ballot(7, mine=(2,)), "", focus=False)).split("<li")
        assert 'aria-pressed="false"' in made[1]
        assert 'aria-pressed="true"' in made[2]


def test_many_ideas_share_one_stencil(app: Flask) -> None:
    shelf = app.extensions["stencils"]
    shelf.clear()
    with app.test_request_context("/"):
        cards_html([card(n, f"Ide {n}") for n in range(1, 21)], ballot(None), "/t/x", focus=False)
    assert len(shelf._things) == 1
