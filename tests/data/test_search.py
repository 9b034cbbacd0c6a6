"""Finding: ranks, beginnings, the cap, and input that means harm."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideaboard.data import search
from ideaboard.data.search import MOST_WORDS, Asked, ranked_hits
from ideaboard.extensions import db
from tests.database import context
from tests.factories import make_challenge, make_idea, make_many_ideas, make_user

HOSTILE = [
    '"', "''", '"""" AND', "AND OR NOT", "NEAR(a b)", "NEAR", "*", "a*", "^a", "-a", "title:a", "{title}: a", "(",
    ")", "a AND (", "%", "_", "\\", "a:*", "!a & | b", "<->", "a <-> b", "'; DROP TABLE posts; --", "\ud7ff",
    "\ufffd",
    "\u0301", "²", "Ⅷ", "ﬁ", "१२", "ไทย", "🍌", "\u202e", "1e5", "-1", "3.14", "a@b.example", "http://a/b?c=d",
    "a" * 10_000,    "a " * 5_000, "1.2.3.4", "0x1f", "&lt;", "null", "\t\n", "yang di dan",
]  # fmt: skip


def ids(words: str) -> list[int]:
    """The posts that are found, the best first."""
    with context():
        hits = ranked_hits(Asked.parse(words)).subquery()
        rows = db.session.execute(db.select(hits).order_by(hits.c.score.desc(), hits.c.id.desc()))
        return [row.object_id for row in rows if row.kind == "idea"]


def test_a_word_in_the_title_weighs_more_than_one_in_the_text(app: Flask) -> None:
    challenge = make_challenge()
    in_title = make_idea(challenge, title="Tempoyak kering", body="Bumbu tabur.")
    in_text = make_idea(challenge, title="Bumbu tabur", body="Dari tempoyak yang dikeringkan.")
    make_idea(challenge, title="Lain sekali", body="Tanpa itu.")
    assert ids("tempoyak") == [in_title.id, in_text.id]


def test_the_beginning_of_a_word_is_enough(app: Flask) -> None:
    idea = make_idea(title="Tempoyak kering")
    assert ids("tempo") == ids("te ker") == [idea.id]


def test_every_word_must_be_there(app: Flask) -> None:
    idea = make_idea(title="Tempoyak kering")
    make_idea(title="Tempoyak basah", body="Itu saja.")
    assert ids("kering tempoyak") == [idea.id]


def test_an_ending_does_not_hide_a_word(app: Flask) -> None:
    idea = make_idea(title="Rasa pedas", body="Itu saja.")
    assert ids("pedasnya") == [idea.id]


def test_accents_and_capitals_do_not_hide_a_word(app: Flask) -> None:
    idea = make_idea(title="Café ENAK")
    assert ids("cafe") == ids("CAFÉ") == ids("enak") == [idea.id]


def test_words_joined_by_signs_are_found_one_by_one(app: Flask) -> None:
    idea = make_idea(title="Rasa", body="asam/manis, gurih-renyah, _lembut_ <b>tebal</b> www.contoh.example")
    for word in ("asam", "manis", "gurih", "renyah", "lembut", "tebal", "contoh"):
        assert ids(word) == [idea.id], word


def test_words_that_say_nothing_do_not_narrow(app: Flask) -> None:
    idea = make_idea(title="Tempoyak kering")
    assert ids("tempoyak yang untuk") == [idea.id]
    assert Asked.parse("yang untuk").words == ("yang", "untuk")


def test_only_the_newest_hits_of_a_common_word_are_ranked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RANKED", {"sqlite": 5, "postgresql": 5})
    challenge = make_challenge()
    make_many_ideas(challenge, make_user(), 12)
    newest = make_idea(challenge, title="Ide terbaru")
    found = ids("ide")
    assert newest.id in found
    assert sorted(found) == list(range(newest.id - 4, newest.id + 1))


@pytest.mark.parametrize("typed", HOSTILE)
def test_no_input_breaks_the_search(app: Flask, typed: str) -> None:
    make_idea(title="Tempoyak kering")
    asked = Asked.parse(typed)
    if asked:
        ids(typed)
    assert len(asked.words) <= MOST_WORDS


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_no_text_at_all_breaks_the_search(app: Flask, typed: str) -> None:
    if Asked.parse(typed):
        ids(typed)
