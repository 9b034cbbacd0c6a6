"""What a case shows of its reports."""

from __future__ import annotations

import pytest

from ideaboard.moderation.reports.queries import MOST_TEXTS, summary
from tests.database import statements
from tests.factories import make_idea
from tests.moderation.reports.steps import edit, judge_past, make_reporter, say


def test_a_summary_counts_by_reason_and_weighs_voices(app, in_request):
    idea = make_idea()
    made = say(idea, make_reporter(1), "abuse", network="rumah")
    say(idea, make_reporter(2), "abuse", network="rumah")
    say(idea, None, "fraud", is_child=True)
    found = summary([made.case_id])[made.case_id]
    assert (found.count, list(found.by_reason.items())) == (3, [("abuse", 2), ("fraud", 1)])
    assert (found.weight, found.is_child) == (1.75, True)


def test_a_summary_tells_how_often_the_reporters_were_right_before(app, in_request):
    person, idea = make_reporter(), make_idea()
    for action in ("remove", "remove", "remove", "keep"):
        judge_past(say(make_idea(), person), action)
    made = say(idea, person)
    say(idea, make_reporter())
    found = summary([made.case_id])[made.case_id]
    assert (found.accuracy, found.judged) == (0.75, 4)
    judge_past(made, "keep")
    assert summary([made.case_id])[made.case_id].judged == 4
    new = say(make_idea(), make_reporter())
    assert summary([new.case_id])[new.case_id].accuracy is None


def test_a_summary_shows_the_newest_words_and_nobody_behind_them(app, in_request):
    idea = make_idea()
    person = make_reporter(name="Pelapor Rahasia")
    made = say(
        idea, person, "hoax", claim="Cuka menyembuhkan.", source_url="https://kemkes.example", detail="Bohong."
    )
    say(idea, make_reporter())
    for n in range(MOST_TEXTS):
        say(idea, make_reporter(), detail=f"Nomor {n}.")
    details = summary([made.case_id])[made.case_id].details
    assert [words.detail for words in details[:2]] == ["Nomor 19.", "Nomor 18."]
    assert len(details) == MOST_TEXTS
    assert "Rahasia" not in str(details)
    assert not any("reporter" in name for name in vars(details[0]))


@pytest.mark.parametrize(("texts", "number"), [(True, 4), (False, 3)])
def test_summaries_of_many_cases_need_as_many_statements_as_one(app, in_request, texts, number):
    cases = [say(make_idea(), make_reporter(), detail="Tolong.").case_id for _ in range(5)]
    with statements() as seen:
        found = summary(cases, texts=texts)
    assert len(seen) == number
    assert set(found) == set(cases)


def test_a_case_without_reports_has_no_summary(app, in_request):
    assert summary([4711]) == {}
    assert summary([]) == {}


def test_reports_that_a_newer_one_replaced_are_left_out(app, in_request):
    idea, person = make_idea(), make_reporter()
    made = say(idea, person, "fraud")
    edit(idea)
    say(idea, person, "abuse")
    assert summary([made.case_id])[made.case_id].by_reason == {"abuse": 1}
