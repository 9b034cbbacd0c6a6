"""What a visitor was about to do: packed signed into the sign-in form, carried out once they are somebody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ideaboard.accounts.models import User
from ideaboard.web.signing import sign, unsign

LASTS = 24 * 3600  # seconds an intent stays valid in an open form


@dataclass(frozen=True)
class Outcome:
    """Where to go after an intent was carried out, and what to say there."""

    to: str
    message: str = ""


@dataclass(frozen=True)
class Intent:
    """One kind of intent: how to carry it out, how to say beforehand what will happen, and whether a plain
    link may ask for it (`/masuk?niat=vote&id=42`); texts come only by POST, signed."""

    carry_out: Callable[[User, dict[str, Any]], Outcome]
    describe: Callable[[dict[str, Any]], str]
    by_link: bool


_known: dict[str, Intent] = {}


def register_intent(
    kind: str,
    carry_out: Callable[[User, dict[str, Any]], Outcome],
    *,
    describe: Callable[[dict[str, Any]], str],
    by_link: bool = False,
) -> None:
    """Make `kind` known. `carry_out` follows the same policy as the real handler and may raise Problem."""
    _known[kind] = Intent(carry_out, describe, by_link)


def pack(kind: str, data: dict[str, Any]) -> str:
    """Return the signed form of an intent, for a hidden field."""
    return sign("intent", {"kind": kind, **data})


def unpack(token: str | None) -> dict[str, Any] | None:
    """Return the intent in a hidden field, or None when there is none that we signed lately."""
    data = unsign("intent", token, LASTS) if token else None
    return data if isinstance(data, dict) and data.get("kind") in _known else None


def from_link(kind: str | None, ident: int | None) -> dict[str, Any] | None:
    """Return the intent that a plain link asks for, if that kind may come by link."""
    known = _known.get(kind or "")
    if known is None or not known.by_link or ident is None or not 0 < ident < 2**63:  # what a column holds
        return None
    return {"kind": kind, "id": ident}


def describe(data: dict[str, Any]) -> str:
    """Say what will happen after signing in."""
    return _known[data["kind"]].describe(data)


def carry_out(person: User, data: dict[str, Any]) -> Outcome:
    """Do it. Raises Problem when the person may not, or it is too late."""
    return _known[data["kind"]].carry_out(person, data)
