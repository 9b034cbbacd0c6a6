"""The index follows every write, by whatever way it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from ideaboard.businesses.models import Business, Membership
from ideaboard.data.search import Asked, ranked_hits
from ideaboard.data.search_index import Entry, rebuild_index
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN, Post, PostVersion
from ideaboard.posts.service import change_status, revise
from tests.database import context, fresh, rows, write
from tests.factories import make_business, make_challenge, make_idea, make_many_ideas, make_user


def found(words: str) -> set[tuple[str, int]]:
    with context():
        return {(row.kind, row.object_id) for row in db.session.execute(ranked_hits(Asked.parse(words)))}


def entries() -> list[tuple[Any, ...]]:
    with context():
        columns = (Entry.kind, Entry.object_id, Entry.challenge_id, Entry.title, Entry.body)
        return sorted(tuple(row) for row in db.session.execute(select(*columns)))


def test_a_new_idea_is_found_by_title_and_by_each_of_its_texts(app: Flask) -> None:
    idea = make_idea(title="Sambal seruit", body="Dengan tempoyak bubuk.", for_whom="Perantau", why="Karena murah")
    for word in ("seruit", "tempoyak", "perantau", "murah"):
        assert found(word) == {("idea", idea.id)}, word


def test_a_challenge_is_found_by_its_problem(app: Flask) -> None:
    challenge = make_challenge(problem="Stoples tertukar di gudang.")
    assert found("stoples") == {("challenge", challenge.id)}


def test_a_business_is_found_by_what_it_says_of_itself(app: Flask) -> None:
    business = make_business(about="Menggoreng sejak 2011")
    assert found("menggoreng") == {("business", business.id)}


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN, REMOVED, WITHDRAWN])
@pytest.mark.parametrize("make", [make_idea, make_challenge])
def test_what_is_not_public_has_no_entry(app: Flask, make: Callable[..., Post], status: str) -> None:
    make(title="Sambal seruit lampung", status=status)
    assert found("seruit") == set()


def test_an_idea_that_is_hidden_leaves_at_once_and_comes_back(app: Flask) -> None:
    idea = make_idea(title="Sambal seruit")
    write(lambda: change_status(db.session.get(Idea, idea.id), HIDDEN, expected=(PUBLISHED,)))
    assert found("seruit") == set()
    write(lambda: change_status(db.session.get(Idea, idea.id), PUBLISHED, expected=(HIDDEN,)))
    assert found("seruit") == {("idea", idea.id)}


def test_an_edit_changes_what_is_found(app: Flask) -> None:
    idea = make_idea(title="Sambal seruit", body="Dengan tempoyak bubuk dan banyak cabai.")

    def edit() -> None:
        mine = db.session.get(Idea, idea.id)
        revise(mine, {"body": "Dengan kemiri."}, editor_id=idea.author_id, base_version=1)
        mine.title = "Sambal pecel"

    write(edit)
    assert (found("seruit"), found("tempoyak")) == (set(), set())
    assert found("pecel") == found("kemiri") == {("idea", idea.id)}


def test_a_business_that_is_renamed_is_found_by_its_new_name(app: Flask) -> None:
    business = make_business(name="Keripik Bu Marni")
    write(lambda: setattr(db.session.get(Business, business.id), "name", "Warung Sekar"))
    assert (found("marni"), found("sekar")) == (set(), {("business", business.id)})


def test_a_statement_past_the_services_is_followed_too(app: Flask) -> None:
    idea = make_idea(title="Sambal seruit")
    write(lambda: db.session.execute(update(Post.__table__).values(status=REMOVED)))
    assert found("seruit") == set()
    write(lambda: db.session.execute(update(Post.__table__).values(status=PUBLISHED)))
    assert ("idea", idea.id) in found("seruit")


def test_rows_loaded_in_bulk_are_found(app: Flask) -> None:
    make_many_ideas(make_challenge(title="Papan besar"), make_user(), 30)
    assert len({pair for pair in found("ide") if pair[0] == "idea"}) == 30


def test_what_is_deleted_is_gone(app: Flask) -> None:
    idea, business = make_idea(title="Sambal seruit"), make_business(name="Warung Sekar")

    def remove() -> None:
        db.session.execute(delete(PostVersion).where(PostVersion.post_id == idea.id))
        db.session.execute(delete(Post.__table__).where(Post.__table__.c.id == idea.id))
        db.session.execute(delete(Membership).where(Membership.business_id == business.id))
        db.session.execute(delete(Business).where(Business.id == business.id))

    write(remove)
    assert (found("seruit"), found("sekar")) == (set(), set())


def test_what_is_rolled_back_was_never_found(app: Flask) -> None:
    idea = make_idea(title="Sambal seruit")

    def fail() -> None:
        db.session.get(Idea, idea.id).title = "Sambal pecel"
        db.session.flush()
        1 / 0  # noqa: B018

    with pytest.raises(ZeroDivisionError):
        write(fail)
    assert (found("pecel"), found("seruit")) == (set(), {("idea", idea.id)})


def test_counting_votes_does_not_touch_the_index(app: Flask) -> None:
    idea = make_idea(title="Sambal seruit")
    before = rows(select(Entry.id))
    write(lambda: setattr(db.session.get(Idea, idea.id), "vote_count", 7))
    assert rows(select(Entry.id)) == before
    assert fresh(idea).vote_count == 7


def test_building_the_index_anew_changes_nothing(app: Flask) -> None:
    make_idea(title="Sambal seruit")
    make_idea(title="Sambal pecel", status=HIDDEN)
    before = entries()
    assert write(rebuild_index) == len(before)
    assert entries() == before
    assert len(found("seruit")) == 1


def test_the_command_builds_the_index_anew(app: Flask) -> None:
    make_idea(title="Sambal seruit")
    write(lambda: db.session.execute(delete(Entry)))
    result = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert (result.exit_code, result.output) == (0, "3 entries.\n")
    assert len(found("seruit")) == 1
