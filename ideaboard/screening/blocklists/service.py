"""Change the blocklist, each change with an audit row, and hand the matcher to whoever screens."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.screening.blocklists.entries import EntryText
from ideaboard.screening.blocklists.matching import Blocklist, Rule
from ideaboard.screening.blocklists.models import ALLOW, LOG, BlocklistEntry
from ideaboard.screening.versions import Kept, touch
from ideaboard.web.problems import WrongState

VERSION = "blocklist"
SHADOW = timedelta(days=7)  # what is new only logs for so long


class KnownEntry(WrongState):
    """The same entry is there already."""


def blocklist() -> Blocklist:
    """Return the compiled list, as the database has it now."""
    return _kept.get()


def add_entry(entry: EntryText, *, actor_id: int | None, in_shadow: bool = True) -> int:
    """Add an entry and return its id; what blocks starts in shadow. Raises BadEntry and KnownEntry."""
    checked = entry.checked()
    with transaction():
        touch(VERSION)  # Locks the list, so that what is read next stays true.
        same = BlocklistEntry.mode == checked.mode, BlocklistEntry.kind == checked.kind
        if db.session.scalar(select(BlocklistEntry.id).where(*same, BlocklistEntry.key == checked.key)):
            raise KnownEntry(_l("This entry is on the list already."))
        until = now() + SHADOW if in_shadow and checked.mode != ALLOW and checked.action != LOG else None
        row = BlocklistEntry(**vars(checked), created_by_id=actor_id, shadow_until=until)
        db.session.add(row)
        db.session.flush()
        record("blocklist.add", "blocklist", row.id, actor_id=actor_id, after=told(row))
        return row.id


def change_entry(entry_id: int, *, action: str, note: str, actor_id: int | None) -> bool:
    """Give an entry another action or note; one that was dropped acts again. False when nothing changes.

    Raises BadEntry, and WrongState when the entry is gone.
    """
    with transaction():
        row = _row(entry_id)
        checked = EntryText(row.mode, row.kind, row.text, action, note).checked()
        before = told(row)
        if (row.action, row.note, row.dropped_at) == (checked.action, checked.note, None):
            return False
        row.action, row.note, row.dropped_at, row.changed_at = checked.action, checked.note, None, now()
        _changed(row, "blocklist.change", before, actor_id)
    return True


def end_shadow(entry_id: int, *, actor_id: int | None) -> bool:
    """Let a new entry act at once, from now on under the eyes of the kill switch. False when it acts already."""
    with transaction():
        row = _row(entry_id)
        if row.shadow_until is None or row.shadow_until <= now():
            return False
        before = told(row)
        row.shadow_until, row.changed_at = None, now()
        _changed(row, "blocklist.act", before, actor_id)
    return True


def remove_entry(entry_id: int, *, actor_id: int | None) -> None:
    """Take an entry off the list. Raises WrongState when it is gone."""
    with transaction():
        row = _row(entry_id)
        record("blocklist.remove", "blocklist", row.id, actor_id=actor_id, before=told(row))
        db.session.delete(row)


def told(row: BlocklistEntry) -> dict[str, Any]:
    """Return what the audit log says of an entry; a network may point at a person, so it is left out."""
    what = {} if row.kind == "network" else {"text": row.text}
    state = {"shadow": _stamp(row.shadow_until), "dropped": _stamp(row.dropped_at)}
    return {"mode": row.mode, "kind": row.kind, "action": row.action, **what, **state}


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _row(entry_id: int) -> BlocklistEntry:
    """Return the entry, with the list locked against other changes."""
    touch(VERSION)
    row = db.session.get(BlocklistEntry, entry_id, populate_existing=True)
    if row is None:
        raise WrongState(_l("This entry is gone."))
    return row


def _changed(row: BlocklistEntry, what: str, before: dict[str, Any], actor_id: int | None) -> None:
    db.session.flush()
    record(what, "blocklist", row.id, actor_id=actor_id, before=before, after=told(row))


def _load() -> Blocklist:
    rows = db.session.scalars(select(BlocklistEntry).execution_options(populate_existing=True))
    return Blocklist(
        Rule(row.id, row.mode, row.kind, row.key, LOG if row.dropped_at else row.action, row.shadow_until)
        for row in rows
    )


_kept = Kept(VERSION, _load)
