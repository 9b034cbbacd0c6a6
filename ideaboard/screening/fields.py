"""Several texts of one post, screened as one and told apart again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ideaboard.screening.blocklists.matching import BOARD, Hit
from ideaboard.screening.context import Context
from ideaboard.screening.engine import Result
from ideaboard.screening.service import hits_in, read
from ideaboard.screening.signals import Span

_BETWEEN = "\n\n"
Place = tuple[str, int, int]  # name of the text, begin and end in it


@dataclass(frozen=True)
class Screened:
    """What screening says of the texts of one post together, with the places in each."""

    fields: Mapping[str, str]
    result: Result

    def places(self, spans: Iterable[Span]) -> list[Place]:
        """Return where spans of the joined text lie in the single ones; one that crosses a border is cut there."""
        borders = list(_borders(self.fields))
        return [
            (name, max(begin, start) - start, min(end, stop) - start)
            for begin, end in spans
            for name, start, stop in borders
            if begin < stop and end > start
        ]

    def words(self, place: Place) -> str:
        """Return what stands at a place, as typed."""
        name, begin, end = place
        return self.fields[name][begin:end]

    @property
    def hits(self) -> list[Hit]:
        """Return which entries of the board's lists were hit; asks again only when one was."""
        is_listed = any(signal.family == BOARD for signal in self.result.signals)
        return hits_in(_BETWEEN.join(self.fields.values())) if is_listed else []

    @property
    def masked(self) -> dict[str, list[list[int]]]:
        """Return the places of personal data, by name of the text."""
        found: dict[str, list[list[int]]] = {}
        for name, begin, end in self.places(self.result.masked):
            found.setdefault(name, []).append([begin, end])
        return found


def screen_fields(fields: Mapping[str, str], context: Context) -> Screened:
    """Screen the texts of one post together."""
    said = {name: text for name, text in fields.items() if text}
    return Screened(said, read(_BETWEEN.join(said.values()), context))


def _borders(fields: Mapping[str, str]) -> Iterable[Place]:
    start = 0
    for name, text in fields.items():
        yield name, start, start + len(text)
        start += len(text) + len(_BETWEEN)
