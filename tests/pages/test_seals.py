"""Sealed counts: while a fair challenge is open, nobody reads how much support an idea has."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from tests.browser import Browser
from tests.database import fresh, write
from tests.factories import make_challenge, make_fair_challenge, make_idea, make_user
from tests.votes.steps import support, take_back

Browse = Callable[..., Browser]
COUNT = 4711
# Not as a part of a token or a name.
SEEN = re.compile(r"(?<![\w-])4[.,]?71[0-2](?![\w-])")
ORDERS = ["", "?urut=acak", "?urut=terbaru", "?urut=jarang", "?urut=ramai", "?urut=terbanyak"]
ROLES = ["visitor", "member", "author", "owner", "admin", "moderator"]


def _give_count(idea: Idea, votes: int = COUNT) -> None:
    table: Any = Idea.__table__
    write(lambda: db.session.execute(update(table).where(table.c.id == idea.id).values(vote_count=votes)))


def _after_closing() -> Any:
    return time_machine.travel(now() + timedelta(days=9), tick=False)


class Scene:
    """A fair challenge with an idea of 4711 supports, and everybody around it."""

    def __init__(self, browse: Browse) -> None:
        self.browse = browse
        self.owner, self.author = make_user(), make_user()
        self.challenge: Challenge = make_fair_challenge(owner=self.owner)
        self.idea = make_idea(self.challenge, self.author)
        make_idea(self.challenge)
        _give_count(self.idea)

    def reader(self, role: str) -> User | None:
        """Return somebody of that role; None is a visitor."""
        makers: dict[str, Callable[[], User | None]] = {
            "visitor": lambda: None,
            "member": make_user,
            "author": lambda: fresh(self.author),
            "owner": lambda: fresh(self.owner),
            "admin": lambda: make_user(is_admin=True),
            "moderator": lambda: make_user(is_moderator=True),
        }
        return makers[role]()

    @property
    def pages(self) -> list[str]:
        """Everything that shows this idea or its challenge."""
        board, handle = self.challenge.path, self.author.handle
        others = [f"{board}/brief", f"{board}/aturan", f"{board}/dukungan", f"/u/{handle}", "/", "/tantangan"]
        return [
            self.idea.path,
            *others,
            f"/masuk?niat=vote&id={self.idea.id}",
            *(board + order for order in ORDERS),
        ]


@pytest.fixture
def scene(browse: Browse) -> Scene:
    return Scene(browse)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_a_sealed_count_is_on_no_page(scene: Scene, role: str, htmx: bool) -> None:
    browser = scene.browse(scene.reader(role))
    for path in scene.pages:
        answer = browser.get(path, htmx=htmx)
        assert answer.status_code in (200, 303, 401), path
        assert not SEEN.search(answer.text), path


def test_a_sealed_count_is_in_no_answer_to_a_vote(scene: Scene) -> None:
    browser = scene.browse(make_user())
    for act in (support, support, take_back):
        answer = act(browser, scene.idea, htmx=True)
        assert answer.status_code == 200
        assert not SEEN.search(answer.text)


def test_a_sealed_count_is_not_on_the_ballot_of_who_supports_it(scene: Scene) -> None:
    browser = scene.browse(make_user())
    support(browser, scene.idea)
    page = browser.get(f"{scene.challenge.path}/dukungan").text
    assert scene.idea.title in page
    assert not SEEN.search(page)


@pytest.mark.parametrize("role", ["author", "owner"])
def test_a_sealed_count_is_in_no_refusal(scene: Scene, role: str) -> None:
    answer = support(scene.browse(scene.reader(role)), scene.idea, htmx=True)
    assert answer.status_code == 403
    assert not SEEN.search(answer.text)


@pytest.mark.parametrize("role", ROLES)
def test_the_count_opens_when_support_closes(scene: Scene, role: str) -> None:
    with _after_closing():
        browser = scene.browse(scene.reader(role))
        for path in (scene.idea.path, *(scene.challenge.path + order for order in ORDERS)):
            assert SEEN.search(browser.get(path).text), path


@pytest.mark.parametrize("role", ["visitor", "owner", "admin"])
def test_the_count_of_a_cancelled_challenge_stays_sealed(browse: Browse, role: str) -> None:
    owner = make_user()
    challenge = make_fair_challenge(owner=owner, cancelled_at=now())
    idea = make_idea(challenge)
    _give_count(idea)
    reader = {"visitor": None, "owner": owner, "admin": make_user(is_admin=True)}[role]
    with _after_closing():
        for path in (idea.path, *(challenge.path + order for order in ORDERS)):
            assert not SEEN.search(browse(reader).get(path).text), path


def _titles(page: str) -> list[str]:
    return re.findall(r'id="idea-(\d+)-title"', page)


@pytest.mark.parametrize("order", ["ramai", "terbanyak"])
@pytest.mark.parametrize("role", ["visitor", "owner", "admin"])
def test_a_sealed_order_is_the_shuffle(scene: Scene, role: str, order: str) -> None:
    for votes in range(12):
        _give_count(make_idea(scene.challenge), votes)
    browser = scene.browse(scene.reader(role))
    shuffled, asked = (browser.get(f"{scene.challenge.path}{query}").text for query in ("", f"?urut={order}"))
    assert _titles(asked) == _titles(shuffled)
    assert f'href="{scene.challenge.path}?urut={order}"' not in asked


@pytest.mark.parametrize("order", ["ramai", "terbanyak"])
def test_orders_by_support_are_offered_when_support_closed(scene: Scene, order: str) -> None:
    with _after_closing():
        page = scene.browse().get(scene.challenge.path).text
    assert f'href="{scene.challenge.path}?urut={order}"' in page


def test_the_open_rule_shows_counts(browser: Browser) -> None:
    challenge = make_challenge()
    idea = make_idea(challenge)
    _give_count(idea)
    for path in (idea.path, *(challenge.path + order for order in ORDERS)):
        assert f"{COUNT} dukungan" in browser.get(path).text, path
