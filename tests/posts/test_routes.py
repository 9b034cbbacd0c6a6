"""Who gets a picture, and how it is sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ideaboard.data.transaction import transaction
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.database import context, fresh
from tests.factories import make_challenge, make_idea, make_user
from tests.pictures import make_picture

Browse = Callable[..., Browser]


def _statuses(browse: Browse, path: str, author: object) -> dict[str, int]:
    readers = {
        "visitor": None,
        "member": make_user(),
        "author": author,
        "moderator": make_user(is_moderator=True),
        "admin": make_user(is_admin=True),
    }
    return {role: browse(person).get(path).status_code for role, person in readers.items()}


ALL = {"visitor", "member", "author", "moderator", "admin"}


@pytest.mark.parametrize(
    ("status", "who"),
    [
        (PUBLISHED, ALL),
        (DRAFT, {"author"}),
        (HELD, {"author", "moderator"}),
        (HIDDEN, {"author", "moderator"}),
        (REMOVED, {"author"}),
        (WITHDRAWN, {"author"}),
    ],
)
def test_a_picture_is_seen_by_those_who_see_its_idea(browse: Browse, status: str, who: set[str]) -> None:
    author = make_user()
    picture = make_picture(author, post_id=make_idea(author=author, status=status).id)
    for file in (f"{picture.name}.webp", f"{picture.name}-480.webp"):
        statuses = _statuses(browse, f"/gambar/{file}", author)
        assert {role for role, code in statuses.items() if code == 200} == who
        assert set(statuses.values()) <= {200, 404}


def test_a_picture_hides_with_the_challenge_above_it(browse: Browse) -> None:
    author = make_user()
    picture = make_picture(author, post_id=make_idea(make_challenge(status=HIDDEN), author).id)
    statuses = _statuses(browse, f"/gambar/{picture.name}.webp", author)
    assert [role for role, code in statuses.items() if code == 200] == ["moderator"]


def test_an_unattached_picture_is_for_who_sent_it(browse: Browse) -> None:
    owner = make_user()
    statuses = _statuses(browse, f"/gambar/{make_picture(owner).name}.webp", owner)
    assert [role for role, code in statuses.items() if code == 200] == ["author"]


def test_a_logo_is_for_everybody(browse: Browse) -> None:
    owner = make_user()
    statuses = _statuses(browse, f"/gambar/{make_picture(owner, attached=True).name}.webp", owner)
    assert set(statuses.values()) == {200}


def test_hiding_the_post_hides_a_picture_that_browsers_already_hold(browser: Browser) -> None:
    idea = make_idea()
    path = f"/gambar/{make_picture(post_id=idea.id).name}.webp"
    tag = browser.get(path).headers["ETag"]
    assert browser.get(path, headers={"If-None-Match": tag}).status_code == 304
    with context(), transaction():
        change_status(fresh(idea), HIDDEN, expected=(PUBLISHED,))
    assert browser.get(path, headers={"If-None-Match": tag}).status_code == 404


def test_a_picture_is_sent_as_a_picture_and_nothing_else(browser: Browser) -> None:
    answer = browser.get(f"/gambar/{make_picture(attached=True).name}.webp")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers


def test_a_part_of_a_picture_can_be_asked_for(browser: Browser) -> None:
    answer = browser.get(f"/gambar/{make_picture(attached=True).name}.webp", headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.data) == (206, b"RIFF")


@pytest.mark.parametrize(
    "file",
    [
        "x.webp",
        f"{'0' * 32}.webp",
        f"{'0' * 32}.png",
        "..%2f..%2ftest.db",
        "%2e%2e/test.db",
        "a" * 5000,
    ],
)
def test_any_other_name_is_not_found(browser: Browser, file: str) -> None:
    assert browser.get(f"/gambar/{file}").status_code == 404
