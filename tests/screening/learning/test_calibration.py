"""Margins become probabilities and operating points."""

from __future__ import annotations

from random import Random

import pytest

from ideaboard.screening.learning.calibration import LEAST_KEPT, Calibration, calibrate, margin_at, points_of
from ideaboard.screening.settings import POINTS


def drawn(number, middle, seed=1):
    random = Random(seed)
    return [random.gauss(middle, 1) for _ in range(number)]


def test_a_probability_is_how_often_it_is_true():
    kept, of_kind = drawn(900, -1), drawn(100, 1)
    calibration = calibrate(kept + of_kind, [False] * 900 + [True] * 100)
    said = [calibration(margin) for margin in kept + of_kind]
    assert sum(said) / 1000 == pytest.approx(0.1, abs=0.01)


def test_separated_texts_are_not_said_to_be_certain():
    calibration = calibrate([-5.0] * 50 + [5.0] * 50, [False] * 50 + [True] * 50)
    assert 0.9 < calibration(5.0) < 1


def test_one_label_alone_calibrates_nothing():
    assert calibrate([1.0, 2.0], [True, True]) == Calibration()


def test_a_model_that_is_wrong_is_not_turned_around():
    assert calibrate([1.0] * 20 + [-1.0] * 20, [False] * 20 + [True] * 20).slope > 0


def test_what_is_stored_is_read_again():
    assert Calibration.from_data(Calibration(2.0, -1.0).as_data()) == Calibration(2.0, -1.0)


@pytest.mark.parametrize(("name", "share"), POINTS.items())
def test_a_point_is_reached_by_its_share_of_kept_posts_at_most(name, share):
    kept = drawn(5000, -2)
    point = points_of(kept, Calibration())[name]
    assert sum(Calibration()(margin) >= point for margin in kept) <= share * len(kept)


def test_points_hold_on_posts_not_seen():
    point = points_of(drawn(1000, -2), Calibration())["0.5%"]
    others = drawn(20_000, -2, seed=2)
    assert sum(Calibration()(margin) >= point for margin in others) / len(others) < 0.01


def test_few_kept_posts_give_no_points():
    assert points_of(drawn(LEAST_KEPT - 1, -2), Calibration()) == {}


def test_a_share_that_cannot_be_counted_lies_beyond_everything_seen():
    falling = sorted(drawn(250, -2), reverse=True)
    assert margin_at(falling, 0.001) >= falling[0]
    assert margin_at(falling, 0.001) >= margin_at(falling, 0.01)
