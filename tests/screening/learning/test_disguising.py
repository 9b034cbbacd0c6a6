"""Learning texts in a disguise beside the plain ones."""

from random import Random

from ideaboard.screening.learning.disguising import disguised, lesson_of
from ideaboard.screening.learning.examples import example_of
from ideaboard.screening.learning.weights import taught
from ideaboard.screening.normalise import normalise
from tests.screening.learning.texts import ADS, TALK


def test_the_same_text_is_always_disguised_in_the_same_way():
    assert lesson_of(ADS[0], True) == lesson_of(ADS[0], True)


def test_a_disguised_text_looks_different_and_reads_nearly_the_same():
    text = "Daftar sekarang, modal kecil untung besar setiap malam"
    for number in range(20):
        hidden = disguised(text, Random(number))
        assert hidden != text
        read = {key for word in normalise(hidden).words for key in (word.key, *word.readings)}
        assert len(read & {word.key for word in normalise(text).words}) >= 4, hidden


def test_every_text_of_the_kind_and_some_others_are_learned_in_a_disguise():
    assert all(lesson_of(text, True).disguised for text in ADS[:20])
    others = [lesson_of(text, False).disguised is not None for text in TALK]
    assert 0.15 < sum(others) / len(others) < 0.55


def test_what_is_learned_in_a_disguise_is_known_better_in_one():
    learned = [(text, True) for text in ADS[:60]] + [(text, False) for text in TALK[:60]]
    plain = taught([example_of(text, label) for text, label in learned])
    both = taught([lesson_of(text, label) for text, label in learned])
    unseen = [disguised(text, Random(text)) for text in ADS[60:90]]
    seen = [example_of(text, True).features for text in unseen]
    assert sum(map(both.margin, seen)) > sum(map(plain.margin, seen))
