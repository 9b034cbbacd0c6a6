"""Find known claims in a text, however they are worded: enough of what a claim speaks of, close together."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from ideaboard.screening.claims.models import TRUE
from ideaboard.screening.claims.vocabulary import vocabulary
from ideaboard.screening.claims.words import Token, tokens_of
from ideaboard.screening.normalise import Normalised, normalise
from ideaboard.screening.signals import MEDIUM, WEAK, Signal, Span

# Of a claim's weight so much must be met: most of a short claim, of a long one a little more than half …
LEAST_SHARE, SHARE_OF_NOTHING, SHARE_PER_CONCEPT = 0.5, 0.8, 0.1
LOOSE = 0.015  # … and more with every word between what is met.
LEAST_WEIGHT, LEAST_CONCEPTS = 1.0, 3  # what must be met of any claim, so that two common words are no match
SUBJECT = 0.5  # weight from which on a concept may be what a claim is about
SMOOTH = 50  # claims that are imagined besides those that are there, so that a short list weighs like a long one
REACH, SLACK = 2, 8  # a match spans at most twice the concepts of the claim and a few more
READ = 20_000  # letters of a text
FOR, AGAINST, ASKS = "for", "against", "asks"
_LABEL = re.compile(
    r"^\W*(?:salah|hoa[kx]s?|disinformasi|misinformasi|cek fakta|klarifikasi|fakta)\W*[\]):]+\s*", re.I
)
_DENIED = re.compile(
    r"\b(?:hoa[kx]s?|hoak|mitos|keliru|bohong|fitnah|tidak benar|tdk benar|gak benar|nggak benar|ga benar|tak benar"
    r"|tidak ada bukti|tak ada bukti|tanpa dasar|tidak terbukti|belum terbukti|tak terbukti|tidak berdasar"
    r"|membantah|dibantah|bantah|cek fakta|faktanya|kabar palsu|berita palsu|info palsu|jangan percaya"
    r"|menyesatkan|salah kaprah|isapan jempol|klarifikasi|meluruskan|tidak ada hubungan\w*|tidak ada kaitan\w*"
    r"|tidak betul|bukan fakta|termakan isu|cuma isu|hanya isu|hanya rumor|cuma rumor)\b"
)
_ASKED = re.compile(
    r"\b(?:benarkah|apa benar|apakah benar|apa iya|masa iya|betulkah|beneran kah|apakah betul|bener gak|bener nggak"
    r"|benar gak|benar tidak|hoaks bukan|hoax bukan|hoaks atau|hoax atau|hoax gak|hoaks gak)\b"
)


@dataclass(frozen=True)
class Known:
    """A claim as it is matched and told."""

    id: int
    text: str
    verdict: str
    source_url: str = ""


@dataclass(frozen=True)
class Match:
    """A known claim that a text repeats, denies or asks about."""

    claim: Known
    stance: str
    share: float  # of the claim's weight that the text meets
    span: Span  # in the text as typed

    @property
    def signal(self) -> Signal | None:
        """The signal for moderators and the chip: none when the text is right about the claim."""
        is_right = (self.stance == AGAINST) is (self.claim.verdict != TRUE)
        if is_right:
            return None
        return Signal("hoax.known_claim", WEAK if self.stance == ASKS else MEDIUM, (self.span,))


@dataclass(frozen=True)
class _Read:
    known: Known
    signs: dict[str, int]
    weights: dict[str, float]
    total: float
    enough: float  # of the total that must be met
    points: tuple[frozenset[str], ...]  # its subjects, its alarms: one of each set must be met

    def weight(self, met: Iterable[str]) -> float:
        """Return how much of the claim is met by these of its concepts: nothing without its point."""
        met = set(met)
        if len(met) < min(LEAST_CONCEPTS, len(self.weights)) or any(met.isdisjoint(kind) for kind in self.points):
            return 0.0
        return sum(self.weights[each] for each in met)


class Claims:
    """Claims with an index of their telling concepts. Made once, asked often; pure, never changed."""

    def __init__(self, claims: Iterable[Known]) -> None:
        listed = [(known, _base(_LABEL.sub("", known.text))) for known in claims]
        often = Counter(concept for _known, base in listed for concept in base)
        self._claims = [_read(known, base, often, len(listed)) for known, base in listed]
        self._index: dict[str, list[_Read]] = {}
        for claim in self._claims:
            for concept in _telling(claim):
                self._index.setdefault(concept, []).append(claim)

    def __len__(self) -> int:
        """Return how many claims there are."""
        return len(self._claims)

    @property
    def is_telling(self) -> bool:
        """Say whether every claim has enough meaning to be matched at all."""
        return all(claim.total >= LEAST_WEIGHT and len(claim.weights) > 1 for claim in self._claims)

    def find(self, read: Normalised) -> list[Signal]:
        """Return a signal for every claim that the text repeats and that is not true."""
        return [match.signal for match in self.matches(read) if match.signal]

    def matches(self, read: Normalised) -> list[Match]:
        """Return the claims that a text speaks of, the best match first."""
        if not self._claims:
            return []
        tokens = [token for token in tokens_of(read) if token.begin < READ]
        places: dict[str, list[int]] = {}
        for at, token in enumerate(tokens):
            places.setdefault(token.concept, []).append(at)
        asked = {id(claim): claim for concept in places for claim in self._index.get(concept, ())}
        met = (claim for claim in asked.values() if claim.weight(claim.weights.keys() & places) >= claim.enough)
        found = (_match(claim, read, tokens, places) for claim in met)
        return sorted((match for match in found if match), key=lambda match: -match.share)


def _base(text: str) -> dict[str, tuple[int, float]]:
    """Return sign and weight of every concept of a claim, before the other claims are known."""
    read, words = normalise(text), vocabulary()
    return {
        token.concept: (token.sign, words.weight(token.concept, read.text[token.begin : token.end]))
        for token in reversed(tokens_of(read))
    }


def _read(known: Known, base: dict[str, tuple[int, float]], often: dict[str, int], count: int) -> _Read:
    most = log(count + SMOOTH)
    signs = {each: sign for each, (sign, _weight) in base.items()}
    weights = {
        each: weight * log((count + SMOOTH) / (often[each] + 0.5)) / most for each, (_, weight) in base.items()
    }
    share = SHARE_OF_NOTHING - SHARE_PER_CONCEPT * sum(weight for _sign, weight in base.values())
    total = sum(weights.values())
    enough = max(max(LEAST_SHARE, share) * total, min(LEAST_WEIGHT, total))
    return _Read(known, signs, weights, total, enough, tuple(_points(base)))


def _points(base: dict[str, tuple[int, float]]) -> Iterator[frozenset[str]]:
    """Give what a claim cannot be about without: its subjects, what frightens or promises in it, its illnesses."""
    alarms = vocabulary().alarms
    subjects = {concept for concept, (_sign, weight) in base.items() if weight >= SUBJECT} - alarms[0]
    yield from (frozenset(points) for points in (subjects, *(kind & base.keys() for kind in alarms)) if points)


def _telling(claim: _Read) -> list[str]:
    """Return the weightiest concepts of a claim: without one of them not enough of it can be met."""
    left, telling = claim.total, []
    for concept in sorted(claim.weights, key=lambda each: -claim.weights[each]):
        if left < claim.enough:
            break
        telling.append(concept)
        left -= claim.weights[concept]
    return telling


def _match(
    claim: _Read, read: Normalised, tokens: Sequence[Token], places: Mapping[str, list[int]]
) -> Match | None:
    """Return the place where most of a claim is met, if it is enough."""
    all_places = sorted(at for concept in claim.weights for at in places.get(concept, ()))
    reach = REACH * len(claim.weights) + SLACK
    best, best_places = 0.0, all_places
    for start, first in enumerate(all_places):
        near = all_places[start : bisect_right(all_places, first + reach)]
        met = claim.weight(tokens[at].concept for at in near)
        met -= LOOSE * claim.total * (near[-1] - first + 1 - len(near))
        if met > best:
            best, best_places = met, near
    if best < claim.enough:
        return None
    near_tokens = [tokens[at] for at in best_places]
    span = read.span(near_tokens[0].begin, near_tokens[-1].end)
    return Match(claim.known, _stance(claim, read, near_tokens), best / claim.total, span)


def _stance(claim: _Read, read: Normalised, near: Sequence[Token]) -> str:
    """Say whether the text repeats the claim, denies it or asks: by its words around, then by its signs."""
    begin, end = near[0].begin, near[-1].end
    around = read.text[max(0, begin - 80) : end + 80]
    if _ASKED.search(around):
        return ASKS
    said = {(token.concept, token.sign) for token in near}
    turned = any(
        (concept, -sign) in said and (concept, sign) not in said for concept, sign in claim.signs.items() if sign
    )
    return AGAINST if _DENIED.search(around) or turned else FOR
