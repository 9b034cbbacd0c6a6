"""Other ways to find vote rings, each a score per account: what the site's own way is measured against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from ideaboard.votes.rings.groups import suspected
from ideaboard.votes.rings.pairs import companies
from ideaboard.votes.rings.settings import USUAL
from ideaboard.votes.rings.signs import is_tie, signs_of
from ideaboard.votes.rings.votes import Cast, ledger_of

Scores = dict[int, float]
Votes = set[tuple[int, int]]


def raw_count(casts: list[Cast]) -> Scores:
    """The most votes that an account gave to one author."""
    ledger = ledger_of(casts)
    return {who: float(max(given.values())) for who, given in ledger.given.items()}


def sock_votes(casts: list[Cast]) -> Votes:
    """Hacker News: votes of an account in its first day, and second votes from one network by who is not known."""
    seen: dict[int, set[str]] = defaultdict(set)
    socks: Votes = set()
    for cast in casts:
        known = cast.at - cast.joined > 30 * 86_400
        if cast.is_young or (cast.network in seen[cast.idea] and not known):
            socks.add((cast.voter, cast.idea))
        seen[cast.idea].add(cast.network)
    return socks


def sock_share(casts: list[Cast]) -> Scores:
    """The share of an account's votes that Hacker News would take for sock votes."""
    ledger, socks = ledger_of(casts), sock_votes(casts)
    return {who: sum((who, idea) in socks for idea in votes) / len(votes) for who, votes in ledger.of.items()}


def few_voters(casts: list[Cast]) -> Scores:
    """One minus distinct voters over votes, of the thinnest author whom the account supports."""
    ledger = ledger_of(casts)
    return {who: max(1 - ledger.thinness(author) for author in given) for who, given in ledger.given.items()}


def collusion(casts: list[Cast]) -> Scores:
    """Common votes over uncommon ones and all: the best group of three or more, grown inside an idea's voters."""
    ledger = ledger_of(casts)
    best: Scores = dict.fromkeys(ledger.of, 0.0)
    for votes in ledger.on.values():
        voters = sorted({cast.voter for cast in votes})
        sets = {who: set(ledger.of[who]) for who in voters}
        for first in voters:
            _grow(first, sets, best)
    return best


def _grow(first: int, sets: dict[int, set[int]], best: Scores) -> None:
    group, common, union = [first], sets[first], sets[first]
    left = set(sets) - {first}
    while left and len(group) < 8:
        after = max(left, key=lambda who: (_ratio(common & sets[who], union | sets[who]), -who))
        group, left = [*group, after], left - {after}
        common, union = common & sets[after], union | sets[after]
        if len(group) >= 3:
            ratio = _ratio(common, union) * len(common)  # One shared idea is no habit.
            for who in group:
                best[who] = max(best[who], ratio)


def _ratio(common: set[int], union: set[int]) -> float:
    return len(common) / (len(union - common) + len(union))


def ours(casts: list[Cast]) -> Scores:
    """Signs and company of the second closest tie: a ring has three or more; then whether the group is held."""
    ledger = ledger_of(casts)
    ties: dict[tuple[int, int], list[float]] = defaultdict(list)
    for key, company in companies(ledger, USUAL).items():
        one, other, author = key
        signs = signs_of(key, company, ledger, USUAL)
        most = max(ledger.given[one][author], ledger.given[other][author])
        closeness = 2 * is_tie(signs) + len(signs) + company.together / most
        for who in (one, other):
            ties[who, author].append(closeness)
    scores: Scores = dict.fromkeys(ledger.of, 0.0)
    for (who, _author), found in ties.items():
        second = sorted(found)[-2] if len(found) > 1 else 0.0
        scores[who] = max(scores[who], second)
    for group in suspected(casts):
        for who in group.voters:
            scores[who] += 10
    return scores


RIVALS: dict[str, Callable[[list[Cast]], Scores]] = {
    "raw count": raw_count,
    "HN sock votes": sock_share,
    "unique voters": few_voters,
    "collusion ratio": collusion,
    "ours": ours,
}
