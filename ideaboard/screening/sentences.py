"""One plain sentence per signal, in Indonesian and English (sentences.txt).

They are not in the catalogues because `ideaboard screen` runs without the web part.
"""

from configparser import RawConfigParser
from functools import cache
from importlib.resources import files

LANGUAGES = ("id", "en")
ANY = "*"


def sentence(name: str, language: str = "id") -> str:
    """Return what a signal says, in one sentence. Any language but Indonesian gets English."""
    family, _, noun = name.partition(".")
    known = sentences()
    of_family = known.get(family, known[ANY])
    return of_family.get(noun, of_family[ANY])[0 if language == "id" else 1]


@cache
def sentences() -> dict[str, dict[str, tuple[str, str]]]:
    """Return all sentences by family and noun: Indonesian, English."""
    parser = RawConfigParser(delimiters=("=",), default_section="none")
    parser.read_string((files("ideaboard.screening") / "sentences.txt").read_text("utf-8"))
    return {family: {noun: _both(line) for noun, line in parser.items(family)} for family in parser.sections()}


def _both(line: str) -> tuple[str, str]:
    indonesian, _, english = line.partition(" | ")
    return indonesian, english
