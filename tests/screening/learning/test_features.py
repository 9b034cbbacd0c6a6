"""What a model sees of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ideaboard.screening.learning.features import BUCKETS, MOST_WINDOWS, WINDOW, features, pieces_of, windows
from ideaboard.screening.normalise import normalise
from ideaboard.screening.signals import Signal


def of(text, *signals):
    return features(normalise(text).words, signals)


def test_capitals_and_signs_change_nothing():
    assert set(of("Slot GACOR …").keys) == set(of("slot gacor").keys)


def test_words_in_a_row_are_seen_in_their_order():
    assert set(of("slot gacor").pairs) != set(of("gacor slot").pairs)


def test_what_the_rules_noticed_is_seen_with_its_strength():
    plain, weak, strong = (
        of("halo"),
        of("halo", Signal("gambling.word", "weak")),
        of("halo", Signal("gambling.word", "strong")),
    )
    assert not plain.rules
    assert len(set(weak.rules) & set(strong.rules)) == 1
    assert set(weak.rules) != set(strong.rules)


def test_what_is_known_of_the_writer_is_not_seen():
    assert not of("halo", Signal("behaviour.burst", "strong")).rules


def test_the_letters_that_are_looked_at_have_a_bound():
    assert len(pieces_of("a" * 20_000)) == len(pieces_of("a" * 50))


def test_a_long_text_is_read_in_parts():
    read = normalise("kata " * (WINDOW + 1))
    assert [len(part.words) for part in windows(read, ())] == [WINDOW, 1]


def test_of_a_very_long_text_the_parts_that_rules_point_at_are_read():
    text = "kata " * (WINDOW * 2 * MOST_WINDOWS) + "gacor"
    signal = Signal("gambling.word", "strong", ((len(text) - 5, len(text)),))
    parts = windows(normalise(text), (signal,))
    assert len(parts) == MOST_WINDOWS
    assert parts[0].words[-1].key == "gacor"


def test_a_text_without_words_has_a_part_without_words():
    (part,) = windows(normalise("!!! 🙂"), ())
    assert not part.words


@given(st.text(max_size=400))
def test_any_text_has_features(text):
    for part in windows(normalise(text), ()):
        assert all(0 <= bucket < BUCKETS for bucket in part.features.pairs)
        assert part.features.scale > 0
