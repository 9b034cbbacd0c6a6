"""A made-up month of support with vote rings in it, for measuring what finds them. No real person's votes."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ideaboard.votes.rings.votes import Cast

HOUR, DAY = 3600.0, 86_400.0
SPAN, OPEN_FOR = 60 * DAY, 14 * DAY
TOPICS = 4
VOTERS, CHALLENGES, IDEAS, AUTHORS = 400, 40, 10, 100
NEWCOMERS = 0.3  # honest people who join to support something the same minute
CARRIERS, ON_CARRIER = 12, 0.3  # addresses that many strangers share, and who comes from one
SHARED_LINK = 0.25  # visits that follow a link in a group chat: many within half an hour


@dataclass(frozen=True)
class Idea:
    """One idea: where, by whom, how good, since when."""

    ident: int
    challenge: int
    author: int
    quality: float
    at: float


@dataclass
class Person:
    """Somebody who votes."""

    ident: int
    joined: float
    network: str
    device: str
    taste: list[float]


@dataclass(frozen=True)
class Options:
    """What may be varied: the camouflage of every ring (None: 0 to 60 %), rings that share a network or device."""

    camouflage: float | None = None
    ring_network: float = 0.5
    ring_device: float = 0.25
    lazy: float = 0.0  # how many of the author's ideas a ring account leaves out
    dinner: bool = False  # families of two to five join in one evening, on one network, to support their author


@dataclass
class World:
    """The votes, and the truth about them."""

    chance: random.Random
    options: Options = Options()
    ideas: list[Idea] = field(default_factory=list)
    opens: list[float] = field(default_factory=list)
    topics: list[list[float]] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    rings: list[set[int]] = field(default_factory=list)
    families: list[set[int]] = field(default_factory=list)
    votes: dict[tuple[int, int], float] = field(default_factory=dict)  # (person, idea) → when

    @property
    def crooks(self) -> set[int]:
        """Who belongs to a ring."""
        return set().union(*self.rings)

    def casts(self) -> list[Cast]:
        """The votes as the detection gets them, in the order of time."""
        made = (
            Cast(
                voter=who,
                idea=what,
                author=self.ideas[what].author,
                at=at,
                joined=self.people[who].joined,
                network=self.people[who].network,
                device=self.people[who].device,
            )
            for (who, what), at in self.votes.items()
        )
        return sorted(made, key=lambda cast: (cast.at, cast.voter, cast.idea))


def make_world(seed: str, options: Options = Options()) -> World:
    """Make 400 honest voters, a tenth of them loyal to one author, and six rings; the same seed, the same world."""
    world = World(random.Random(seed), options)
    _boards(world)
    shares = [[start + world.chance.uniform(0, OPEN_FOR) for _ in range(2)] for start in world.opens]
    for ident in range(VOTERS):
        _honest(world, ident, shares)
    (_dinners if options.dinner else _families)(world)
    for _ in range(6):
        _ring(world)
    return world


def _boards(world: World) -> None:
    for challenge in range(CHALLENGES):
        world.opens.append(world.chance.uniform(0, SPAN - OPEN_FOR))
        world.topics.append([world.chance.gauss(0, 1 / math.sqrt(TOPICS)) for _ in range(TOPICS)])
        for _ in range(IDEAS):
            at = world.opens[challenge] + world.chance.uniform(0, OPEN_FOR / 2)
            quality, author = world.chance.gauss(0, 1), world.chance.randrange(AUTHORS)
            world.ideas.append(Idea(len(world.ideas), challenge, author, quality, at))


def _new_person(world: World, joined: float) -> Person:
    ident = len(world.people)
    taste = [world.chance.gauss(0, 1) for _ in range(TOPICS)]
    on_carrier = world.chance.random() < ON_CARRIER
    network = f"carrier-{world.chance.randrange(CARRIERS)}" if on_carrier else f"home-{ident}"
    world.people[ident] = Person(ident, joined, network, f"phone-{ident}", taste)
    return world.people[ident]


def _honest(world: World, ident: int, shares: list[list[float]]) -> None:
    """Visit boards and support what pleases there, until the person's zeal is used up."""
    zeal = max(1, round(world.chance.lognormvariate(1.6, 1)))
    visits = sorted(_visits(world, zeal, shares))
    is_new = world.chance.random() < NEWCOMERS
    joined = visits[0][0] - 120 if is_new else -world.chance.uniform(0, 200 * DAY)
    person = _new_person(world, joined)
    for at, challenge in visits:
        zeal -= _look_around(world, person, challenge, at, zeal)


