"""The hash of a table's content."""

from __future__ import annotations

from sqlalchemy import update

from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.keeping.proof import Proof
from tests.database import write
from tests.keeping.content import contents, fill


def proof(*rows: tuple) -> Proof:
    made = Proof()
    for row in rows:
        made.add(row)
    return made


def test_the_order_of_rows_does_not_matter():
    assert proof((1, "a"), (2, "b")) == proof((2, "b"), (1, "a"))


def test_a_row_that_is_there_twice_is_another_content():
    assert proof((1,), (1,)) != proof((1,))
    assert proof((1,), (1,), (2,)) != proof((1,), (2,), (2,))
    assert proof((1,), (1,)) != proof()


def test_values_of_different_types_are_different():
    assert len({str(proof((value,))) for value in (1, True, "1", b"1", 1.0, None, "")}) == 7


def test_a_value_never_flows_into_its_neighbour():
    assert proof(("a", "b")) != proof(("a', 'b", ""))
    assert proof(("ab", "")) != proof(("a", "b"))


def test_one_changed_letter_changes_one_table(board):
    idea = fill(board)
    before = contents(board)
    write(
        lambda: db.session.execute(update(Idea.__table__).where(Idea.__table__.c.id == idea.id).values(title="x"))
    )
    after = contents(board)
    # The index of what can be found and the numbers of pages follow by themselves.
    assert {name for name in before if before[name] != after[name]} >= {"ideas", "search_entries"}
    assert before["posts"] == after["posts"]
