"""Erase a person from every table as its holding says, in the transaction that closes the account."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from sqlalchemy import delete, update

from ideaboard.accounts.closing import when_closing
from ideaboard.accounts.privacy.holdings import HOLDINGS, Blanked, Deleted, Holding, table_of
from ideaboard.data.transaction import when_committed
from ideaboard.extensions import db
from ideaboard.jobs.queue import start_soon

_before: list[Callable[[int], None]] = []


def before_erasing(function: Callable[[int], None]) -> Callable[[int], None]:
    """Register what is done first, while the person's rows are there: files that go, texts taken back."""
    _before.append(function)
    return function


@when_closing
def erase(person_id: int) -> None:
    """Delete and blank what the holdings name; rows that others lead to go last."""
    for function in _before:
        function(person_id)
    when_committed(_scrub_soon)
    # A row that is found through another one must be found while that one is there.
    ordered = sorted(HOLDINGS.values(), key=_depth, reverse=True)
    for holding in ordered:
        statement = _statement(holding, person_id)
        if statement is not None:
            db.session.execute(statement.execution_options(synchronize_session=False))


def _scrub_soon() -> None:
    """Have what is deleted overwritten in the files, too (tasks.py); the clock does it within the hour anyway."""
    start_soon(current_app._get_current_object(), "scrub-database")  # type: ignore[attr-defined]


def _statement(holding: Holding, person_id: int) -> Any:
    mine = holding.belongs_to(person_id)
    if isinstance(holding.leaves, Deleted):
        return delete(table_of(holding.table)).where(mine)
    if isinstance(holding.leaves, Blanked):
        return update(table_of(holding.table)).where(mine).values(holding.leaves.values)
    return None


def _depth(holding: Holding) -> int:
    return 1 + _depth(HOLDINGS[holding.through]) if holding.through else 0
