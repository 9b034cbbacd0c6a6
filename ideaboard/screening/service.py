"""The engine of this process, with everything that the board has added to the rules."""

from ideaboard.screening.blocklists.service import blocklist
from ideaboard.screening.choices import settings
from ideaboard.screening.claims.service import known_claims
from ideaboard.screening.context import Context
from ideaboard.screening.engine import Engine, Result
from ideaboard.screening.learning.store import models
from ideaboard.screening.versions import asked_once


def read(text: str, context: Context) -> Result:
    """Return what the engine of this board says of a text. The one way in for everything that is written here."""
    return engine().screen(text, context)


def engine() -> Engine:
    """Return the engine with what this board has chosen, listed and learned by now; one statement when nothing
    has changed."""
    with asked_once():
        return Engine([blocklist()], models(), settings(), known_claims())
