"""Put the families together: a text and what is known of its writer become scores and a verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from ideaboard.screening.context import Context
from ideaboard.screening.families import abuse, behaviour, disguise, fraud, gambling, hoax, personal, spam
from ideaboard.screening.normalise import Normalised, normalise
from ideaboard.screening.scoring import score_all
from ideaboard.screening.settings import Settings
from ideaboard.screening.signals import HOAX, KINDS, PERSONAL, Signal, Span
from ideaboard.screening.verdicts import ALLOW, HOLD, REFUSE, VERDICTS, WARN, decide

__all__ = ["ALLOW", "FAMILIES", "HOLD", "REFUSE", "VERDICTS", "WARN", "Engine", "Result", "screen"]

Family = Callable[[Normalised], list[Signal]]
# Each family is a module of `families/` with `find(read) -> list[Signal]`.
FAMILIES: tuple[Family, ...] = (
    *(gambling.find, fraud.find, abuse.find, hoax.find, spam.find),
    *(personal.find, disguise.disguise),
)


class Model(Protocol):
    """A learned classifier of one kind."""

    in_shadow: bool  # it only advises
    points: Mapping[str, float]  # where its own operating points lie

    def score(self, read: Normalised, signals: Sequence[Signal]) -> float:
        """Return the calibrated probability, 0 to 1."""
        ...


class BoardList(Protocol):
    """A list of this board: what it blocks, or what it excuses."""

    def apply(self, read: Normalised, signals: list[Signal]) -> list[Signal]:
        """Return the signals with its own added, or without those that it excuses."""
        ...


class Claims(Protocol):
    """The claims this board knows."""

    def find(self, read: Normalised) -> list[Signal]:
        """Return a signal `hoax.known_claim` where one is repeated."""
        ...


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


class Engine:
    """The rules with what one board has added to them: lists, models, settings, known claims."""

    def __init__(
        self,
        lists: Sequence[BoardList] = (),
        models: Mapping[str, Model] | None = None,
        settings: Settings | None = None,
        claims: Claims | None = None,
    ) -> None:
        self.lists = lists
        self.models = models or {}
        self.settings = settings or Settings()
        self.claims = claims

    def screen(self, text: str, context: Context | None = None) -> Result:
        """Return what is to be said of a text. Takes anything, never raises."""
        context = context or Context()
        read = normalise(text)
        signals = self._signals(read, context)
        scores = score_all(signals)
        said = {kind: model.score(read, signals) for kind, model in self.models.items()}
        acting = {kind: model for kind, model in self.models.items() if not model.in_shadow}
        scores.update({kind: said[kind] for kind in acting if kind in KINDS})
        points = {kind: model.points for kind, model in acting.items()}
        return Result(
            decide(scores, signals, self.settings, context, points),
            scores,
            signals,
            needs_source=scores[HOAX] >= self.settings.source_score,
            masked=tuple(span for signal in signals if _is_masked(signal, context) for span in signal.spans),
            advice={kind: value for kind, value in said.items() if kind not in acting},
        )

    def _signals(self, read: Normalised, context: Context) -> tuple[Signal, ...]:
        signals = [signal for family in FAMILIES for signal in family(read)]
        if context.post in personal.OWN_PAGES:  # where a business praises its wares to those who came to see them
            signals = [signal for signal in signals if signal.name not in spam.ADVERTISING]
        signals += behaviour.signals_of(context, has_link=any(signal.name == "spam.link" for signal in signals))
        if self.claims:
            signals += self.claims.find(read)
        for board_list in self.lists:
            signals = board_list.apply(read, signals)
        return tuple(signals)


def _is_masked(signal: Signal, context: Context) -> bool:
    return signal.family == PERSONAL and not personal.is_public(signal, context.post)


@cache
def shipped() -> Engine:
    """Return the engine as shipped: the rules alone."""
    return Engine()


def screen(text: str, context: Context | None = None) -> Result:
    """Return what the rules as shipped say of a text."""
    return shipped().screen(text, context)
