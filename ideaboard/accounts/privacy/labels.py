"""What the columns of a copy are called, in the reader's language. Others keep their own names."""

from typing import Any

from flask_babel import lazy_gettext as _l

LABELS: dict[str, Any] = {
    "action": _l("What was done"),
    "alt": _l("Description"),
    "answer": _l("Answer"),
    "asked_at": _l("Asked"),
    "at": _l("When"),
    "body": _l("Text"),
    "city": _l("City"),
    "claim": _l("Claim"),
    "contact": _l("Contact"),
    "created_at": _l("Made"),
    "detail": _l("Details"),
    "device": _l("Device"),
    "edited_at": _l("Changed"),
    "email": _l("E-mail"),
    "email_confirmed_at": _l("Address confirmed"),
    "expires_at": _l("Runs out"),
    "fields": _l("Texts"),
    "for_whom": _l("For whom"),
    "given_at": _l("Agreed"),
    "handle": _l("Handle"),
    "html": _l("Text as shown"),
    "id": _l("Number"),
    "joined_at": _l("Joined"),
    "kind": _l("Kind"),
    "last_seen_at": _l("Last used"),
    "licence": _l("Licence"),
    "locale": _l("Language"),
    "made_at": _l("Made"),
    "message": _l("Message"),
    "name": _l("Name"),
    "network_hash": _l("Fingerprint of the network"),
    "outcome": _l("Outcome"),
    "problem": _l("Problem"),
    "published_at": _l("Published"),
    "purpose": _l("Purpose"),
    "read_at": _l("Read"),
    "reason": _l("Reason"),
    "role": _l("Role"),
    "source": _l("Text as typed"),
    "status": _l("State"),
    "theme": _l("Theme"),
    "title": _l("Title"),
    "version": _l("Version"),
    "why": _l("Why"),
    "withdrawn_at": _l("Taken back"),
    "words": _l("Your words"),
    "zone": _l("Time zone"),
}


def label_of(column: str) -> str:
    """Return the name of a column for people."""
    return str(LABELS.get(column, column.replace("_", " ")))
