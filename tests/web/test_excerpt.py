"""The beginning of a text, as plain words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideaboard.web.markup import excerpt


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Keripik\n\n**Pisang** `kepok`\n- [gurih](https://a.id)\n> pedas", "Keripik Pisang kepok gurih pedas"),
        ("satu\n\n```\ndua\n```\ntiga\nempat", "satu dua tiga empat"),
        ("a & b <b>", "a & b <b>"),
        ("\u202ea\u2066b", "ab"),
        ("", ""),
    ],
)
def test_an_excerpt_has_words_only(source, expected):
    assert excerpt(source) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (30, "Keripik pisang, sambal seruit"),
        (29, "Keripik pisang, sambal seruit"),
        (28, "Keripik pisang, sambal…"),
        (16, "Keripik pisang…"),
        (15, "Keripik…"),
        (14, "Keripik…"),
    ],
)
def test_an_excerpt_is_cut_at_a_word(length, expected):
    assert excerpt("Keripik pisang, sambal seruit", length) == expected


def test_an_endless_word_is_cut_inside():
    assert excerpt("a" * 300, 20) == "a" * 19 + "…"


@settings(max_examples=50, deadline=None)
@given(st.text(), st.integers(min_value=1, max_value=50))
def test_an_excerpt_is_never_longer_than_asked(source, length):
    assert len(excerpt(source, length)) <= length
