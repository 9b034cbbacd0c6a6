"""Copies of stored posts are found, on both databases."""

import pytest

from ideaboard.screening.copies.models import CopyKey, CopySketch
from ideaboard.screening.copies.service import candidates, forget, remember
from tests import database
from tests.factories import make_idea
from tests.screening.copies.test_sketch import LABEL, REWORDED, SALE

pytestmark = pytest.mark.usefixtures("in_request")


def remembered(*texts: str, **columns):
    idea = make_idea(body=texts[-1], **columns)
    database.write(lambda: remember(idea.id, texts))
    return idea


def test_a_reworded_copy_of_another_idea_is_found_with_its_author():
    idea = remembered("Tanggal besar di kanan atas", LABEL.partition(". ")[2])
    remembered(SALE)
    (found,) = candidates(REWORDED)
    assert (found.post_id, found.author_id, found.parent_id) == (idea.id, idea.author_id, idea.challenge_id)
    assert found.created_at == idea.created_at
    assert found.likeness > 0.7
    assert not found.is_exact


def test_the_same_text_at_several_ideas_is_found_everywhere_newest_first():
    ideas = [remembered(SALE) for _ in range(4)]
    found = candidates(SALE.upper())
    assert [copy.post_id for copy in found] == [idea.id for idea in reversed(ideas)]
    assert all(copy.is_exact for copy in found)


def test_a_post_is_no_copy_of_itself():
    idea = remembered(SALE)
    assert candidates(SALE, without=idea.id) == []


def test_short_praise_copies_nothing():
    remembered("mantap kak")
    assert database.count(CopySketch) == 0
    assert candidates("mantap kak") == []


def test_a_draft_is_not_told_of():
    remembered(SALE, status="draft")
    assert candidates(SALE) == []


def test_an_edit_takes_the_place_of_what_was_remembered():
    idea = remembered(SALE)
    database.write(lambda: remember(idea.id, [LABEL]))
    assert candidates(SALE) == []
    assert [copy.post_id for copy in candidates(LABEL)] == [idea.id]


def test_what_is_forgotten_leaves_nothing():
    idea = remembered(SALE)
    database.write(lambda: forget(idea.id))
    assert database.count(CopySketch) == database.count(CopyKey) == 0


def test_a_text_is_remembered_in_a_transaction_only():
    with pytest.raises(RuntimeError, match="transaction"):
        remember(1, [SALE])


def test_finding_takes_one_statement_whatever_the_number_of_posts():
    for _ in range(3):
        remembered(SALE)
    with database.statements() as seen:
        candidates(SALE)
    assert len(seen) == 1
