"""A label is shown with its post, damps its place, and goes with everything it brought when it is taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.extensions import db
from ideaboard.ideas.models import DAMPED_DAYS
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.judging.problems import NotFitting
from ideaboard.moderation.judging.service import confirm, undo
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.moderation.models import KEEP, LABEL, PROPOSED
from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.posts.service import change_status, revise
from ideaboard.screening.claims.models import FALSE, MISLEADING, SATIRE, TRUE, UNPROVEN, Claim
from ideaboard.screening.claims.service import ClaimText, keep_claims, known_claims
from ideaboard.screening.normalise import normalise
from ideaboard.web.problems import NotAllowed
from tests.browser import Browser
from tests.database import context, count, fresh, rows, write
from tests.factories import make_user
from tests.moderation.labels.steps import (
    AGAIN,
    CLAIM,
    act,
    case_about,
    label,
    make_claiming_idea,
    make_moderator,
    open_cases,
)
from tests.notifications.steps import deliver, told

Browse = Callable[..., Browser]


def take_back(decision: object, by: User) -> None:
    with context():
        undo(decision.id, db.session.get(User, by.id))  # type: ignore[attr-defined]


def edit(post: Post) -> None:
    fields = {"title": "Minuman daun kelor", "body": "Minuman segar, tanpa janji apa pun."}
    write(lambda: revise(fresh(post), fields, editor_id=post.author_id, base_version=fresh(post).version))


def recognised() -> bool:
    with context():
        return bool(known_claims().matches(normalise(AGAIN)))


def place(idea: Post) -> float:
    return round(fresh(idea).hot, 6)  # type: ignore[attr-defined]


@pytest.mark.parametrize("verdict", [UNPROVEN, TRUE, SATIRE, "context"])
def test_one_moderator_labels_at_once(app: Flask, verdict: str) -> None:
    idea = make_claiming_idea()
    made = label(idea, verdict=verdict)
    stored = fresh(idea)
    assert (stored.status, stored.label["verdict"], stored.label["claim"]) == (PUBLISHED, verdict, CLAIM)
    assert (made.action, open_cases(idea)) == (LABEL, [])


@pytest.mark.parametrize("verdict", [FALSE, MISLEADING])
def test_false_and_misleading_take_two_people(app: Flask, verdict: str) -> None:
    idea, first, second = make_claiming_idea(), make_moderator("Dewi"), make_moderator("Eko")
    made = label(idea, first, verdict)
    assert (made.state, fresh(idea).label, recognised()) == (PROPOSED, None, False)
    with context(), pytest.raises(NotAllowed):
        confirm(made.id, db.session.get(User, first.id))
    with context():
        confirm(made.id, db.session.get(User, second.id))
    assert (fresh(idea).label["verdict"], recognised()) == (verdict, True)


def test_a_label_without_its_text_is_refused(app: Flask) -> None:
    idea, me = make_claiming_idea(), make_moderator()
    with pytest.raises(NotFitting):
        act(case_about(idea), me, Choice(LABEL, version=1))
    assert (count(ClaimLabel), len(open_cases(idea))) == (0, 1)


def test_a_held_post_is_shown_with_its_label(app: Flask) -> None:
    idea = make_claiming_idea()
    write(lambda: change_status(fresh(idea), HELD, expected=(PUBLISHED,)))
    label(idea)
    assert (fresh(idea).status, fresh(idea).label["verdict"]) == (PUBLISHED, UNPROVEN)


@pytest.mark.parametrize(
    ("verdict", "days"), [(UNPROVEN, DAMPED_DAYS), ("context", DAMPED_DAYS), (TRUE, 0), (SATIRE, 0)]
)
def test_doubt_damps_the_place_and_undo_restores_it(app: Flask, verdict: str, days: int) -> None:
    idea, me = make_claiming_idea(), make_moderator()
    before = place(idea)
    made = label(idea, me, verdict)
    assert place(idea) == pytest.approx(before - days, abs=1e-5)
    take_back(made, me)
    assert (place(idea), fresh(idea).label) == (pytest.approx(before, abs=1e-5), None)


def test_the_place_stays_damped_when_the_post_was_away_meanwhile(app: Flask) -> None:
    idea = make_claiming_idea()
    before = place(idea)
    label(idea)
    for status, expected in ((HELD, PUBLISHED), (PUBLISHED, HELD)):
        write(lambda status=status, expected=expected: change_status(fresh(idea), status, expected=(expected,)))  # type: ignore[misc]
    assert place(idea) == pytest.approx(before - DAMPED_DAYS, abs=1e-5)


def test_support_given_meanwhile_is_kept(app: Flask, browse: Browse) -> None:
    idea, me = make_claiming_idea(), make_moderator()
    made = label(idea, me)
    browse(make_user()).post(f"/i/{idea.id}/dukung")
    with_support = place(idea)
    take_back(made, me)
    assert place(idea) == pytest.approx(with_support + DAMPED_DAYS, abs=1e-5)


def test_a_second_label_takes_the_place_of_the_first(app: Flask) -> None:
    idea, me = make_claiming_idea(), make_moderator()
    before = place(idea)
    label(idea, me, UNPROVEN)
    newer = label(idea, me, "context")
    assert fresh(idea).label["verdict"] == "context"
    assert place(idea) == pytest.approx(before - DAMPED_DAYS, abs=1e-5)
    take_back(newer, me)
    assert fresh(idea).label["verdict"] == UNPROVEN
    assert place(idea) == pytest.approx(before - DAMPED_DAYS, abs=1e-5)
    assert count(ClaimLabel, ClaimLabel.is_active) == 1


def test_the_known_claim_goes_with_the_label(app: Flask) -> None:
    idea, me, other = make_claiming_idea(), make_moderator("Dewi"), make_moderator("Eko")
    made = label(idea, me, FALSE, other)
    [claim] = rows(select(Claim))
    assert (claim.text, claim.verdict, claim.is_active, claim.labelled_by_id) == (CLAIM, FALSE, True, me.id)
    assert claim.source_url == "https://www.kemkes.example/kelor"
    take_back(made, me)
    assert (fresh(claim).is_active, recognised()) == (False, False)
    label(idea, other, FALSE, me)
    assert (fresh(claim).is_active, recognised()) == (True, True)


def test_a_claim_that_was_known_before_is_known_as_before(app: Flask) -> None:
    write(lambda: keep_claims([ClaimText(CLAIM, MISLEADING, "https://lama.example")], actor_id=None))
    idea, me = make_claiming_idea(), make_moderator("Dewi")
    made = label(idea, me, FALSE, make_moderator("Eko"))
    assert rows(select(Claim.verdict)) == [FALSE]
    take_back(made, me)
    [claim] = rows(select(Claim))
    stored = (claim.verdict, claim.source_url, claim.labelled_by_id, claim.is_active)
    assert stored == (MISLEADING, "https://lama.example", None, True)


def test_a_claim_that_two_posts_repeat_stays_known_for_the_other(app: Flask) -> None:
    me, other = make_moderator("Dewi"), make_moderator("Eko")
    made = label(make_claiming_idea(), me, FALSE, other)
    label(make_claiming_idea(), me, FALSE, other)
    take_back(made, me)
    assert recognised()


def test_a_verdict_that_needs_one_person_teaches_screening_nothing(app: Flask) -> None:
    label(make_claiming_idea())
    assert count(Claim) == 0


def test_a_corrected_text_opens_the_verdict_again(app: Flask) -> None:
    idea = make_claiming_idea()
    label(idea)
    edit(idea)
    [case] = open_cases(idea)
    assert (case.topic, fresh(idea).label["reopened"], fresh(idea).status) == ("hoax", True, PUBLISHED)


def test_keeping_the_corrected_text_takes_the_label_off_and_undo_puts_it_back(app: Flask) -> None:
    idea, me = make_claiming_idea(), make_moderator()
    before = place(idea)
    label(idea, me)
    edit(idea)
    [case] = open_cases(idea)
    kept = act(case.id, me, Choice(KEEP, version=2))
    assert (fresh(idea).label, place(idea)) == (None, pytest.approx(before, abs=1e-5))
    take_back(kept, me)
    assert (fresh(idea).label["reopened"], place(idea)) == (True, pytest.approx(before - DAMPED_DAYS, abs=1e-5))


def test_keeping_a_text_that_nobody_corrected_leaves_the_label(app: Flask) -> None:
    idea, me = make_claiming_idea(), make_moderator()
    label(idea, me)
    act(case_about(idea), me, Choice(KEEP, version=1))
    assert fresh(idea).label["verdict"] == UNPROVEN


def test_an_edit_of_a_post_without_a_label_opens_nothing(app: Flask) -> None:
    idea = make_claiming_idea()
    edit(idea)
    assert open_cases(idea) == []


def test_the_author_and_earlier_supporters_are_told(browse: Browse) -> None:
    idea = make_claiming_idea(author := make_user())
    before, after = make_user(), make_user()
    browse(before).post(f"/i/{idea.id}/dukung")
    label(idea)
    browse(after).post(f"/i/{idea.id}/dukung")
    deliver()
    assert "claim_labelled" in told(author)
    assert (told(before), told(after)) == (["supported_labelled"], [])
    assert "Not proven yet" in browse(before).get("/pemberitahuan?bahasa=en").text
    assert "You can correct the text" in browse(author).get("/pemberitahuan?bahasa=en").text


def test_supporters_hear_nothing_of_a_claim_that_is_right(browse: Browse) -> None:
    idea, voter = make_claiming_idea(), make_user()
    browse(voter).post(f"/i/{idea.id}/dukung")
    label(idea, verdict=TRUE)
    deliver()
    assert told(voter) == []


def test_the_log_holds_codes_and_no_words(app: Flask) -> None:
    idea, me = make_claiming_idea(), make_moderator()
    take_back(label(idea, me), me)
    entries = rows(select(AuditEntry).where(AuditEntry.object_type == "post"))
    assert [entry.action for entry in entries] == ["post.label", "post.undo"]
    assert CLAIM not in str([entry.after for entry in entries])
    with context():
        assert verify().broken_id is None
