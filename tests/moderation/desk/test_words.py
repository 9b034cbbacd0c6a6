"""What the pages say and suggest, without a database: durations, covered words, suggestions, bars."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ideaboard.moderation.desk.charts import HEIGHT, WIDTH, bars
from ideaboard.moderation.desk.choices import OPTIONS, measure_of
from ideaboard.moderation.desk.covering import covered, strong_words
from ideaboard.moderation.desk.durations import in_words
from ideaboard.moderation.desk.suggestions import suggestion
from ideaboard.moderation.judging.choices import FITTING, MEASURES_WITH


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (190, "3 hours 10 minutes"),
        (47 * 60 + 5, "47 hours"),
        (49 * 60, "2 days"),
    ],
)
def test_a_duration_is_said_as_people_would(app, minutes, words):
    with app.test_request_context("/?bahasa=en"):
        assert in_words(timedelta(minutes=minutes)) == words


def test_a_covered_text_keeps_its_length_first_letters_and_blanks():
    assert covered("Dasar anjing kurap sekali", [(6, 18)]) == "Dasar a••••• ••••• sekali"
    assert covered("abc", [(-3, 99)]) == "a••"


@pytest.mark.parametrize(("name", "strength"), [("abuse.insult", "weak"), ("gambling.term", "strong")])
def test_only_words_that_hurt_are_covered(name, strength):
    assert strong_words([{"name": name, "strength": strength, "places": [["body", 0, 4]]}]) == {}


@pytest.mark.parametrize(
    ("kind", "topic", "strengths", "suggested"),
    [
        ("post", "fraud", ["strong", "weak"], "silence"),
        ("post", "gambling", ["medium"], "remove"),
        ("post", "abuse", ["weak", "weak"], "keep"),
        ("post", "abuse", ["medium"], "changes"),
        ("post", "other", ["strong"], ""),
        ("post", "fraud", [], ""),
        ("votes", "votes", ["strong"], ""),
        ("sample", "fraud", ["strong"], ""),
    ],
)
def test_a_suggestion_follows_from_topic_and_strength(kind, topic, strengths, suggested):
    assert suggestion(kind, topic, strengths) == suggested


def test_every_option_fits_its_kind_of_case_and_its_measure():
    for option in OPTIONS.values():
        assert any(option.action in actions for actions in FITTING.values())
        assert measure_of(option, "") in MEASURES_WITH[option.action]


def test_bars_fill_the_picture_and_nothing_still_shows_a_line():
    drawn = bars([0, 5, 10, 0, 0, 0, 1])
    assert [bar.height for bar in drawn][:3] == [2, (HEIGHT - 2) // 2, HEIGHT - 2]
    assert all(bar.y + bar.height == HEIGHT for bar in drawn)
    assert drawn[-1].x + drawn[-1].width <= WIDTH
    assert len(bars([0, 0])) == 2
