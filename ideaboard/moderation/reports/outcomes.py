"""What a decision means for the reports of a post: upheld, declined, or open again when it is taken back.

Call inside the decision's transaction, with the post's row locked.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import POST, Case
from ideaboard.moderation.cases.service import case_of
from ideaboard.moderation.models import APPLIED, CHANGES, HIDE, KEEP, LABEL, REMOVE, TRUST, Decision
from ideaboard.moderation.reports.models import DECLINED, OPEN, UPHELD, VOID, Report
from ideaboard.moderation.reports.notices import tell_reporters
from ideaboard.posts.models import WITHDRAWN, Post
from ideaboard.posts.watching import on_status

_POSTS: Any = Post.__table__
_UPHOLDING = (CHANGES, HIDE, REMOVE, LABEL)
_knowing: list[Callable[[Decision], bool | None]] = []


def knows_labels(function: Callable[[Decision], bool | None]) -> Callable[[Decision], bool | None]:
    """Register who says whether a label proves its reporters right: one that calls the claim true does not.

    `function(decision)` is called when the label is stored, and returns None when it has nothing to say.
    """
    _knowing.append(function)
    return function


def settle(post_id: int, decision: Decision) -> None:
    """Mark the open reports of a post by what was decided, and tell who made them.

    What is only proposed, asked of a second moderator or a blind sample settles nothing.
    """
    state = _outcome(decision)
    if state is None:
        return
    marks = {"state": state, "decision_id": decision.id, "settled_at": now()}
    _change(update(Report).where(Report.post_id == post_id, Report.state == OPEN).values(**marks))
    tell_reporters(post_id, decision.id)


def unsettle(decision: Decision) -> None:
    """Take back what a decision meant for reports: it was undone, or overturned on appeal.

    Undone, the post's case is open again and its reports with it. Overturned, nobody decides once more: the
    reports were wrong. Who has made a newer report of the post since is heard by that one.
    """
    mine = Report.decision_id == decision.id
    let_go = {"state": VOID, "decision_id": None, "settled_at": now()}
    _change(update(Report).where(mine, _newer_one().exists()).values(**let_go))
    case = case_of(POST, post_id=decision.post_id)
    if case is not None:
        again = {"state": OPEN, "decision_id": None, "settled_at": None, "case_id": case.id}
        _change(update(Report).where(mine).values(**again))
        count_reports(case.id)
    elif db.session.scalar(select(_POSTS.c.status).where(_POSTS.c.id == decision.post_id)) == WITHDRAWN:
        _change(update(Report).where(mine).values(**let_go))
    else:
        _change(update(Report).where(mine).values(state=DECLINED))


def count_reports(case_id: int) -> None:
    """Store with a case how many open reports it has."""
    number = select(func.count()).where(Report.case_id == case_id, Report.state == OPEN).scalar_subquery()
    _change(update(Case).where(Case.id == case_id).values(reports=number))


@on_status
def let_go(post: Post) -> None:
    """Close the reports of a post that its author took back: nobody decides about it any more."""
    if post.status == WITHDRAWN:
        mine = update(Report).where(Report.post_id == post.id, Report.state == OPEN)
        _change(mine.values(state=VOID, settled_at=now()))


def _outcome(decision: Decision) -> str | None:
    if decision.state != APPLIED or decision.is_sample:
        return None
    if decision.action == KEEP:  # Whoever is warned or silenced did wrong, though the post may stay.
        return DECLINED if decision.measure in ("", TRUST) else UPHELD
    if decision.action == LABEL and any(ask(decision) is False for ask in _knowing):
        return DECLINED
    return UPHELD if decision.action in _UPHOLDING else None


def _newer_one() -> Any:
    """Select the open report that the same person made of the same post."""
    newer = aliased(Report)
    same = (newer.post_id == Report.post_id, newer.reporter_id == Report.reporter_id)
    return select(newer.id).where(*same, newer.state == OPEN).correlate(Report)


def _change(statement: Any) -> None:
    db.session.flush()
    db.session.execute(statement.execution_options(synchronize_session=False))
