"""Notices about the reader's own account: how they sign in was changed."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, false, select

from ideaboard.accounts.models import User
from ideaboard.accounts.two_step import telling
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell

PAGE = "/akun/dua-langkah"
SENTENCES: dict[str, Callable[[], str]] = {
    telling.ON: lambda: _("Two-step sign-in is on. Your other devices were signed out."),
    telling.OFF: lambda: _("Two-step sign-in is off."),
    telling.RESET: lambda: _("Two-step sign-in was taken away from your account by those who run this site."),
    telling.RENEWED: lambda: _("You have new recovery codes; the old ones no longer work."),
    telling.RECOVERY: lambda: _("A recovery code was used to sign in to your account."),
    telling.RUNNING_LOW: lambda: _("A recovery code was used, and few are left. Make new ones."),
}


def kind_of(what: str) -> str:
    """Return the kind under which a change of the second step is told; the beginning marks it as no post's."""
    return f"account-two-step-{what}"


@telling.also_tells
def tell_of_two_step(person_id: int, what: str, number: int) -> None:
    """Put a line behind the person's bell; nobody is named, since the person did it, or the site."""
    tell(kind_of(what), actor_id=None, number=number, people=(person_id,))


def _page(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Say where the notice leads: it has no subject, and tells nothing that could be hidden."""
    return dict.fromkeys(ids, About("", PAGE))


def _nobody_else(event: Event) -> Select[Any]:
    return select(User.id).where(false())


def _register(what: str, say: Callable[[], str]) -> None:
    register_kind(kind_of(what), Kind("key", lambda name, about: say(), _page, _nobody_else))


for _what, _say in SENTENCES.items():
    _register(_what, _say)
