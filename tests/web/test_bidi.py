"""A character that turns the writing direction has no effect outside the text that holds it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideaboard.web.bidi import close_bidi, without_bidi


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("biasa", "biasa"),
        ("\u202ea", "\u202ea\u202c"),
        ("\u2067a\u2069b", "\u2067a\u2069b"),
        ("\u2066\u202ea", "\u2066\u202ea\u202c\u2069"),
        ("a\u202cb\u2069", "ab"),
        ("\u2066a\u202c", "\u2066a\u2069"),
    ],
)
def test_every_turn_is_closed_and_no_end_stands_alone(text, expected):
    assert close_bidi(text) == expected


@settings(deadline=None)
@given(st.text(alphabet="a\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_closing_twice_changes_nothing(text):
    once = close_bidi(text)
    assert close_bidi(once) == once
    assert without_bidi(once) == without_bidi(text)
