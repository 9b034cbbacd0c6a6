"""Remember what entries hit, and stop a young entry that acts on too much: the kill switch."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, column, func, select, table, update

from ideaboard.accounts.mails import site_address
from ideaboard.accounts.models import User
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_new
from ideaboard.extensions import db
from ideaboard.jobs.mail import post_mail
from ideaboard.screening.blocklists.matching import Hit
from ideaboard.screening.blocklists.models import ACTIONS, LOG, BlocklistEntry, BlocklistHit
from ideaboard.screening.blocklists.service import VERSION, told
from ideaboard.screening.versions import touch

YOUNG = timedelta(hours=24)
LAST, MOST_SHARE, FEW = 200, 0.05, 2
# Posts stand above screening, so only what is needed is named here.
_POSTS = table("posts", column("id"), column("status"))


def record_hits(post_id: int, hits: Iterable[Hit]) -> list[int]:
    """Write down, in the open transaction, which entries hit a post; return those that the kill switch dropped."""
    sternest: dict[int, str] = {}
    for hit in hits:
        before = sternest.get(hit.rule.id, LOG)
        sternest[hit.rule.id] = max(before, hit.action, key=ACTIONS.index)
    at = now()
    rows = [{"entry_id": ident, "post_id": post_id, "action": does, "at": at} for ident, does in sternest.items()]
    insert_new(BlocklistHit, rows, BlocklistHit.entry_id)
    return [ident for ident, does in sternest.items() if does != LOG and _drop_if_wild(ident)]


def _drop_if_wild(entry_id: int) -> bool:
    """Make a young entry only log when it acts on too many of the last posts; tell the admins once."""
    looked, hit = _last_posts(entry_id)
    if hit < FEW or hit <= MOST_SHARE * looked:
        return False
    young = BlocklistEntry.id == entry_id, BlocklistEntry.changed_at > now() - YOUNG
    dropping = update(BlocklistEntry).where(*young, BlocklistEntry.dropped_at.is_(None)).values(dropped_at=now())
    touch(VERSION)
    if not db.session.execute(dropping.execution_options(synchronize_session=False)).rowcount:  # type: ignore[attr-defined]
        return False
    row = db.session.get_one(BlocklistEntry, entry_id, populate_existing=True)
    record("blocklist.drop", "blocklist", entry_id, actor_id=None, after={**told(row), "hits": hit, "of": looked})
    _tell_admins(row, hit, looked)
    return True


def _last_posts(entry_id: int) -> tuple[int, int]:
    """Return how many posts were looked at, and on how many of them the entry acted."""
    newest = (
        select(_POSTS.c.id).where(_POSTS.c.status != "draft").order_by(_POSTS.c.id.desc()).limit(LAST).subquery()
    )
    since: ColumnElement[Any] = (
        select(BlocklistEntry.changed_at).where(BlocklistEntry.id == entry_id).scalar_subquery()
    )
    acted = (BlocklistHit.entry_id == entry_id, BlocklistHit.action != LOG, BlocklistHit.at >= since)
    hits = select(func.count()).where(*acted, BlocklistHit.post_id.in_(select(newest.c.id)))
    looked = select(func.count()).select_from(newest)
    row = db.session.execute(select(looked.scalar_subquery(), hits.scalar_subquery())).one()
    return int(row[0]), int(row[1])


def _tell_admins(row: BlocklistEntry, hit: int, looked: int) -> None:
    admins = select(User).where(User.is_admin, User.closed_at.is_(None), User.email_confirmed_at.is_not(None))
    for admin in db.session.scalars(admins):
        post_mail(
            admin.email,
            "entry_dropped",
            locale=admin.locale,
            subject=lambda: _("A blocklist entry was stopped"),
            dedupe_key=f"entry-dropped:{row.id}:{row.changed_at.timestamp():.0f}:{admin.id}",
            entry=row.text,
            hit=hit,
            looked=looked,
            address=site_address("admin.lists"),
        )