def _visits(world: World, zeal: int, shares: list[list[float]]) -> Iterator[tuple[float, int]]:
    for _ in range(1 + zeal // 2):
        challenge = world.chance.randrange(CHALLENGES)
        if world.chance.random() < SHARED_LINK:
            yield world.chance.choice(shares[challenge]) + world.chance.uniform(0, HOUR / 2), challenge
        else:
            yield world.opens[challenge] + world.chance.uniform(0, OPEN_FOR), challenge


def _look_around(world: World, person: Person, challenge: int, at: float, most: int) -> int:
    """Read the ideas of a board in one's own order, half a minute each; return how many were supported."""
    first = challenge * IDEAS
    given = 0
    for place in world.chance.sample(range(first, first + IDEAS), IDEAS):
        idea = world.ideas[place]
        at += world.chance.expovariate(1 / 30)
        if given < most and idea.at <= at and world.chance.random() < _liking(world, person, idea):
            world.votes.setdefault((person.ident, place), at)
            given += 1
    return given


def _liking(world: World, person: Person, idea: Idea) -> float:
    topic = world.topics[idea.challenge]
    return 1 / (1 + math.exp(-idea.quality - sum(x * y for x, y in zip(person.taste, topic, strict=True))))


def _ideas_by(world: World) -> dict[int, list[Idea]]:
    found: dict[int, list[Idea]] = defaultdict(list)
    for idea in world.ideas:
        found[idea.author].append(idea)
    return found


def _families(world: World) -> None:
    """Let a tenth of the honest be loyal to an author; every second family shares a network."""
    loyal = world.chance.sample(range(VOTERS), VOTERS // 10)
    theirs = _ideas_by(world)
    while loyal:
        family = {loyal.pop() for _ in range(min(len(loyal), world.chance.randint(2, 5)))}
        if len(world.families) % 2:
            _share(world, family, device=world.chance.random() < 1 / 3)
        world.families.append(family)
        for idea in theirs[world.chance.choice(sorted(theirs))]:
            for who in sorted(family):
                at = idea.at + world.chance.expovariate(1 / (12 * HOUR))
                if world.chance.random() < 0.9 and at > world.people[who].joined:
                    world.votes.setdefault((who, idea.ident), at)


def _dinners(world: World) -> None:
    """The hard case: people who join together, from one network, and support what their cook has sent so far."""
    theirs = _ideas_by(world)
    for _ in range(10):
        ideas = theirs[world.chance.choice(sorted(theirs))]
        evening = world.chance.choice(ideas).at + world.chance.uniform(0, 2 * DAY)
        family = set()
        for _ in range(world.chance.randint(2, 5)):
            person = _new_person(world, evening + world.chance.uniform(0, HOUR))
            family.add(person.ident)
            for idea in ideas:
                if idea.at <= evening <= world.opens[idea.challenge] + OPEN_FOR:
                    world.votes[person.ident, idea.ident] = person.joined + world.chance.uniform(60, 600)
        _share(world, family, device=False)
        world.families.append(family)


def _share(world: World, group: set[int], *, device: bool) -> None:
    name = f"home-of-{min(group)}"
    for who in group:
        world.people[who].network = name
        if device:
            world.people[who].device = name


def _ring(world: World) -> None:
    """Three to eight accounts support every idea of one author within minutes or hours, and some others."""
    theirs = _ideas_by(world)
    targets = sorted(theirs[world.chance.choice(sorted(theirs))], key=lambda idea: idea.at)
    most = world.options.camouflage
    hidden = world.chance.uniform(0, 0.6) if most is None else most
    window = world.chance.uniform(5, 600) * 60
    starts = [idea.at + world.chance.uniform(HOUR, 5 * DAY) for idea in targets]
    ring = set()
    for _ in range(world.chance.randint(3, 8)):
        age = world.chance.uniform(0, 0.9) if world.chance.random() < 0.7 else world.chance.uniform(2, 200)
        person = _new_person(world, min(starts) - age * DAY)
        ring.add(person.ident)
        for idea, start in zip(targets, starts, strict=True):
            if world.options.lazy and world.chance.random() < world.options.lazy:
                continue
            world.votes[person.ident, idea.ident] = start + world.chance.uniform(0, window)
        _hide(world, person, targets, round(len(targets) * hidden / (1 - hidden)))
    if world.chance.random() < world.options.ring_network:
        _share(world, ring, device=world.chance.random() < world.options.ring_device)
    world.rings.append(ring)


def _hide(world: World, person: Person, targets: list[Idea], number: int) -> None:
    """Support other ideas too, as anybody does, at times of one's own."""
    while number:
        idea = world.chance.choice(world.ideas)
        at = max(idea.at, person.joined) + world.chance.uniform(0, 3 * DAY)
        if idea.author != targets[0].author and world.chance.random() < _liking(world, person, idea):
            world.votes[person.ident, idea.ident] = at
            number -= 1
