"""What was disguised reads plainly, and every letter knows where it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideaboard.screening.normalise import normalise


def keys(text):
    return [word.key for word in normalise(text).words]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("𝐆𝐀𝐂𝐎𝐑", "gacor"),
        ("ɢᴀᴄᴏʀ", "gacor"),
        ("ＧＡＣＯＲ", "gacor"),
        ("Ⓖⓐⓒⓞⓡ", "gacor"),
        ("🅶🅰🅲🅾🆁", "gacor"),
        ("ġáčöŕ", "gacor"),
        ("gасоr", "gacor"),
        ("ѕӏоτ", "slot"),
        ("g\u200ba\u200dc\ufeffo\u2060r", "gacor"),
        ("g̶a̶c̶o̶r̶", "gacor"),
        ("g4c0r", "gacor"),
        ("G A C O R", "gacor"),
        ("g.a.c.o.r", "gacor"),
        ("gaaacoooor", "gacor"),
        ("G 4 C 0 R", "gacor"),
        ("𝐆𝟒𝐂𝟎𝐑", "gacor"),
    ],
)
def test_a_disguised_word_reads_like_the_plain_one(typed, read):
    assert keys(typed) == [read]


def test_a_wider_gap_separates_letters_that_were_spaced_out():
    assert keys("main s l o t  g a c o r dong") == ["main", "slot", "gacor", "dong"]


@given(st.text())
def test_any_text_can_be_read_and_every_letter_stands_somewhere(raw):
    read = normalise(raw)
    assert len(read.places) == len(read.text) + 1
    assert list(read.places) == sorted(read.places)
    assert all(0 <= place <= len(raw) for place in read.places)
