"""Many at once: one decision, one audit row, no lost word of an author, no server error."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.challenges.models import Challenge
from ideaboard.comments.queries import comment_or_404, drifted_counts
from ideaboard.comments.service import delete_comment, edit_comment
from ideaboard.jobs.models import OutboxMessage
from ideaboard.moderation.cases.models import DECIDED
from ideaboard.moderation.judging import claims, service
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.models import Decision
from ideaboard.moderation.reports.service import Complaint
from ideaboard.moderation.reports.service import report as send_report
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.posts.models import HELD, PUBLISHED, REMOVED, WITHDRAWN
from ideaboard.web.problems import WrongState
from tests.database import context, count, fresh, scalar
from tests.factories import make_challenge, make_idea, make_user
from tests.moderation.judging.steps import attempt, case_about, decide
from tests.moderation.steps import make_held_comment, make_moderator
from tests.parallel import all_at_once

KEEP = Choice("keep", version=1)
REMOVE = Choice("remove", version=1, reason="spam", measure="week")


@pytest.fixture
def people(app) -> list[int]:
    """Moderators."""
    return [make_moderator(f"M{n}").id for n in range(16)]


def holds() -> None:
    """The counts are those of the rows, and the log is whole."""
    with context():
        assert (drifted_counts(), verify().broken_id) == ([], None)


def test_sixteen_decisions_at_once_are_one_with_one_audit_row(app, people):
    comment = make_held_comment()
    case = case_about(comment)

    def work(n: int) -> bool:
        choice = Choice("keep", version=1) if n % 2 else Choice("remove", version=1, reason="spam")
        return attempt(app, people[n], lambda someone: service.decide(case.id, someone, choice))

    assert sum(all_at_once(app, 16, work)) == 1
    assert (count(Decision), count(AuditEntry), fresh(case).status) == (1, 1, DECIDED)
    found = scalar(select(Decision.action))
    assert fresh(comment).status == {"keep": PUBLISHED, "remove": REMOVED}[found]
    assert count(OutboxMessage, OutboxMessage.dedupe_key.like("notice:post_%")) == 1
    holds()


def test_of_many_who_claim_a_case_one_has_it(app, people):
    case = case_about(make_held_comment())
    taken = all_at_once(app, 8, lambda n: attempt(app, people[n], lambda who: _must(claims.claim(case.id, who))))
    assert sum(taken) == 1
    assert fresh(case).claimed_by_id == people[taken.index(True)]


def test_many_confirm_one_proposal_and_one_counts(app, people):
    comment = make_held_comment()
    proposer = make_moderator("Dewi")
    proposed = decide(comment, proposer, "remove", reason="abuse", measure="suspend")
    done = all_at_once(
        app, 8, lambda n: attempt(app, people[n], lambda someone: service.confirm(proposed.id, someone))
    )
    assert sum(done) == 1
    assert fresh(proposed).second_id == people[done.index(True)]
    assert (count(Sanction), count(AuditEntry, AuditEntry.action == "post.remove")) == (1, 1)
    holds()


def test_an_author_who_edits_while_it_is_kept_loses_nothing_and_nothing_unread_is_kept(app, people):
    author, idea = make_user(), make_idea()
    for number in range(5):
        comment = make_held_comment(idea, author, body=f"Teks {number} yang panjang")
        case = case_about(comment)

        def act(n: int, case=case, comment=comment) -> bool:
            if n == 0:
                return attempt(app, people[0], lambda someone: service.decide(case.id, someone, KEEP))
            return attempt(app, author.id, lambda someone: _edit(comment, someone))

        kept, edited = all_at_once(app, 2, act)
        found = fresh(comment)
        assert (edited, found.version) == (True, 2)
        assert (found.status == PUBLISHED) is kept
        assert count(Decision, Decision.post_id == comment.id) == int(kept)
    holds()


def test_taking_back_against_a_second_decision(app, people):
    """Either the first is taken back and then decided anew, or the second one stands and the first stays."""
    for _ in range(4):
        comment = make_held_comment()
        dewi = make_moderator("Dewi")
        first = decide(comment, dewi, "keep")
        case = fresh(case_about(comment))

        def act(n: int, first=first, case=case, dewi=dewi) -> bool:
            if n == 0:
                return attempt(app, dewi.id, lambda someone: service.undo(first.id, someone))
            return attempt(app, people[0], lambda someone: service.decide(case.id, someone, REMOVE))

        undone, decided = all_at_once(app, 2, act)
        assert undone
        assert fresh(comment).status == (REMOVED if decided else HELD)
        assert count(Decision, Decision.case_id == case.id, Decision.undone_at.is_(None)) == int(decided)
    holds()


def test_taken_back_many_times_at_once_is_taken_back_once(app, people):
    dewi = make_moderator("Dewi")
    idea = make_idea()
    decision = decide(idea, dewi, "remove", reason="spam", measure="week")
    done = all_at_once(app, 6, lambda _n: attempt(app, dewi.id, lambda someone: service.undo(decision.id, someone)))
    assert (sum(done), fresh(idea).status) == (1, PUBLISHED)
    assert count(AuditEntry, AuditEntry.action == "post.undo") == 1
    holds()


def test_decisions_and_reports_in_one_challenge_do_not_wait_for_each_other_for_ever(app, people):
    """Each changes the counts of the same challenge, writes to the same log and teaches the same model."""
    challenge = make_challenge()
    decided, reported = ([make_idea(challenge) for _ in range(5)] for _ in range(2))
    cases = [case_about(idea) for idea in decided]
    for idea in reported:
        member = make_user(trust_level=1)
        attempt(app, member.id, lambda someone, idea=idea: send_report(idea.id, someone, Complaint("fraud")))
    regulars = [make_user(trust_level=2).id for _ in reported]
    fraud = Choice("remove", version=1, reason="fraud", measure="suspend")

    def act(n: int) -> bool:
        if n < 5:
            return attempt(app, people[n], lambda someone: service.decide(cases[n].id, someone, fraud))
        return attempt(
            app, regulars[n - 5], lambda someone: send_report(reported[n - 5].id, someone, Complaint("fraud"))
        )

    assert all(all_at_once(app, 10, act))
    assert {fresh(idea).status for idea in decided} == {REMOVED}
    assert {fresh(idea).status for idea in reported} == {HELD}
    assert scalar(select(Challenge.idea_count).where(Challenge.id == challenge.id)) == 0
    holds()


def _must(taken: bool) -> None:
    if not taken:
        raise WrongState("")


def _edit(comment, someone):
    edit_comment(comment_or_404(comment.id, someone), someone, "Teks yang baru sekali", base_version=1)


def test_an_author_who_edits_and_deletes_at_once_is_not_decided_about(app, people):
    author, idea = make_user(), make_idea()
    for number in range(3):
        comment = make_held_comment(idea, author, body=f"Teks {number}")
        case = case_about(comment)
        verbs = (
            lambda someone, case=case: service.decide(case.id, someone, KEEP),
            lambda someone, comment=comment: _edit(comment, someone),
            lambda someone, comment=comment: delete_comment(comment_or_404(comment.id, someone), someone),
        )
        act = lambda n, verbs=verbs: attempt(app, people[0] if n == 0 else author.id, verbs[n])  # noqa: E731
        kept, *_ = all_at_once(app, 3, act)
        assert fresh(comment).status == WITHDRAWN
        assert (count(Decision, Decision.post_id == comment.id), fresh(case).status) == (int(kept), DECIDED)
    holds()
