"""What an admin typed into the search of the log, read into what is looked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from ideaboard.accounts.identity import fold_email, fold_handle
from ideaboard.accounts.models import User
from ideaboard.audit.queries import Asked
from ideaboard.extensions import db

NOBODY = -1  # a person who was asked for and is not there: nothing is found
_LONGEST = 254


@dataclass(frozen=True)
class Typed:
    """The three fields as they were typed."""

    action: str = ""
    thing: str = ""
    person: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Typed":
        """Read the fields of an address."""
        names = ("tindakan", "objek", "orang")
        return cls(*(fields.get(name, "").replace("\0", "").strip()[:_LONGEST] for name in names))

    def in_address(self) -> dict[str, str | None]:
        """Return the fields as they stand in an address."""
        return {"tindakan": self.action or None, "objek": self.thing or None, "orang": self.person or None}


def asked_by(typed: Typed) -> Asked:
    """Read "post 12", "@rina", an address or a number."""
    kind, number = _thing(typed.thing)
    person = _person(typed.person) if typed.person else None
    return Asked(typed.action.casefold(), kind, number, person)


def _thing(text: str) -> tuple[str, int | None]:
    found = re.fullmatch(r"([^\d]*?)\s*#?(\d{1,18})?", text)
    if found is None:
        return text, None
    return found[1].strip().casefold(), int(found[2]) if found[2] else None


def _person(text: str) -> int:
    if re.fullmatch(r"\d{1,18}", text):
        return int(text)
    key = (
        User.email_key == fold_email(text) if "@" in text[1:] else User.handle_key == fold_handle(text.lstrip("@"))
    )
    return db.session.scalar(select(User.id).where(key)) or NOBODY
