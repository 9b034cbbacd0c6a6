"""The engine of this process, with everything that the board has added to the rules."""

from ideaboard.screening.choices import settings
from ideaboard.screening.context import Context
from ideaboard.screening.engine import Engine, Result


def read(text: str, context: Context) -> Result:
    """Return what the engine of this board says of a text. The one way in for everything that is written here."""
    return engine().screen(text, context)


def engine() -> Engine:
    """Return the engine with what this board has chosen, as it is now."""
    return Engine(settings=settings())
