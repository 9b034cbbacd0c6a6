"""The versions of an idea: what changed, who sees it, going back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import DRAFT, HIDDEN, WITHDRAWN, PostVersion
from tests.browser import Browser
from tests.database import count, fresh, statements, write
from tests.factories import make_challenge, make_idea, make_user
from tests.ideas.forms import TEXTS

Browse = Callable[..., Browser]


@pytest.fixture
def author(app: object) -> User:
    return make_user()


@pytest.fixture
def idea(browse: Browse, author: User) -> Idea:
    """An idea in three versions."""
    made = make_idea(author=author, title=TEXTS["title"], body=TEXTS["body"], for_whom=TEXTS["for_whom"])
    for version, why in ((1, "Karena murah."), (2, "Karena murah dan mudah.")):
        form = {**TEXTS, "why": why, "version": str(version)}
        assert browse(author).post(f"/i/{made.id}/ubah", form).status_code == 303
    return fresh(made)


def _path(idea: Idea) -> str:
    return f"/i/{idea.id}/riwayat"


def test_the_page_of_a_changed_idea_leads_to_its_versions(browse: Browse, idea: Idea) -> None:
    assert _path(idea) in browse().get(idea.path).text
    assert "/riwayat" not in browse().get(make_idea().path).text


def test_the_newest_change_is_shown_first(browse: Browse, idea: Idea) -> None:
    page = browse().get(_path(idea)).text
    assert "Dari versi 2 ke versi 3" in page
    assert "dan mudah" in page
    assert page.count("<ins>") == 1


def test_any_two_versions_can_be_compared_in_both_directions(browse: Browse, idea: Idea) -> None:
    forth = browse().get(f"{_path(idea)}?dari=1&ke=3").text
    back = browse().get(f"{_path(idea)}?dari=3&ke=1").text
    assert ("<ins>" in forth, "<del>" in forth) == (True, False)
    assert ("<ins>" in back, "<del>" in back) == (False, True)


@pytest.mark.parametrize("query", ["dari=x&ke=y", "dari=9&ke=99", f"dari={2**70}", "dari=-1&ke=0", "ke=1"])
def test_any_numbers_are_safe(browse: Browse, idea: Idea, query: str) -> None:
    assert browse().get(f"{_path(idea)}?{query}").status_code == 200


def test_an_idea_with_one_version_has_nothing_to_compare(browse: Browse) -> None:
    page = browse().get(_path(make_idea())).text
    assert "<select" not in page


@pytest.mark.parametrize("status", [DRAFT, HIDDEN, WITHDRAWN])
def test_versions_are_for_whoever_may_see_the_idea(browse: Browse, author: User, status: str) -> None:
    hidden = make_idea(author=author, status=status)
    assert browse(make_user()).get(_path(hidden)).status_code == 404
    assert browse(author).get(_path(hidden)).status_code == (404 if status == DRAFT else 200)


def test_going_back_makes_a_new_version(browse: Browse, author: User, idea: Idea) -> None:
    answer = browse(author).post(_path(idea), {"number": "1", "version": "3"})
    assert (answer.status_code, answer.location) == (303, idea.path)
    assert (fresh(idea).why, fresh(idea).why_html, fresh(idea).version) == ("", "", 4)
    assert count(PostVersion, PostVersion.post_id == idea.id) == 4


def test_only_the_author_is_offered_and_allowed_the_way_back(browse: Browse, author: User, idea: Idea) -> None:
    assert browse(author).get(_path(idea)).text.count('name="number"') == 2
    assert 'name="number"' not in browse(make_user()).get(_path(idea)).text
    assert browse(make_user()).post(_path(idea), {"number": "1", "version": "3"}).status_code == 403
    assert fresh(idea).version == 3


@pytest.mark.parametrize("form", [{"number": "9"}, {"number": "x"}, {"number": str(2**70)}, {}])
def test_there_is_no_way_back_to_no_version(browse: Browse, author: User, idea: Idea, form: dict[str, str]) -> None:
    assert browse(author).post(_path(idea), {"version": "3", **form}).status_code == 409


def test_going_back_from_an_old_page_is_refused(browse: Browse, author: User, idea: Idea) -> None:
    assert browse(author).post(_path(idea), {"number": "1", "version": "2"}).status_code == 409
    assert fresh(idea).version == 3


def test_when_ideas_are_closed_there_is_no_way_back(browse: Browse, author: User) -> None:
    closed = make_idea(make_challenge(stage="review"), author)
    assert 'name="number"' not in browse(author).get(_path(closed)).text
    assert browse(author).post(_path(closed), {"number": "1", "version": "1"}).status_code == 409


def test_versions_cost_one_statement_whatever_their_number(browse: Browse, idea: Idea) -> None:
    costs = []
    for each in (idea, make_idea()):
        with statements() as seen:
            browse().get(_path(each))
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 2


def test_a_text_that_an_old_version_did_not_keep_is_no_change(browse: Browse, author: User) -> None:
    made = make_idea(author=author, body=TEXTS["body"])
    write(lambda: db.session.execute(update(PostVersion).values(fields={"title": made.title, "body": made.source})))
    form = {**TEXTS, "body": TEXTS["body"] + " Manis.", "title": made.title, "version": "1"}
    assert browse(author).post(f"/i/{made.id}/ubah", form).status_code == 303
    page = browse().get(_path(made)).text
    assert page.count("<ins>") == 1
    assert TEXTS["for_whom"] not in page
