"""A few made-up worlds: rings are found, honest people are left alone. The full figures: tests/bench/rings.py."""

from __future__ import annotations

import statistics

import pytest

from tests.bench.ring_rivals import sock_votes
from tests.bench.ring_world import Options, World, make_world
from tests.bench.rings import Held, held, held_votes, tau

RUNS = 4


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [make_world(f"reduced-{run}") for run in range(RUNS)]


@pytest.fixture(scope="module")
def found(worlds: list[World]) -> list[Held]:
    return [held(world) for world in worlds]


def _mean(found: list[Held], name: str) -> float:
    return statistics.mean(getattr(one, name) for one in found)


def test_most_accounts_of_rings_are_found(found: list[Held]) -> None:
    assert _mean(found, "recall") >= 0.8


def test_hardly_any_honest_account_is_held(found: list[Held]) -> None:
    assert _mean(found, "honest") <= 0.01


def test_families_that_share_a_network_are_left_alone(found: list[Held]) -> None:
    assert _mean(found, "families") <= 0.1


def test_rings_that_support_others_too_are_found() -> None:
    hidden = Options(camouflage=0.6, ring_network=0)
    assert _mean([held(make_world(f"reduced-{run}", hidden)) for run in range(RUNS)], "recall") >= 0.5


def test_counting_without_them_comes_nearer_to_the_quality(worlds: list[World]) -> None:
    every_vote = statistics.mean(tau(world, set()) for world in worlds)
    hacker_news = statistics.mean(tau(world, sock_votes(world.casts())) for world in worlds)
    without_rings = statistics.mean(tau(world, held_votes(world)) for world in worlds)
    assert without_rings > max(every_vote, hacker_news)


def test_the_same_seed_makes_the_same_world() -> None:
    assert make_world("same").casts() == make_world("same").casts()
