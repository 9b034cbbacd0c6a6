"""Words folded and cut to their stems."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideaboard.data.words import beginning, fold, stem, stems_of, words_of


@pytest.mark.parametrize(
    ("forms", "root"),
    [
        (["kemas", "kemasan", "kemasannya", "mengemas", "dikemas", "pengemasan"], "kemas"),
        (["tulis", "menulis", "ditulis", "tulisan", "penulis"], "tulis"),
        (["sapu", "menyapu", "disapu"], "sapu"),
        (["pedas", "pedasnya", "kepedasan"], "pedas"),
        (["kering", "kekeringan", "dikeringkan"], "kering"),
        (["teman", "ditemani"], "teman"),
    ],
)
def test_forms_of_one_root_have_one_stem(forms: list[str], root: str) -> None:
    assert {stem(form) for form in forms} == {root}


@pytest.mark.parametrize("word", ["kelapa", "terasi", "bahan", "beras", "pisang", "roti", "x", "2026"])
def test_words_that_only_look_like_forms_stay_whole(word: str) -> None:
    assert stem(word) == word


def test_accents_and_capitals_do_not_count() -> None:
    assert fold("Café ÉNAK") == "cafe enak"


def test_signs_part_words() -> None:
    assert words_of("asam/manis, Rp1.250.000 (oleh-oleh)!") == [
        "asam",
        "manis",
        "rp1",
        "250",
        "000",
        "oleh",
        "oleh",
    ]


def test_words_that_say_nothing_are_no_stems() -> None:
    assert stems_of("Rasa yang dibuat untuk oleh-oleh dari Lampung") == ["rasa", "buat", "lampung"]


def test_what_is_searched_begins_like_the_word_itself() -> None:
    for word in ("pedasnya", "kemasan", "dikeringkan", "kopi"):
        assert word.startswith(beginning(word))


@given(st.text())
def test_folding_takes_every_mark_off_any_text(text: str) -> None:
    marked = unicodedata.normalize("NFD", text.lower())
    assert fold(text) == "".join(char for char in marked if not unicodedata.combining(char))


@given(st.text(alphabet="abdegiklmnoprstuy", min_size=1, max_size=16))
def test_a_stem_is_a_part_of_its_word_but_for_its_first_letter(word: str) -> None:
    assert stem(word)[1:] in word
