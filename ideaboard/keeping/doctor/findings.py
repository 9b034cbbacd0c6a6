"""What the doctor finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Check = Callable[[], Iterable[str]]  # yields a line for everything that is wrong: what, and what to do


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, in one line that says what to do."""

    check: str
    says: str

    def __str__(self) -> str:
        return f"{self.check}: {' '.join(self.says.split())}"


def some(things: Iterable[object], most: int = 3) -> str:
    """Write the first of many things and how many more there are."""
    named = [str(thing) for thing in things]
    more = f" and {len(named) - most} more" if len(named) > most else ""
    return ", ".join(named[:most]) + more
