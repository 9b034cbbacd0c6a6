"""The notice that a copy of one's own data is ready, behind the bell and by mail."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, false, select

from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.models import DataExport
from ideaboard.accounts.privacy.service import when_ready
from ideaboard.notifications.kinds import About, Event, Kind, register_kind
from ideaboard.notifications.service import tell

READY = "account-data-ready"


@when_ready
def tell_of_copy(export: DataExport) -> None:
    """Tell the person; the page that it leads to shows nothing to anybody else."""
    tell(READY, actor_id=None, number=export.id, people=(export.user_id,))


def _sentence(name: str, about: About) -> str:
    return _("The copy of your data is ready. Sign in and download it within 72 hours.")


def _page(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    return dict.fromkeys(ids, About("", "/akun/data"))


def _nobody_else(event: Event) -> Select[Any]:
    return select(User.id).where(false())


register_kind(READY, Kind("download", _sentence, _page, _nobody_else, by_mail=True))
