"""Editing for a quarter of an hour, deleting one's own, versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.posts.models import WITHDRAWN, PostVersion
from tests.browser import Browser
from tests.comments.steps import make_comment
from tests.database import count, fresh
from tests.factories import make_user

Browse = Callable[..., Browser]


def _edit(comment: Comment, body: str = "Sudah saya perbaiki.", version: int | None = None) -> dict[str, str]:
    return {"body": body, "version": str(version or comment.version)}


def test_an_edit_is_a_new_version_that_everybody_can_compare(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()), body="Beli di mana?")
    answer = browse(author).post(f"/k/{comment.id}/ubah", _edit(comment, "Beli di pasar mana?"))
    assert (answer.status_code, answer.location) == (303, f"/k/{comment.id}#k-{comment.id}")
    assert (fresh(comment).source, fresh(comment).version) == ("Beli di pasar mana?", 2)
    assert f"/k/{comment.id}/riwayat" in browse().get(f"/k/{comment.id}").text
    page = browse().get(f"/k/{comment.id}/riwayat").text
    assert "<ins>" in page
    assert "pasar " in page


def test_the_form_of_an_edit_shows_the_text_as_typed(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()), body="Beli *di mana*?")
    assert "Beli *di mana*?" in browse(author).get(f"/k/{comment.id}/ubah").text


def test_an_edit_that_changes_nothing_makes_no_version(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()))
    browse(author).post(f"/k/{comment.id}/ubah", _edit(comment, comment.source))
    assert count(PostVersion, PostVersion.post_id == comment.id) == 1


def test_a_wrong_edit_is_refused_and_kept(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()))
    answer = browse(author).post(f"/k/{comment.id}/ubah", _edit(comment, "x" * 2001))
    assert (answer.status_code, "x" * 2001 in answer.text) == (422, True)


def test_a_stale_edit_shows_both_texts_and_the_next_try_is_taken(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()))
    browser = browse(author)
    browser.post(f"/k/{comment.id}/ubah", _edit(comment, "Dari ponsel."))
    answer = browser.post(f"/k/{comment.id}/ubah", _edit(comment, "Dari laptop."))
    assert answer.status_code == 409
    assert "Dari ponsel." in answer.text
    assert "Dari laptop." in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert browser.post(f"/k/{comment.id}/ubah", _edit(comment, "Dari laptop.", 2)).status_code == 303
    assert fresh(comment).version == 3


def test_after_a_quarter_of_an_hour_the_text_stands_and_what_was_typed_is_kept(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()))
    browser = browse(author)
    assert "ubah" in browser.get(f"/k/{comment.id}").text
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1)):
        assert browser.get(f"/k/{comment.id}/ubah").status_code == 409
        answer = browser.post(f"/k/{comment.id}/ubah", _edit(comment, "Terlambat."))
        assert f"/k/{comment.id}/ubah" not in browser.get(f"/k/{comment.id}").text
    assert (answer.status_code, "Terlambat." in answer.text) == (409, True)
    assert fresh(comment).version == 1


@pytest.mark.parametrize("verb", ["ubah", "hapus"])
def test_only_the_author_changes_or_deletes(browse: Browse, verb: str) -> None:
    comment = make_comment()
    browser = browse(make_user(is_moderator=True))
    assert browser.get(f"/k/{comment.id}/{verb}").status_code == 403
    assert browser.post(f"/k/{comment.id}/{verb}", _edit(comment)).status_code == 403
    assert browse().get(f"/k/{comment.id}/{verb}").status_code == 303
    assert browse().post(f"/k/{comment.id}/{verb}").status_code == 401
    page = browser.get(f"/k/{comment.id}").text
    assert f"/k/{comment.id}/{verb}" not in page


def test_deleting_asks_first_and_leads_back_to_the_conversation(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()))
    browser = browse(author)
    assert comment.source in browser.get(f"/k/{comment.id}/hapus").text
    assert fresh(comment).listed
    answer = browser.post(f"/k/{comment.id}/hapus")
    assert answer.status_code == 303
    assert answer.location.endswith("#komentar")
    assert (fresh(comment).status, fresh(comment).listed) == (WITHDRAWN, False)


def test_deleting_twice_changes_nothing_more(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()))
    for _ in range(2):
        assert browse(author).post(f"/k/{comment.id}/hapus").status_code == 303
    assert browse(author).get(f"/k/{comment.id}/hapus").status_code == 303


def test_a_deleted_comment_cannot_be_edited_and_its_versions_are_gone_for_others(browse: Browse) -> None:
    comment = make_comment(author=(author := make_user()))
    browse(author).post(f"/k/{comment.id}/hapus")
    assert browse(author).post(f"/k/{comment.id}/ubah", _edit(comment)).status_code == 409
    assert browse().get(f"/k/{comment.id}/riwayat").status_code == 404
