"""What was hidden says something of its own. Never enough alone: young people decorate their names."""

from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import MEDIUM, WEAK, Signal, Span

_KINDS = ("styled", "lookalikes", "leet", "invisible", "spaced", "stretched")
_SERIOUS = frozenset({"lookalikes", "invisible"})  # nobody's keyboard makes these by accident
_MANY = 3


def disguise(read: Normalised) -> list[Signal]:
    """Return a signal for each kind of disguise that was undone."""
    return [
        Signal(f"disguise.{kind}", _strength(kind, read.unmasked), tuple(read.unmasked[kind]))
        for kind in _KINDS
        if read.unmasked.get(kind)
    ]


def _strength(kind: str, unmasked: dict[str, list[Span]]) -> str:
    """Medium if serious or laid over another disguise, or if leetspeak goes through a whole text."""
    spans = unmasked[kind]
    if kind in _SERIOUS or (kind == "leet" and len(spans) >= _MANY):
        return MEDIUM
    others = [span for other in _KINDS if other not in (kind, "stretched") for span in unmasked.get(other, ())]
    return MEDIUM if kind != "stretched" and _overlap(spans, others) else WEAK


def _overlap(spans: list[Span], others: list[Span]) -> bool:
    """Say whether any span shares a place with any other."""
    marked = sorted([(begin, end, 0) for begin, end in spans] + [(begin, end, 1) for begin, end in others])
    reach = [0, 0]
    for begin, end, side in marked:
        if begin < reach[1 - side]:
            return True
        reach[side] = max(reach[side], end)
    return False
