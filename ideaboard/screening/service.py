"""The engine of this process, with everything that the board has added to the rules."""

from dataclasses import replace

from flask import has_request_context, request

from ideaboard.screening.blocklists.matching import BOARD, Blocklist, Hit
from ideaboard.screening.blocklists.service import blocklist
from ideaboard.screening.choices import settings
from ideaboard.screening.claims.service import known_claims
from ideaboard.screening.context import Context
from ideaboard.screening.engine import Engine, Result
from ideaboard.screening.learning.store import models
from ideaboard.screening.normalise import normalise
from ideaboard.screening.signals import MEDIUM, Signal
from ideaboard.screening.verdicts import VERDICTS, worst
from ideaboard.screening.versions import asked_once


def read(text: str, context: Context) -> Result:
    """Return what the engine of this board says of a text. The one way in for everything that is written here."""
    made = engine()
    result, network = made.screen(text, context), _network(made)
    if network is None:
        return result
    told = Signal(f"{BOARD}.{network.action}", MEDIUM)
    acting = worst([result.verdict, network.action]) if network.action in VERDICTS else result.verdict
    return replace(result, verdict=acting, signals=(*result.signals, told))


def hits_in(text: str) -> list[Hit]:
    """Return which entries of the board's lists a text hits, in shadow or not, and its sender's network."""
    made = engine()
    network = _network(made)
    return [*made.lists[0].find(normalise(text)), *([network] if network else [])]


def _network(made: "BoardEngine") -> Hit | None:
    return made.lists[0].find_network(request.remote_addr or "") if has_request_context() else None


class BoardEngine(Engine):
    """An engine whose one list is the board's."""

    lists: tuple[Blocklist]


def engine() -> BoardEngine:
    """Return the engine with what this board has chosen, listed and learned by now; one statement when nothing
    has changed."""
    with asked_once():
        return BoardEngine((blocklist(),), models(), settings(), known_claims())
