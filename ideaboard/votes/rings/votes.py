"""What is known about each vote, and the same votes looked up by voter, idea, author and place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Cast:
    """One vote. Times are seconds since any moment; network and device are opaque, empty when unknown."""

    voter: int
    idea: int
    author: int
    at: float
    joined: float  # when the voter's account was made
    network: str = ""
    device: str = ""

    @property
    def is_young(self) -> bool:
        """Say whether the account was less than a day old."""
        return self.at - self.joined < DAY


@dataclass
class Ledger:
    """All votes that are looked at together."""

    of: dict[int, dict[int, Cast]] = field(default_factory=lambda: defaultdict(dict))  # voter → idea → vote
    on: dict[int, list[Cast]] = field(default_factory=lambda: defaultdict(list))  # idea → votes by time
    given: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))  # voter → author → votes
    received: Counter[int] = field(default_factory=Counter)  # author → votes
    supporters: Counter[int] = field(default_factory=Counter)  # author → different voters
    places: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # network or device → voters
    places_of: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # voter → the same

    def add(self, cast: Cast) -> None:
        """Enter a vote; a second one of the same person for the same idea is left out."""
        if cast.idea in self.of[cast.voter]:
            return
        self.of[cast.voter][cast.idea] = cast
        self.on[cast.idea].append(cast)
        self.given[cast.voter][cast.author] += 1
        self.received[cast.author] += 1
        self.supporters[cast.author] += self.given[cast.voter][cast.author] == 1
        for place in filter(None, (cast.network, cast.device)):
            self.places[place].add(cast.voter)
            self.places_of[cast.voter].add(place)

    def know(self, given: Mapping[int, Counter[int]]) -> None:
        """Learn how much voters gave to each author, beyond the votes entered here."""
        for voter, known in given.items():
            self.given[voter] |= known

    def thinness(self, author: int) -> float:
        """Return different voters over votes of an author: 1 when everybody votes once, low when few vote often."""
        return self.supporters[author] / self.received[author] if self.received[author] else 1.0


def ledger_of(casts: Iterable[Cast]) -> Ledger:
    """Sort votes into a ledger."""
    ledger = Ledger()
    for cast in sorted(casts, key=lambda cast: (cast.at, cast.voter, cast.idea)):
        ledger.add(cast)
    return ledger
