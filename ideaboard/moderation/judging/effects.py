"""What else follows from decisions: the packages that know register it here.

Everything runs in the decision's transaction, with the rows of person, post and case locked.
"""

from collections.abc import Callable

from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.models import Decision

Written = Callable[[Decision, Choice], None]
Effect = Callable[[Decision], None]
_written: list[Written] = []
_applied: list[Effect] = []
_undone: list[Effect] = []


def on_written(function: Written) -> Written:
    """Register what stores `choice.extra` when a decision is written, whether it takes effect now or later."""
    _written.append(function)
    return function


def on_applied(function: Effect) -> Effect:
    """Register what happens when a decision takes effect: at once, or when a second person confirms it."""
    _applied.append(function)
    return function


def on_undone(function: Effect) -> Effect:
    """Register what happens when a decision that took effect is taken back or overturned; `undone_at` says when."""
    _undone.append(function)
    return function


def written(decision: Decision, choice: Choice) -> None:
    """Call everybody who stores more of a decision."""
    for function in _written:
        function(decision, choice)


def applied(decision: Decision) -> None:
    """Call everybody who acts on decisions."""
    for function in _applied:
        function(decision)


def undone(decision: Decision) -> None:
    """Call everybody who acts when a decision is taken back."""
    for function in _undone:
        function(decision)
