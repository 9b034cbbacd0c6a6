"""How alike two texts are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideaboard.posts.likeness import Shape, likeness

SERUIT = Shape.of(
    "Keripik pisang sambal seruit", "Bumbu tabur dari cabai, tomat kering, dan sedikit tempoyak bubuk. Pedas asam."
)
SAME_IN_OTHER_WORDS = Shape.of(
    "Sambal seruit untuk keripik pisang", "Keripiknya ditaburi bumbu cabai, tomat yang dikeringkan, tempoyak bubuk."
)
OTHER = Shape.of("Rasa kelapa bakar", "Kelapa parut disangrai sampai cokelat lalu dihaluskan bersama gula.")


def test_a_text_is_wholly_like_itself() -> None:
    assert likeness(SERUIT, SERUIT) == 1


def test_other_forms_of_the_same_words_are_very_alike() -> None:
    assert likeness(SERUIT, SAME_IN_OTHER_WORDS) > 0.6


def test_another_idea_for_the_same_product_is_not_alike() -> None:
    assert likeness(SERUIT, OTHER) < 0.2


@pytest.mark.parametrize("nothing", [Shape.of("", ""), Shape.of("yang dan", "untuk di")])
def test_nothing_is_like_nothing(nothing: Shape) -> None:
    assert likeness(nothing, nothing) == likeness(nothing, SERUIT) == 0


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=80), st.text(max_size=200))
def test_it_is_a_number_from_0_to_1_and_the_same_both_ways(a: str, b: str, c: str, d: str) -> None:
    one, other = Shape.of(a, b), Shape.of(c, d)
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
