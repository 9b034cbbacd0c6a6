"""How many accounts of rings are found, how many honest ones held: `python -m tests.bench.rings [--runs 50]`."""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ideaboard.votes.rings.groups import suspected
from tests.bench.ring_rivals import RIVALS, Scores, Votes, sock_votes
from tests.bench.ring_world import IDEAS, Options, World, make_world

HONEST_HELD = 0.01  # the share of honest accounts at which ways are compared


@dataclass(frozen=True)
class Figures:
    """What one way did in one world."""

    auc: float  # ring account against honest account
    ring_auc: float  # ring against family, by their mean score
    recall: float  # ring accounts over the line at which 1 % of the honest are
    gain: float  # Kendall's tau of count and quality, after minus before


@dataclass(frozen=True)
class Held:
    """What the site itself would hold in one world."""

    recall: float
    honest: float
    families: float
    rings: float


def measure(world: World) -> dict[str, Figures]:
    """Let every way look at the same votes."""
    casts = world.casts()
    found = {name: _judged(world, rival(casts)) for name, rival in RIVALS.items()}
    before = tau(world, set())
    for name, dropped in (("raw count", set()), ("HN sock votes", sock_votes(casts)), ("ours", held_votes(world))):
        found[name] = replace(found[name], gain=tau(world, dropped) - before)
    return found


def _judged(world: World, scores: Scores) -> Figures:
    crooks = world.crooks
    honest = [scores.get(who, 0.0) for who in world.people if who not in crooks]
    rings = [scores.get(who, 0.0) for who in crooks]
    over = _line(honest)
    caught = {who for who in world.people if scores.get(who, 0.0) > over}
    votes = {vote for vote in world.votes if vote[0] in caught}
    means = [[_mean_score(scores, group) for group in groups] for groups in (world.rings, world.families)]
    gain = tau(world, votes) - tau(world, set())
    return Figures(_auc(rings, honest), _auc(*means), len(caught & crooks) / len(crooks), gain)


def _mean_score(scores: Scores, group: set[int]) -> float:
    return statistics.mean(scores.get(who, 0.0) for who in group)


def _line(honest: list[float]) -> float:
    """Return the score over which at most 1 % of the honest are; who is on it counts as under it for all alike."""
    return sorted(honest, reverse=True)[int(len(honest) * HONEST_HELD)]


def _auc(high: list[float], low: list[float]) -> float:
    wins = sum((one > other) + (one == other) / 2 for one in high for other in low)
    return wins / (len(high) * len(low))


def held(world: World) -> Held:
    """Run the site's own rule."""
    caught = {who for group in suspected(world.casts()) for who in group.voters}
    crooks = world.crooks
    families = [family for family in world.families if len(family) > 1]
    return Held(
        recall=len(caught & crooks) / len(crooks),
        honest=len(caught - crooks) / (len(world.people) - len(crooks)),
        families=_share(len(family & caught) > 1 for family in families),
        rings=_share(len(ring & caught) * 2 >= len(ring) for ring in world.rings),
    )


def held_votes(world: World) -> Votes:
    """Return the votes that the site would not count meanwhile."""
    return {vote for group in suspected(world.casts()) for vote in group.votes}


def _share(found: Iterable[bool]) -> float:
    return statistics.mean(map(float, found))


def tau(world: World, dropped: Votes) -> float:
    """Return Kendall's tau (b) of support and quality, the mean over challenges."""
    counts = Counter(idea for who, idea in world.votes if (who, idea) not in dropped)
    taus = []
    for first in range(0, len(world.ideas), IDEAS):
        ideas = world.ideas[first : first + IDEAS]
        taus.append(_tau_b([(counts[idea.ident], idea.quality) for idea in ideas]))
    return statistics.mean(taus)


def _tau_b(pairs: list[tuple[int, float]]) -> float:
    agree, tied, every = 0, 0, 0
    for place, (count, quality) in enumerate(pairs):
        for other_count, other_quality in pairs[place + 1 :]:
            every += 1
            tied += count == other_count
            agree += ((count > other_count) - (count < other_count)) * (1 if quality > other_quality else -1)
    return agree / ((every - tied) * every) ** 0.5 if tied < every else 0.0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--seed", default="42")
    given = parser.parse_args()
    _compare([make_world(f"{given.seed}-{run}") for run in range(given.runs)])
    print(f"\n{'what the site holds':<34}{'recall':>8}{'honest':>9}{'families':>10}{'rings':>8}{'worst run':>11}")
    for name, options in VARIANTS.items():
        _hold(name, [make_world(f"{given.seed}-{run}", options) for run in range(given.runs)])


VARIANTS = {
    "as the protocol says": Options(),
    "camouflage 60 %": Options(camouflage=0.6),
    "no shared network or device": Options(ring_network=0),
    "both": Options(camouflage=0.6, ring_network=0),
    "every fifth vote left out": Options(lazy=0.2),
    "families that join in one evening": Options(dinner=True),
}


def _compare(worlds: list[World]) -> None:
    print(f"{len(worlds)} runs; recall at 1 % honest accounts")
    print(f"{'':<18}{'AUC':>8}{'ring AUC':>10}{'recall':>8}{'tau gain':>10}")
    found = [measure(world) for world in worlds]
    for name in RIVALS:
        of = [one[name] for one in found]
        mean = [statistics.mean(getattr(one, key) for one in of) for key in ("auc", "ring_auc", "recall", "gain")]
        print(f"{name:<18}{mean[0]:>8.3f}{mean[1]:>10.3f}{mean[2]:>8.3f}{mean[3]:>+10.4f}")


def _hold(name: str, worlds: list[World]) -> None:
    of = [held(world) for world in worlds]
    mean = [statistics.mean(getattr(one, key) for one in of) for key in ("recall", "honest", "families", "rings")]
    worst = max(one.honest for one in of)
    print(f"{name:<34}{mean[0]:>8.3f}{mean[1]:>9.4f}{mean[2]:>10.3f}{mean[3]:>8.3f}{worst:>11.4f}")


if __name__ == "__main__":
    main()
