"""Give out what is kept about one person, with a recipient, a reason and a row in the log."""

from collections.abc import Iterator
from typing import Any

from ideaboard.accounts.links import lock_person
from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.holdings import HOLDINGS
from ideaboard.accounts.privacy.models import Disclosure
from ideaboard.accounts.privacy.reading import Row, rows_of
from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db

# What "subscriber information" is: who it is, since when, from where they signed in, what they agreed to.
SUBSCRIBER = ("users", "sessions", "consents")


def note_disclosure(person: User, recipient: str, reason: str, *, by_id: int | None, what: str) -> Disclosure:
    """Write down that something is given out: the words here, who and when in the log."""
    with transaction():
        lock_person(person.id)
        row = Disclosure(user_id=person.id, by_id=by_id, recipient=recipient, reason=reason)
        db.session.add(row)
        db.session.flush()
        record("person.disclose", "user", person.id, actor_id=by_id, after={"disclosure": row.id, "what": what})
    return row


def subscriber_information(person_id: int) -> dict[str, list[Row]]:
    """Return what is kept of somebody as a subscriber, and nothing that they wrote."""
    return dict(_parts(person_id))


def _parts(person_id: int) -> Iterator[tuple[str, list[Any]]]:
    for name in SUBSCRIBER:
        yield name, list(rows_of(HOLDINGS[name], person_id))
