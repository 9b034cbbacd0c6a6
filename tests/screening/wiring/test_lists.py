"""What admins block acts on what is written, and what it hit is written down. The real engine reads here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.screening.blocklists.entries import EntryText
from ideaboard.screening.blocklists.models import BlocklistHit
from ideaboard.screening.blocklists.service import add_entry
from ideaboard.screening.service import read
from tests.browser import Browser
from tests.database import context, count, rows
from tests.factories import make_user
from tests.screening.wiring.kinds import write

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def real_engine(fake_engine: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the board's own engine read."""
    monkeypatch.setattr("ideaboard.screening.fields.read", read)
    monkeypatch.setattr("ideaboard.screening.validators.read", read)


def block(kind: str, text: str, action: str, *, in_shadow: bool = False) -> None:
    with context():
        entry = EntryText(mode="block", kind=kind, text=text, action=action)
        add_entry(entry, actor_id=make_user(is_admin=True).id, in_shadow=in_shadow)


def statuses() -> list[str]:
    return [post.status for post in rows(select(Post).where(Post.kind == "comment"))]


def test_a_blocked_word_holds_a_comment(browse: Browse) -> None:
    block("word", "kucingbiru", "hold")
    assert write("comment", browse, make_user(), "Ada kucingbiru di sini.")[0].status_code == 303
    assert (statuses(), count(BlocklistHit)) == ([HELD], 1)


def test_a_blocked_domain_refuses_it(browse: Browse) -> None:
    block("domain", "tipu.example", "refuse")
    answer, _path = write("comment", browse, make_user(), "Lihat https://tipu.example/a saja.")
    assert (answer.status_code, statuses()) == (422, [])


def test_an_entry_in_shadow_only_takes_note(browse: Browse) -> None:
    block("word", "kucingbiru", "hold", in_shadow=True)
    write("comment", browse, make_user(), "Ada kucingbiru di sini.")
    assert (statuses(), count(BlocklistHit)) == ([PUBLISHED], 1)


def test_a_blocked_network_holds_whatever_comes_from_it(browse: Browse) -> None:
    block("network", "127.0.0.0/24", "hold")
    write("comment", browse, make_user(), "Enak.")
    assert (statuses(), count(BlocklistHit)) == ([HELD], 1)


def test_the_same_text_again_and_again_is_held_or_refused(browse: Browse) -> None:
    author = make_user()
    long = "Jangan lewatkan kesempatan ini, teman-teman semua, karena saya menulis kalimat yang sama di mana-mana."
    answers = [write("comment", browse, author, long)[0].status_code for _n in range(5)]
    assert statuses()[0] == PUBLISHED
    assert answers[1:] == [429] * 4  # within ten minutes; posts/repeating.py says what comes after
    assert len(statuses()) == 1
