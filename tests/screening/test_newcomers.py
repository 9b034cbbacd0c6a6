"""A new account's link waits for a moderator; who is known here writes it at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ideaboard.posts.models import HELD, PUBLISHED
from tests.browser import Browser
from tests.comments.steps import only_comment, say
from tests.factories import make_idea, make_user

LINKED = "Contoh kemasannya ada di https://toko-kain-kami.example/kemasan, silakan dilihat."


@pytest.mark.usefixtures("newcomers")
def test_the_link_of_a_new_account_waits(browse: Callable[..., Browser]) -> None:
    idea = make_idea()
    answer = say(browse(make_user()), idea, LINKED)
    assert (answer.status_code, only_comment().status) == (303, HELD)
    assert "toko-kain-kami" not in browse().get(idea.path).text


@pytest.mark.usefixtures("newcomers")
def test_plain_words_of_a_new_account_are_on_show(browse: Callable[..., Browser]) -> None:
    say(browse(make_user()), make_idea(), "Saya suka kemasan yang bisa ditutup lagi.")
    assert only_comment().status == PUBLISHED


@pytest.mark.usefixtures("newcomers")
@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_link_of_somebody_who_is_known_is_on_show(browse: Callable[..., Browser], level: int) -> None:
    author = make_user(trust_level=level)
    make_idea(author=author)  # whoever writes for the first time is read like a newcomer
    say(browse(author), make_idea(), LINKED)
    assert only_comment().status == PUBLISHED
