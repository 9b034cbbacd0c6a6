"""Rings: connected groups of pairs that show two signs or more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ideaboard.votes.rings.pairs import companies
from ideaboard.votes.rings.settings import USUAL, Settings
from ideaboard.votes.rings.signs import is_tie, signs_of
from ideaboard.votes.rings.votes import Cast, Ledger, ledger_of

Pair = tuple[int, int]


@dataclass(frozen=True)
class Group:
    """People who seem to support one author together: their votes there, and how many pairs show which sign."""

    author: int
    voters: frozenset[int]
    pairs: int
    signs: Mapping[str, int]
    votes: frozenset[Pair]  # (voter, idea)


def suspected(
    casts: Iterable[Cast], settings: Settings = USUAL, given: Mapping[int, Counter[int]] | None = None
) -> list[Group]:
    """Return the groups whose support of an author a person should look at.

    `given` says how many ideas of each author a voter supports in all, where `casts` do not hold every vote.
    """
    ledger = ledger_of(casts)
    ledger.know(given or {})
    ties = ties_of(ledger, settings)
    groups = (
        _group(author, members, ties[author], ledger)
        for author in sorted(ties)
        for members in _connected(ties[author])
    )
    return [group for group in groups if _is_ring(group, ledger, settings)]


def ties_of(ledger: Ledger, settings: Settings = USUAL) -> dict[int, dict[Pair, frozenset[str]]]:
    """Return by author the pairs that show two signs or more, and which."""
    ties: dict[int, dict[Pair, frozenset[str]]] = defaultdict(dict)
    for key, company in companies(ledger, settings).items():
        signs = signs_of(key, company, ledger, settings)
        if is_tie(signs):
            ties[key[2]][key[0], key[1]] = signs
    return ties


def _connected(pairs: Iterable[Pair]) -> Iterator[frozenset[int]]:
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    left = set(near)
    while left:
        group: set[int] = set()
        edge = {min(left)}
        while edge:
            group |= edge
            edge = {friend for who in edge for friend in near[who]} - group
        left -= group
        yield frozenset(group)


def _group(author: int, members: frozenset[int], ties: dict[Pair, frozenset[str]], ledger: Ledger) -> Group:
    theirs = [shown for pair, shown in ties.items() if pair[0] in members]
    signs = Counter(sign for shown in theirs for sign in shown)
    votes = {(who, idea) for who in members for idea, cast in ledger.of[who].items() if cast.author == author}
    return Group(author, members, len(theirs), dict(signs), frozenset(votes))


def _is_ring(group: Group, ledger: Ledger, settings: Settings) -> bool:
    """Say whether the group is large enough: what shows on one evening only may be a family around one table."""
    times = [ledger.of[voter][idea].at for voter, idea in group.votes]
    is_habit = max(times) - min(times) > settings.together
    return len(group.voters) >= (settings.smallest if is_habit else settings.smallest_once)
