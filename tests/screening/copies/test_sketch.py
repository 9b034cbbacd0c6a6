"""What counts as a copy, and what people may say a hundred times."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideaboard.screening.copies.sketch import KEPT, Sketch, likeness, sketch
from ideaboard.screening.normalise import normalise

LABEL = (
    "Tanggal besar di kanan atas. Tanggal kedaluwarsa ditulis 14 pt di kotak putih kanan atas. "
    "Orang tua seperti saya tidak perlu mencari."
)
REWORDED = (
    "Tanggal besar di kanan atas — tanggal kedaluwarsa ditulis 14 pt di kotak putih kanan atas "
    "supaya orang tua tidak perlu mencari."
)
SALE = "Jual karung goni, rak plastik, dan kasur busa termurah se-Jawa, minat chat ya kak!!!"


def sketch_of(text: str) -> Sketch:
    made = sketch(normalise(text))
    assert made is not None
    return made


def alike(one: str, other: str) -> float:
    return likeness(sketch_of(one), sketch_of(other))


def test_a_text_that_was_reworded_slightly_is_nearly_the_same():
    assert 0.7 <= alike(LABEL, REWORDED) < 1


def test_signs_blanks_and_capitals_do_not_make_another_text():
    assert alike(SALE, "JUAL KARUNG GONI rak plastik dan kasur busa -- termurah se Jawa. Minat, chat ya kak") == 1


def test_other_texts_about_the_same_thing_are_not_alike():
    other = "Kotak putih untuk harga lebih besar, dan nama toko ditulis di bawah dengan huruf yang tebal."
    assert alike(LABEL, other) < 0.2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mantap kak",
        "Mantap kak, semoga sukses usahanya!",
        "Terima kasih banyak kak infonya",
        "Setuju banget sama ide ini, semoga lancar dan sukses selalu ya Bu",
        "🔥🔥🔥",
    ],
)
def test_what_everybody_says_is_never_a_copy(text):
    assert sketch(normalise(text)) is None


def test_of_a_long_text_so_much_is_kept_and_the_likeness_is_a_fair_estimate():
    words = [f"kata{number}" for number in range(400)]
    long, half = " ".join(words), " ".join(words[:200])
    assert len(sketch_of(long).hashes) == KEPT
    assert alike(long, half) == pytest.approx(0.5, abs=0.2)
    assert alike(long, long + " tambahan") > 0.9


def test_a_sketch_comes_back_from_the_database_as_it_was():
    made = sketch_of(SALE)
    assert Sketch.stored(made.letters, made.size, made.packed()) == made


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_stays_between_nought_and_one_whatever_is_typed(one, other):
    mine, theirs = sketch(normalise(one)), sketch(normalise(other))
    if mine and theirs:
        assert 0 <= likeness(mine, theirs) == likeness(theirs, mine) <= 1
