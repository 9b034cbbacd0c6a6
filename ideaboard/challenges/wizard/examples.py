"""Example briefs, one per sector and language, read from the files in examples/."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import get_locale

from ideaboard.businesses.sectors import SECTORS, Sector

_FILES = Path(__file__).parent / "examples"


@dataclass(frozen=True)
class Example:
    """A brief as a careful owner would write it."""

    title: str
    brief: str
    problem: str
    good_example: str
    limits: list[str]


def example_for(sector: Sector) -> Example:
    """Return the example of a sector in the reader's language."""
    return examples_in(get_locale().language)[sector.key]


@cache
def examples_in(language: str) -> dict[str, Example]:
    """Read all examples of a language; Indonesian for languages we have no file of."""
    file = _FILES / f"{language if language in ('id', 'en') else 'id'}.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    return {key: Example(**written[key]) for key in SECTORS}
