"""Shares and times: honest with few, and with what chance allows with many."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from ideaboard.moderation.numbers.months import last_months
from ideaboard.moderation.numbers.rates import Rate, Times
from ideaboard.moderation.numbers.wording import share, span


@pytest.mark.parametrize(
    ("hits", "of", "interval"), [(0, 0, (0, 100)), (0, 20, (0, 17)), (20, 20, (83, 100)), (80, 100, (71, 87))]
)
def test_a_share_has_an_interval(hits, of, interval):
    assert Rate(hits, of).interval == interval


@pytest.mark.parametrize(
    ("hits", "of", "said"),
    [(0, 0, "none yet"), (3, 7, "3 of 7"), (19, 19, "19 of 19"), (80, 100, "80% (71–87%) of 100")],
)
def test_small_numbers_are_said_as_numbers(in_request, hits, of, said):
    with force_locale("en"):
        assert share(Rate(hits, of)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (5, "1 minute"),
        (1800, "30 minutes"),
        (5400, "1.5 hours"),
        (3600 * 47, "47 hours"),
        (172800, "2 days"),
    ],
)
def test_a_time_is_written_in_the_unit_that_fits(in_request, seconds, said):
    with force_locale("en"):
        assert span(seconds) == said


def test_a_time_has_the_comma_of_the_language(in_request):
    with force_locale("id"):
        assert span(5400).startswith("1,5 ")


@pytest.mark.parametrize(
    ("seconds", "median", "most"),
    [([], None, None), ([7], 7, 7), ([1, 2], 1, 2), (list(range(1, 11)), 5, 9), (list(range(1, 101)), 50, 90)],
)
def test_times_are_ones_that_happened(seconds, median, most):
    found = Times.of([float(each) for each in reversed(seconds)])
    assert (found.count, found.median, found.most) == (len(seconds), median, most)


def test_twelve_months_end_with_this_one_as_it_is_in_jakarta():
    months = last_months(datetime(2026, 12, 31, 18, tzinfo=UTC))
    assert len(months) == 12
    assert (months[0].day, months[-1].day) == (date(2026, 2, 1), date(2027, 1, 1))
    assert months[-1].begin == datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert [month.begin for month in months[1:]] == [month.end for month in months[:-1]]
