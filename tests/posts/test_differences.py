"""What changed between two texts: words, not lines; safe HTML that can be heard."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from ideaboard.posts.differences import ADDED, REMOVED, SAME, difference, pieces
from tests.effort import effort

OLD = "Bumbu tabur dari cabai, pedas asam."


def test_one_word_changed_marks_one_word() -> None:
    assert pieces(OLD, OLD.replace("cabai", "tomat")) == [
        (SAME, "Bumbu tabur dari "),
        (REMOVED, "cabai"),
        (ADDED, "tomat"),
        (SAME, ", pedas asam."),
    ]


def test_the_same_text_has_one_piece_and_nothing_has_none() -> None:
    assert pieces(OLD, OLD) == [(SAME, OLD)]
    assert pieces("", "") == []


def test_blanks_alone_are_no_change() -> None:
    assert pieces("a  b", "a b") == [(SAME, "a b")]


def test_a_paragraph_added_leaves_the_one_before_alone() -> None:
    assert pieces("Asam.", "Asam.\n\nDan manis.") == [(SAME, "Asam."), (ADDED, "\n\nDan manis.")]


def test_a_full_stop_is_a_change_of_its_own() -> None:
    assert pieces("Asam manis", "Asam manis.") == [(SAME, "Asam manis"), (ADDED, ".")]


@given(st.text(alphabet="ab .,\n", max_size=60), st.text(alphabet="ab .,\n", max_size=60))
def test_old_and_new_can_be_read_out_of_the_pieces(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(text for kind, text in found if kind != REMOVED) == new
    words = "".join(text for kind, text in found if kind != ADDED).split()
    assert "".join(words) == "".join(old.split())


@pytest.mark.parametrize(
    ("old", "new"),
    [("a b c d e " * 800, "e d c b a " * 800), ("a\n" * 4000, "b\na\n" * 2000), ("x" * 8000, "y" * 8000)],
)
def test_no_text_takes_long(old: str, new: str) -> None:
    assert pieces(old, new)
    assert effort(lambda: pieces(old, new), 1) < 1


def test_signs_of_html_stay_signs(in_request: Flask) -> None:
    html = difference("<b>x</b>", "<script>alert(1)</script>")
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;" in html


def test_changes_are_said_in_words(in_request: Flask) -> None:
    html = difference("pedas", "manis")
    assert '<del><span class="visually-hidden"> [dihapus:] </span>pedas' in html
    assert '<ins><span class="visually-hidden"> [ditambah:] </span>manis' in html
