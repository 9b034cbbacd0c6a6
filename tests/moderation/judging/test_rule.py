"""The conflict rule of the database is the rule as one would write it down, on boards made by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from ideaboard.businesses.models import STAFF, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import APPEAL, POST, VOTES, Case
from ideaboard.moderation.judging.conflicts import is_conflict, may_decide_condition, standing_of
from ideaboard.moderation.judging.parties import conflict_with
from ideaboard.moderation.models import Decision
from tests.database import context, rows, write
from tests.factories import make_business, make_challenge, make_idea, make_user
from tests.moderation.judging.steps import age, case_about, person, report

ACTIONS = ("keep", "changes", "hide", "remove", "label", "second", "clear")


@dataclass
class Board:
    """What there is, in plain words."""

    people: list = field(default_factory=list)
    teams: dict[int, set[int]] = field(default_factory=dict)  # business → people
    challenge_of: dict[int, int] = field(default_factory=dict)  # idea → business
    author_of: dict[int, int] = field(default_factory=dict)  # idea → person
    reports: list[tuple[int, int, float]] = field(default_factory=list)  # by, idea, days ago
    decisions: list[tuple[int, int, int | None, str, str, str]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


def conflicts(board: Board, someone: int, case: Case) -> bool:
    """The rule of moderation.md §4, one sentence a line."""
    about, idea = case.person_id, case.post_id
    lately = [(by, board.author_of[post]) for by, post, days in board.reports if days < 30]
    against = [
        (post, by, second)
        for post, by, second, action, measure, state in board.decisions
        if state == "applied" and (action not in ("keep", "clear", "second") or measure == "warn")
    ]
    return (
        about == someone
        or any({about, someone} <= team for team in board.teams.values())
        or (someone, about) in lately
        or (about, someone) in lately
        or (case.kind == VOTES and someone in board.teams[board.challenge_of[idea]])
        or (case.kind == APPEAL and any(post == idea and someone in (by, second) for post, by, second in against))
    )


def may(board: Board, someone, case: Case, moment) -> bool:
    """Who may decide now."""
    present = [each for each in board.people if each.suspended_at is None]
    free = {each.id: not conflicts(board, each.id, case) for each in present}
    others = [each for each in present if each.id != someone.id and free[each.id]]
    clear = not conflicts(board, someone.id, case) and case.asked_by_id != someone.id
    moderators = [each for each in others if each.is_moderator and each.id != case.asked_by_id]
    alone = not [each for each in others if each.is_moderator or each.is_admin]
    if someone.is_moderator and clear:
        return True
    if someone.is_admin and clear and not moderators:
        return True
    entitled = someone.is_moderator or someone.is_admin
    return entitled and alone and case.opened_at <= moment - timedelta(hours=24)


def make_board(chance: random.Random) -> Board:
    """A board with few people, so that many rules meet in one case."""
    board = Board()
    for _ in range(5):
        board.people.append(
            make_user(
                is_moderator=chance.random() < 0.5,
                is_admin=chance.random() < 0.3,
                suspended_at=now() if chance.random() < 0.15 else None,
            )
        )
    ids = [each.id for each in board.people]
    for _ in range(2):
        owner = chance.choice(board.people)
        business = make_business(owner)
        board.teams[business.id] = {owner.id}
        challenge = make_challenge(business, owner=owner)
        for someone in chance.sample(ids, chance.randrange(3)):
            if someone not in board.teams[business.id]:
                board.teams[business.id].add(someone)
                row = Membership(business_id=business.id, user_id=someone, role=STAFF)
                write(lambda row=row: db.session.add(row))
        for _ in range(3):
            author = chance.choice(board.people)
            idea = make_idea(challenge, author)
            board.challenge_of[idea.id], board.author_of[idea.id] = business.id, author.id
            fill(board, idea, chance)
    return board


def fill(board: Board, idea, chance: random.Random) -> None:
    """Report an idea, decide about it, and open cases."""
    for someone in chance.sample(board.people, chance.randrange(3)):
        if someone.id != idea.author_id:
            days = chance.choice((0, 29, 31))
            report(idea, someone, days=days)
            board.reports.append((someone.id, idea.id, days))
    for kind in chance.sample((POST, VOTES, APPEAL), 2):
        case = case_about(idea, kind=kind, topic="other")
        asked = chance.choice([None, None, chance.choice(board.people).id])
        write(lambda case=case, asked=asked: setattr(db.session.get(Case, case.id), "asked_by_id", asked))
        age(Case, case.id, opened_at=timedelta(hours=chance.choice((0, 25))))
    if chance.random() < 0.7:
        decision = Decision(
            case_id=case.id,
            post_id=idea.id,
            person_id=idea.author_id,
            moderator_id=chance.choice(board.people).id,
            second_id=chance.choice([None, chance.choice(board.people).id]),
            action=chance.choice(ACTIONS),
            measure=chance.choice(("", "", "warn", "trust")),
            state=chance.choice(("applied", "applied", "declined")),
            reason="abuse",
        )
        write(lambda: db.session.add(decision))
        told = (decision.moderator_id, decision.second_id, decision.action, decision.measure, decision.state)
        board.decisions.append((idea.id, *told))


@pytest.mark.parametrize("seed", range(5))
def test_the_rule_in_the_database_is_the_rule_in_words(app, seed):
    board = make_board(random.Random(seed))
    board.cases = rows(select(Case).order_by(Case.id))
    with context():
        for each in board.people:
            someone, moment = person(each), now()
            found = set(rows(select(Case.id).where(conflict_with(someone.id))))
            assert found == {case.id for case in board.cases if conflicts(board, someone.id, case)}
            if someone.suspended_at is not None:
                continue
            able = set(rows(select(Case.id).where(may_decide_condition(someone))))
            assert able == {case.id for case in board.cases if may(board, someone, case, moment)}
            for case in board.cases[::3]:
                assert is_conflict(someone, case) is (case.id in found)
                assert standing_of(someone, case).may is (case.id in able)
