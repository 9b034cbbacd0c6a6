"""Every cookie that this site sets: one list, shown on the privacy page; a test compares it with what is set."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

SESSION = "session"


@dataclass(frozen=True)
class Cookie:
    """A cookie: when it is set, and how long it lasts."""

    name: str
    what: Any
    lasts: Any


_YEAR = _l("one year")
COOKIES = (
    Cookie(
        SESSION,
        _l("Keeps you signed in, and guards forms against other sites"),
        _l("31 days, or until you sign out"),
    ),
    Cookie("bahasa", _l("The language you chose"), _YEAR),
    Cookie("tema", _l("The colours you chose"), _YEAR),
    Cookie("hemat", _l("Whether you chose the data saver"), _YEAR),
    Cookie("perangkat", _l("A random number, set when you first support an idea"), _YEAR),
)


def cookies() -> list[Cookie]:
    """Return the list with the names that this site uses: under https the first one says that it is bound to it."""
    own = str(current_app.config["SESSION_COOKIE_NAME"])
    return [Cookie(own, one.what, one.lasts) if one.name == SESSION else one for one in COOKIES]
