"""Editing and withdrawing: who, until when, and what stays of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from ideaboard.ideas import service
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import drifted_counts
from ideaboard.media.models import Picture
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN, PostVersion
from tests.browser import Browser
from tests.database import context, count, fresh, rows
from tests.factories import make_challenge, make_idea, make_user
from tests.ideas.forms import TEXTS, filled, form_path
from tests.pictures import chosen, make_picture

Browse = Callable[..., Browser]


def _edit(idea: Idea, **changes: Any) -> dict[str, Any]:
    return {**TEXTS, "title": "Judul baru ini", "version": str(idea.version), **changes}


def test_an_edit_is_a_new_version(browse: Browse) -> None:
    idea = make_idea(author=(author := make_user()))
    answer = browse(author).post(f"/i/{idea.id}/ubah", _edit(idea, why="Karena *murah*."))
    after = fresh(idea)
    assert (answer.status_code, answer.location) == (303, f"/i/{idea.id}-judul-baru-ini")
    assert (after.title, after.version, after.excerpt) == ("Judul baru ini", 2, TEXTS["body"])
    assert "<em>murah</em>" in after.why_html
    numbers = rows(select(PostVersion.number).where(PostVersion.post_id == idea.id).order_by(PostVersion.number))
    assert numbers == [1, 2]


def test_the_form_of_an_edit_shows_the_idea_as_it_is(browse: Browse) -> None:
    idea = make_idea(author=(author := make_user()))
    picture = make_picture(author, post_id=idea.id)
    for path in (f"/i/{idea.id}/ubah", f"/i/{idea.id}-any-slug/ubah"):
        page = browse(author).get(path)
        assert page.status_code == 200
        assert idea.source in page.text
        assert f'value="{picture.name}"' in page.text


def test_an_edit_that_changes_nothing_makes_no_version(browse: Browse) -> None:
    author = make_user()
    idea = make_idea(author=author, title="Keripik sambal", for_whom="Semua")
    same = {"title": idea.title, "body": idea.source, "for_whom": "Semua", "why": "", "version": "1"}
    assert browse(author).post(f"/i/{idea.id}/ubah", same).status_code == 303
    assert fresh(idea).version == 1


def test_a_wrong_edit_is_refused_with_what_was_typed(browse: Browse) -> None:
    idea = make_idea(author=(author := make_user()))
    answer = browse(author).post(f"/i/{idea.id}/ubah", _edit(idea, title="Enak"))
    assert answer.status_code == 422
    assert 'value="Enak"' in answer.text
    assert fresh(idea).version == 1


def test_a_stale_edit_shows_both_texts_and_can_be_sent_again(browse: Browse) -> None:
    idea = make_idea(author=(author := make_user()))
    browser = browse(author)
    browser.post(f"/i/{idea.id}/ubah", _edit(idea, title="Dari tab pertama"))
    answer = browser.post(f"/i/{idea.id}/ubah", _edit(idea, title="Dari tab kedua"))
    assert answer.status_code == 409
    assert "Dari tab pertama" in answer.text
    assert "Dari tab kedua" in answer.text
    assert fresh(idea).title == "Dari tab pertama"
    assert 'name="version" type="hidden" value="2"' in answer.text
    again = browser.post(f"/i/{idea.id}/ubah", _edit(idea, title="Dari tab kedua", version="2"))
    assert again.status_code == 303


def test_of_eight_edits_at_once_one_wins_and_nothing_is_mixed(browse: Browse) -> None:
    idea = make_idea(author=(author := make_user()))
    browsers = [browse(author) for _ in range(8)]

    def edit(n: int) -> int:
        text = _edit(idea, title=f"Judul nomor {n}", body=f"Isi nomor {n} " + "x" * 40)
        return browsers[n].post(f"/i/{idea.id}/ubah", text).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(edit, range(8)))
    after = fresh(idea)
    assert codes == [303] + [409] * 7
    assert after.version == 2
    assert after.title[-1] == after.source[len("Isi nomor ")]


def test_pictures_are_added_described_and_removed(browse: Browse) -> None:
    idea = make_idea(author=(author := make_user()))
    stays, goes = make_picture(author, post_id=idea.id), make_picture(author, post_id=idea.id)
    form = _edit(
        idea,
        kept=[stays.name, goes.name],
        kept_alt=["Lebih jelas", "Ini"],
        remove=[goes.name],
        pictures=[chosen()],
        alt=["Baru"],
    )
    assert browse(author).post(f"/i/{idea.id}/ubah", form).status_code == 303
    assert rows(select(Picture.alt).where(Picture.post_id == idea.id).order_by(Picture.position)) == [
        "Lebih jelas",
        "Baru",
    ]


def test_a_picture_is_not_stolen_from_another_idea(browse: Browse) -> None:
    author = make_user()
    one, other = make_idea(author=author), make_idea(author=author)
    picture = make_picture(author, post_id=other.id)
    browse(author).post(f"/i/{one.id}/ubah", _edit(one, kept=[picture.name], kept_alt=["Milik lain"]))
    assert fresh(picture).post_id == other.id


@pytest.mark.parametrize("path", ["ubah", "tarik"])
def test_only_the_author_changes_an_idea(browse: Browse, path: str) -> None:
    owner = make_user()
    idea = make_idea(make_challenge(owner=owner))
    for person in (make_user(), owner, make_user(is_moderator=True), make_user(is_admin=True)):
        assert browse(person).get(f"/i/{idea.id}/{path}").status_code == 403
        assert browse(person).post(f"/i/{idea.id}/{path}", _edit(idea)).status_code == 403
    assert browse().get(f"/i/{idea.id}/{path}").status_code == 303
    assert browse().post(f"/i/{idea.id}/{path}", _edit(idea)).status_code == 401
    assert (fresh(idea).version, fresh(idea).status) == (1, PUBLISHED)


@pytest.mark.parametrize(("rule", "stage"), [("open", "review"), ("fair", "support"), ("fair", "review")])
@pytest.mark.parametrize("path", ["ubah", "tarik"])
def test_a_frozen_idea_says_why_and_keeps_the_text(browse: Browse, rule: str, stage: str, path: str) -> None:
    author = make_user()
    idea = make_idea(make_challenge(rule=rule, stage=stage), author)
    assert browse(author).get(f"/i/{idea.id}/{path}").status_code == 409
    answer = browse(author).post(f"/i/{idea.id}/{path}", _edit(idea))
    assert answer.status_code == 409
    assert (fresh(idea).version, fresh(idea).status) == (1, PUBLISHED)
    if path == "ubah":
        assert TEXTS["body"] in answer.text


@pytest.mark.parametrize("status", [HIDDEN, REMOVED, WITHDRAWN])
def test_what_is_not_on_the_board_cannot_be_edited(browse: Browse, status: str) -> None:
    idea = make_idea(author=(author := make_user()), status=status)
    assert browse(author).post(f"/i/{idea.id}/ubah", _edit(idea)).status_code == 409
    assert fresh(idea).version == 1


def test_a_held_idea_may_be_edited_and_withdrawn(browse: Browse) -> None:
    idea = make_idea(author=(author := make_user()), status=HELD)
    assert browse(author).post(f"/i/{idea.id}/ubah", _edit(idea)).status_code == 303
    assert browse(author).post(f"/i/{idea.id}/tarik").status_code == 303
    assert fresh(idea).status == WITHDRAWN


def test_unknown_ideas_are_not_found(browse: Browse) -> None:
    browser = browse(make_user())
    for ident in ("0", "999999", "9" * 25):
        assert browser.get(f"/i/{ident}/ubah").status_code == 404
        for path in ("ubah", "tarik"):
            assert browser.post(f"/i/{ident}/{path}", TEXTS).status_code in {404, 405}


def test_a_withdrawn_idea_leaves_the_board_and_its_count(browse: Browse) -> None:
    challenge, author = make_challenge(), make_user()
    make_idea(challenge)
    idea = make_idea(challenge, author)
    assert browse(author).get(f"/i/{idea.id}/tarik").status_code == 200
    assert browse(author).post(f"/i/{idea.id}/tarik").location == fresh(idea).path
    assert (fresh(idea).status, fresh(idea).listed, fresh(challenge).idea_count) == (WITHDRAWN, False, 1)


def test_withdrawing_twice_at_once_counts_once(browse: Browse) -> None:
    challenge, author = make_challenge(), make_user()
    idea = make_idea(challenge, author)
    browsers = [browse(author) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda browser: browser.post(f"/i/{idea.id}/tarik").status_code, browsers))
    assert set(codes) == {303}
    assert fresh(challenge).idea_count == 0
    with context():
        assert drifted_counts() == []


def test_withdrawing_and_editing_at_once_leave_one_truth(browse: Browse) -> None:
    challenge, author = make_challenge(), make_user()
    ideas = [make_idea(challenge, author) for _ in range(6)]
    jobs = [(idea, path) for idea in ideas for path in ("ubah", "tarik")]
    browsers = [browse(author) for _ in jobs]

    def run(pair: Any) -> int:
        browser, (idea, path) = pair
        return int(browser.post(f"/i/{idea.id}/{path}", _edit(idea)).status_code)

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(run, zip(browsers, jobs, strict=True)))
    assert set(codes) <= {303, 409}
    assert count(Idea, Idea.status == WITHDRAWN) == 6
    assert fresh(challenge).idea_count == 0


def test_what_hangs_on_the_board_is_told_in_the_same_transaction(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def refuse(idea: Idea) -> None:
        told.append(idea.id)
        raise RuntimeError

    monkeypatch.setattr(service, "_unlisted", [refuse])
    author = make_user()
    idea = make_idea(author=author)
    browse(author).post(f"/i/{idea.id}/tarik")
    assert told == [idea.id]
    assert (fresh(idea).status, fresh(idea).listed) == (PUBLISHED, True)


def test_the_author_may_send_a_withdrawn_idea_again(browse: Browse) -> None:
    challenge, author = make_challenge(), make_user()
    idea = make_idea(challenge, author)
    browse(author).post(f"/i/{idea.id}/tarik")
    assert browse(author).post(form_path(challenge), filled()).status_code == 303
    assert fresh(challenge).idea_count == 1


def test_every_change_of_status_keeps_the_count(browse: Browse) -> None:
    challenge = make_challenge()
    for status in (PUBLISHED, HELD, HIDDEN, WITHDRAWN, PUBLISHED):
        make_idea(challenge, status=status)
    assert fresh(challenge).idea_count == 2
    with context():
        assert drifted_counts() == []
