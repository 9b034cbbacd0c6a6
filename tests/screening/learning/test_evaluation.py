"""The figures are those that their names say."""

from __future__ import annotations

import pytest

from ideaboard.screening.learning.evaluation import (
    Measured,
    auc,
    average_precision,
    digest,
    folds_of,
    held_out,
    margin_for,
    report,
)
from ideaboard.screening.learning.examples import example_of
from ideaboard.screening.normalise import normalise
from tests.screening.learning.texts import ADS, TALK


def measured(kept, of_kind):
    return [Measured(margin, False) for margin in kept] + [Measured(margin, True) for margin in of_kind]


@pytest.mark.parametrize(
    ("kept", "of_kind", "expected"),
    [([1, 2], [3, 4], 1.0), ([3, 4], [1, 2], 0.0), ([1, 1], [1, 1], 0.5), ([1, 3], [2, 4], 0.75), ([], [1], 0.5)],
)
def test_auc_is_how_often_the_kind_ranks_higher(kept, of_kind, expected):
    assert auc(measured(kept, of_kind)) == expected


def test_average_precision_falls_with_what_stands_before():
    assert average_precision(measured([2], [1, 3])) == pytest.approx((1 + 2 / 3) / 2)


def test_a_share_of_the_kept_texts_may_be_exceeded():
    assert sum(margin > margin_for(range(100), 0.05) for margin in range(100)) == 5


def test_the_report_counts_both_mistakes():
    told = report(measured([-2, -1, 1], [-1, 2, 3]))
    assert told["precision"] == told["f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert told["false_alarms"] == pytest.approx(1 / 3, abs=1e-4)


def test_texts_with_the_same_letters_are_one():
    assert digest(normalise("Slot GACOR!!")) == digest(normalise("slot... gacor"))
    assert digest(normalise("slot gacor")) != digest(normalise("slot gacir"))


def test_folds_hold_both_labels_evenly():
    labels = [True] * 10 + [False] * 50
    folds = folds_of(labels)
    assert all(
        sum(label for label, its in zip(labels, folds, strict=True) if its == fold) == 2 for fold in range(5)
    )


def test_every_text_is_measured_once_by_a_model_that_has_not_seen_it():
    examples = [example_of(text, True) for text in ADS[:20]] + [example_of(text, False) for text in TALK[:20]]
    found = list(held_out(examples))
    assert sorted(place for place, _ in found) == list(range(40))
    assert auc(Measured(margin, examples[place].is_kind) for place, margin in found) > 0.9


def test_measuring_stops_when_enough_kept_texts_were_seen():
    examples = [example_of(text, True) for text in ADS[:20]] + [example_of(text, False) for text in TALK[:20]]
    assert len(list(held_out(examples, enough=4))) == 8
