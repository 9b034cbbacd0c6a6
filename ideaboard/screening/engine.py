"""Put the families together: a text and what is known of its writer become scores and a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ideaboard.screening.normalise import Normalised, normalise
from ideaboard.screening.signals import KINDS, STRONG, WEAK, Signal, Span

ALLOW, WARN, HOLD, REFUSE = "allow", "warn", "hold", "refuse"
VERDICTS = (ALLOW, WARN, HOLD, REFUSE)  # mildest first

Family = Callable[[Normalised], list[Signal]]
FAMILIES: list[Family] = []


@dataclass(frozen=True)
class Result:
    """What screening says of one text."""

    verdict: str
    scores: Mapping[str, float]  # 0 to 1 for each of KINDS
    signals: tuple[Signal, ...] = ()
    needs_source: bool = False  # publish it with the chip "butuh sumber"
    masked: tuple[Span, ...] = ()  # personal data, shown to moderators only
    advice: Mapping[str, float] = field(default_factory=dict)  # what models in shadow say; acts on nothing

    @property
    def score(self) -> float:
        """The highest score of any kind."""
        return max(self.scores.values(), default=0.0)


def screen(text: str) -> Result:
    """Return what the rules as shipped say of a text."""
    read = normalise(text)
    signals = tuple(signal for family in FAMILIES for signal in family(read))
    scores = {kind: _score(kind, signals) for kind in KINDS}
    return Result(HOLD if max(scores.values()) >= 0.8 else ALLOW, scores, signals)


def _score(kind: str, signals: tuple[Signal, ...]) -> float:
    weights = {WEAK: 0.2, STRONG: 0.8}
    left = 1.0
    for signal in signals:
        if signal.family == kind:
            left *= 1 - weights.get(signal.strength, 0.5)
    return 1 - left
