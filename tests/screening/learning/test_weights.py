"""What one model learns from examples, and how it is stored."""

from __future__ import annotations

import pytest

from ideaboard.screening.learning.examples import example_of
from ideaboard.screening.learning.weights import Weights, probability, taught
from tests.screening.learning.texts import ADS, TALK


def examples(number=40):
    return [example_of(text, True) for text in ADS[:number]] + [example_of(text, False) for text in TALK[:number]]


@pytest.fixture(scope="module")
def weights():
    return taught(examples())


def margin(weights, text):
    return weights.margin(example_of(text, True).features)


def test_nothing_learned_says_nothing():
    assert margin(Weights(), "ayo main di garuda77") == 0


def test_new_texts_of_both_sorts_are_told_apart(weights):
    assert min(margin(weights, text) for text in ADS[60:]) > max(margin(weights, text) for text in TALK[60:])


def test_a_stretched_text_is_the_text(weights):
    plain = margin(weights, "daftar sekarang naga88 bonus tiap hari bosku")
    assert margin(weights, "daaaftar sekaraaaang naga88 boooonus tiap hari bosssku") == pytest.approx(plain)


def test_one_example_moves_the_margin_its_way():
    weights, ad = Weights(), example_of(ADS[0], True)
    weights.learn(*ad)
    assert weights.margin(ad.features) > 0


def test_a_heavier_example_moves_more():
    light, heavy, ad = Weights(), Weights(), example_of(ADS[0], True)
    light.learn(ad.features, True, 1.0)
    heavy.learn(ad.features, True, 2.0)
    assert heavy.margin(ad.features) > light.margin(ad.features)


def test_the_opposite_step_leads_back(weights):
    changed, text = weights.copy(), example_of(TALK[70], False)
    before = changed.margin(text.features)
    changed.learn(text.features, True)
    there = changed.margin(text.features)
    changed.learn(text.features, False)
    assert abs(changed.margin(text.features) - before) < abs(there - before)


def test_the_same_seed_gives_the_same_weights():
    assert taught(examples(10)).values == taught(examples(10)).values


def test_packed_weights_are_read_again(weights):
    read = Weights.unpack(weights.pack())
    assert read.values == weights.values
    assert read.moved == weights.moved


def test_a_model_is_stored_in_less_than_two_megabytes(weights):
    assert len(weights.pack()) < 2_000_000


@pytest.mark.parametrize("packed", [b"", b"nothing", Weights().pack()[:-9]])
def test_other_bytes_are_refused(packed):
    with pytest.raises(ValueError, match="not the weights"):
        Weights.unpack(packed)


def test_a_copy_learns_for_itself(weights):
    other, before = weights.copy(), margin(weights, ADS[0])
    other.learn(*example_of(ADS[0], False))
    assert margin(weights, ADS[0]) == before


@pytest.mark.parametrize("value", [-1e9, -3.0, 0.0, 3.0, 1e9])
def test_a_probability_lies_between_0_and_1(value):
    assert 0 <= probability(value) <= 1
    assert probability(-value) == pytest.approx(1 - probability(value))
