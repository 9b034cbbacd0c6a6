"""Set counters that drifted to what their rows say, and write down what was changed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select, update

from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import DAMPED_DAYS, Idea, hot_at
from ideaboard.keeping.doctor.counters import BALLOTS, CHALLENGES, COMMENTS, IDEAS, USERS, Drift, drifts
from ideaboard.votes.models import COUNTED, Vote

# As everywhere: who changes counters locks people first, then what they support, ballots and challenges last.
_ORDER = (USERS, COMMENTS, IDEAS, BALLOTS, CHALLENGES)
_LOGGED = 100  # changes of one counter that the log names


def repair_counters() -> list[str]:
    """Repair all counters in one transaction; return one line for each counter that was wrong."""
    with transaction():
        _lock(drifts())
        # Asked again: before we had the locks somebody may have been in the middle of changing both.
        found = list(drifts())
        _lock(found)
        for drift in found:
            _set(drift)
        changed: dict[str, list[list[int]]] = {}
        for drift in found:
            changed.setdefault(drift.counter, []).append([drift.ident, drift.stored, drift.true])
        if changed:
            logged = {counter: rows[:_LOGGED] for counter, rows in changed.items()}
            record("board.repair", "counter", None, actor_id=None, after=logged)
    return [f"{counter} in {len(rows)} places" for counter, rows in changed.items()]


def _lock(found: Iterable[Drift]) -> None:
    wanted = list(found)
    for table in _ORDER:
        ids = sorted({drift.ident for drift in wanted if drift.table is table})
        key = _key(table)
        if ids:
            db.session.execute(select(key).where(key.in_(ids)).order_by(key).with_for_update()).all()


def _key(table: Any) -> Any:
    return table.c.user_id if table is BALLOTS else table.c.id


def _set(drift: Drift) -> None:
    if drift.table is BALLOTS:
        _count_ballots(drift)
        return
    values: dict[str, Any] = {drift.column: drift.true}
    if drift.column == "vote_count":
        values["hot"] = _hot(drift)
    db.session.execute(update(drift.table).where(drift.table.c.id == drift.ident).values(values))


def _hot(drift: Drift) -> float:
    """Return the rank that follows from the true number."""
    idea = db.session.get_one(Idea, drift.ident, populate_existing=True)
    if idea.published_at is None:
        return float(idea.hot)
    return hot_at(drift.true, idea.published_at) - (DAMPED_DAYS if idea.is_damped else 0)


def _count_ballots(drift: Drift) -> None:
    """Count all ballots of one person anew: what is compared names the person only."""
    ideas = select(Idea.__table__.c.id).where(Idea.__table__.c.challenge_id == BALLOTS.c.challenge_id)
    given = select(func.count()).where(Vote.user_id == BALLOTS.c.user_id, Vote.idea_id.in_(ideas))
    values = given if drift.column == "used" else given.where(Vote.state != COUNTED)
    mine = BALLOTS.c.user_id == drift.ident
    db.session.execute(update(BALLOTS).where(mine).values({drift.column: values.scalar_subquery()}))
