"""Who wants to know of new cases: moderators are told of urgent ones."""

from collections.abc import Callable

from ideaboard.moderation.cases.models import Case

_watchers: list[Callable[[Case], None]] = []


def on_case(function: Callable[[Case], None]) -> Callable[[Case], None]:
    """Register what is called, in the same transaction, with a case that was opened or got an earlier clock."""
    _watchers.append(function)
    return function


def case_opened(case: Case) -> None:
    """Tell everybody who watches."""
    for watcher in _watchers:
        watcher(case)
