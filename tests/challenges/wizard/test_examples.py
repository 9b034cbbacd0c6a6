"""The example briefs and the addresses made from titles."""

from __future__ import annotations

import re

import pytest

from ideaboard.businesses.sectors import SECTORS
from ideaboard.challenges.wizard.clarity import LONG_ENOUGH
from ideaboard.challenges.wizard.examples import Example, examples_in
from ideaboard.challenges.wizard.limits_form import LINE
from ideaboard.challenges.wizard.problem_form import BRIEF, TITLE

EXAMPLES = [(language, key, examples_in(language)[key]) for language in ("id", "en") for key in SECTORS]


@pytest.mark.parametrize(("language", "key", "example"), EXAMPLES)
def test_an_example_would_pass_the_wizard_itself(language: str, key: str, example: Example) -> None:
    assert TITLE[0] <= len(example.title) <= TITLE[1]
    assert LONG_ENOUGH <= len(example.brief) <= BRIEF[1]
    assert re.search(r"\d", example.problem)
    assert example.good_example
    assert 2 <= len(example.limits) <= 12
    assert all(len(line) <= LINE for line in example.limits)


def test_a_language_without_a_file_gets_indonesian() -> None:
    assert examples_in("fr") == examples_in("id")
