"""A person is told of every change of their second step: by mail, and by whoever else wants to tell them."""

from collections.abc import Callable

from flask_babel import gettext as _

from ideaboard.accounts.mails import site_address
from ideaboard.accounts.models import User
from ideaboard.accounts.two_step.codes import LOW
from ideaboard.jobs.mail import post_mail

ON, OFF, RESET, RENEWED, RECOVERY, RUNNING_LOW = "on", "off", "reset", "renewed", "recovery", "low"
_others: list[Callable[[int, str, int], None]] = []


def also_tells(function: Callable[[int, str, int], None]) -> Callable[[int, str, int], None]:
    """Register what tells a person as well: `function(person_id, what, number)`, in the open transaction.

    `number` belongs to this one change: the id of its audit row.
    """
    _others.append(function)
    return function


def tell(person: User, what: str, number: int, *, left: int = 0) -> None:
    """Tell a person what happened (ON, OFF…), in the open transaction; `left` recovery codes remain."""
    subjects = {
        ON: lambda: _("Two-step sign-in is on"),
        OFF: lambda: _("Two-step sign-in is off"),
        RESET: lambda: _("Two-step sign-in was taken away from your account"),
        RENEWED: lambda: _("You have new recovery codes"),
        RECOVERY: lambda: _("A recovery code was used"),
        RUNNING_LOW: lambda: _("Your recovery codes are running low"),
    }
    addresses = {"account": site_address("accounts.two_step"), "reset": site_address("accounts.forgot_password")}
    post_mail(
        person.email, "two_step", locale=person.locale, subject=subjects[what], what=what, left=left, **addresses
    )
    for function in _others:
        function(person.id, what, number)


def tell_of_recovery(person: User, number: int, left: int) -> None:
    """Tell a person that one of their recovery codes opened the account, and when hardly any is left."""
    tell(person, RUNNING_LOW if left <= LOW else RECOVERY, number, left=left)
