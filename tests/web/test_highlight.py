"""Marked words and the piece of a text around them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ideaboard.data.words import beginning, fold, stem
from ideaboard.web.highlight import highlight, snippet


def test_the_word_is_marked_whole_wherever_it_begins_so() -> None:
    assert highlight("Keripik pedas", ["keri"]) == "<mark>Keripik</mark> pedas"


def test_another_form_of_the_word_is_marked_too() -> None:
    assert highlight("Dikemas kecil", ["kemasan"]) == "<mark>Dikemas</mark> kecil"


def test_a_form_that_swallowed_the_first_letter_is_marked_too() -> None:
    assert highlight("Kata penulis itu", ["tulis"]) == "Kata <mark>penulis</mark> itu"


def test_accents_do_not_hide_a_word() -> None:
    assert highlight("Di Café itu", ["cafe"]) == "Di <mark>Café</mark> itu"


def test_markup_of_people_stays_text() -> None:
    marked = highlight('<b onclick="x">pedas</b>', ["pedas"])
    assert marked == "&lt;b onclick=&#34;x&#34;&gt;<mark>pedas</mark>&lt;/b&gt;"


def test_the_piece_lies_around_the_first_word_that_was_found() -> None:
    piece = snippet("awal " * 80 + "tempoyak " + "akhir " * 80, ["tempoyak"])
    assert "<mark>tempoyak</mark>" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < 220


def test_a_short_text_is_shown_whole_without_the_signs_of_markdown() -> None:
    assert snippet("**Pedas** dan [manis](https://contoh.example)", ["manis"]) == "Pedas dan <mark>manis</mark>"


@given(st.text(max_size=400), st.lists(st.text(alphabet="abcdefgé", min_size=1, max_size=9), max_size=3))
def test_no_text_breaks_out_of_its_piece(text: str, words: list[str]) -> None:
    for piece in (highlight(text, words), snippet(text, words)):
        bare = piece.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert piece.count("<mark>") == piece.count("</mark>")


ROOTS = ("kemas", "pakai", "tulis", "sapu", "é", "X1", "isi", "kering")
FORMS = ("{}", "meng{}", "mem{}", "di{}kan", "ke{}an", "{}nya", "pen{}", "{}", "—{}", "({})")
FORM = st.builds(str.format, st.sampled_from(FORMS), st.sampled_from(ROOTS))


@given(st.lists(st.tuples(FORM, st.sampled_from([" ", "\n", "/", ". "]))), st.lists(FORM, min_size=1, max_size=3))
def test_no_word_is_passed_over(said: list[tuple[str, str]], asked: list[str]) -> None:
    text, words = "".join(word + between for word, between in said), [fold(word.strip("—()")) for word in asked]
    starts, stems = tuple({*words, *map(beginning, words)}), {stem(word) for word in words}
    sought = [
        each for each in re.findall(r"[^\W_]+", text) if fold(each).startswith(starts) or stem(fold(each)) in stems
    ]
    assert re.findall("<mark>(.*?)</mark>", highlight(text, words)) == sought
