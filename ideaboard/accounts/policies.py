"""Who may do what to people, and who may write at all. Pure predicates; the reason of a sanction is asked."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from ideaboard.data.clock import now
from ideaboard.web.formats import date_time

_because: list[Callable[[int], str]] = []


def may_administer(person: Any) -> bool:
    """Say whether this person may see the admin pages and change roles."""
    return bool(person.is_authenticated and person.is_active and person.is_admin)


def may_write(person: Any) -> bool:
    """Say whether no sanction keeps this person from writing; what else it takes is asked elsewhere."""
    if not person.is_authenticated:
        return True
    return person.suspended_at is None and (person.silenced_until is None or person.silenced_until <= now())


def says_why(function: Callable[[int], str]) -> Callable[[int], str]:
    """Register who knows why a person may not write: returns a sentence, or "" when nothing is known."""
    _because.append(function)
    return function


def write_problem(person: Any) -> str | None:
    """Say why this person may not write and until when; None when nothing keeps them from it."""
    if may_write(person):
        return None
    if person.suspended_at is not None:
        what = _("Your account is suspended: you can read, but no longer write.")
    else:
        end = date_time(person.silenced_until, person.zone)
        what = _("You can read, but not write until %(end)s.", end=end)
    words = [what, *(because(person.id) for because in _because)]
    return " ".join(filter(None, [*words, _("You can appeal on your account page.")]))
