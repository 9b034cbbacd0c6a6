"""The list of checks names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

from ideaboard.config import ROOT

LISTED = Path(__file__).with_name("covered.txt")
# How many checks each class of the review has.
CLASSES = {
    "AU": 18,
    "SE": 10,
    "AZ": 12,
    "CS": 8,
    "XS": 15,
    "UP": 10,
    "IN": 9,
    "SR": 4,
    "RL": 9,
    "HD": 8,
    "DO": 12,
} | {"RA": 10, "CR": 18, "MI": 10, "PR": 13, "AL": 5, "SU": 8}


def lines() -> list[list[str]]:
    return [line.split() for line in LISTED.read_text().splitlines() if line and not line.startswith("#")]


def test_every_check_stands_there_once() -> None:
    expected = [f"{name}{number:02}" for name, last in CLASSES.items() for number in range(1, last + 1)]
    assert sorted(words[0] for words in lines()) == sorted(expected)
    assert len(expected) == 179


def test_every_test_that_is_named_exists() -> None:
    missing = [
        name
        for words in lines()
        if words[1] != "-"
        for name in words[1:]
        if not _exists(*name.partition("::")[::2])
    ]
    assert missing == []


def test_what_has_no_test_says_why() -> None:
    assert all(len(words) > 4 for words in lines() if words[1] == "-")
    assert sum(words[1] == "-" for words in lines()) <= 12


def _exists(file: str, name: str) -> bool:
    path = ROOT / "tests" / file
    return path.is_file() and bool(re.search(rf"^def {name or 'test_'}", path.read_text(), re.MULTILINE))
