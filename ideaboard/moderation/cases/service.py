"""Open, raise and close cases; call inside `with transaction()`, with the post's row locked."""

from sqlalchemy import func, select, update

from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import DECIDED, OPEN, PERSON, POST, Case
from ideaboard.moderation.cases.topics import TOPICS, due_at, graver, rank_of
from ideaboard.moderation.cases.watching import case_opened


def open_case(
    kind: str,
    *,
    person_id: int,
    topic: str,
    post_id: int | None = None,
    reach: float = 1.0,
    confidence: float = 1.0,
    is_child: bool = False,
) -> Case:
    """Open a case, or return the open one about the same, made graver where the new one is.

    `reach` and `confidence` are factors around 1. A case never becomes lighter and never gets a later clock.
    """
    if not in_transaction():
        raise RuntimeError("cases are opened in the transaction of what they are about")
    weight = TOPICS[topic].severity * reach * confidence
    moment = now()
    values = {
        "kind": kind,
        "post_id": post_id,
        "person_id": person_id,
        "topic": topic,
        "is_child": is_child,
        "weight": weight,
        "rank": rank_of(weight, moment),
        "opened_at": moment,
        "due_at": due_at(topic, moment, is_child=is_child),
    }
    known = case_of(kind, post_id=post_id, person_id=person_id)
    if known is None and insert_if_new(Case, **values):
        opened = _there(case_of(kind, post_id=post_id, person_id=person_id))
        case_opened(opened)
        return opened
    return _raised(_there(known or case_of(kind, post_id=post_id, person_id=person_id)), topic, weight, is_child)


def case_of(kind: str, *, post_id: int | None = None, person_id: int | None = None) -> Case | None:
    """Return the open case about a post, or (kind 'person') about a person."""
    found = select(Case).where(Case.kind == kind, Case.status == OPEN)
    about = Case.person_id == person_id if kind == PERSON else Case.post_id == post_id
    return db.session.scalar(found.where(about).execution_options(populate_existing=True))


def close_case(case: Case) -> bool:
    """Close an open case; say whether this call did, and not another one before it."""
    closing = (
        update(Case)
        .where(Case.id == case.id, Case.status == OPEN)
        .values(status=DECIDED, closed_at=now(), claimed_by_id=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    closed = db.session.execute(closing).rowcount  # type: ignore[attr-defined]
    db.session.refresh(case)
    return bool(closed)


def close_cases_of(post_id: int, *, kind: str = POST) -> None:
    """Close the open case about a post that needs no decision any more: its author withdrew it."""
    if known := case_of(kind, post_id=post_id):
        close_case(known)


def reopen_case(case: Case) -> None:
    """Open a decided case again, with the clock it had: its decision was taken back."""
    again = update(Case).where(Case.id == case.id, Case.status == DECIDED).values(status=OPEN, closed_at=None)
    db.session.execute(again.execution_options(synchronize_session=False))
    db.session.refresh(case)


def _raised(case: Case, topic: str, weight: float, is_child: bool) -> Case:
    worse = graver(case.topic, topic)
    heavier = max(case.weight, weight)
    child = case.is_child or is_child
    sooner = min(case.due_at, due_at(worse, now(), is_child=child))
    changes = {"topic": worse, "weight": heavier, "is_child": child, "due_at": sooner}
    raising = update(Case).where(Case.id == case.id).values(**changes, rank=rank_of(heavier, case.opened_at))
    is_sooner = sooner < case.due_at
    db.session.execute(raising.execution_options(synchronize_session=False))
    db.session.refresh(case)
    if is_sooner:
        case_opened(case)
    return case


def _there(case: Case | None) -> Case:
    if case is None:
        raise RuntimeError("the case was closed by somebody else while its post was locked")
    return case


def count_open() -> int:
    """Return how many cases are open, whoever may decide them."""
    return db.session.scalar(select(func.count()).where(Case.status == OPEN)) or 0
