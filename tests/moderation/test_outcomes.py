"""What screening caught and missed, by the moderators' decisions."""

from __future__ import annotations

from sqlalchemy import update

from ideaboard.extensions import db
from ideaboard.moderation.outcomes import lately
from ideaboard.screening.models import ScreeningResult
from tests.database import context, write
from tests.factories import make_user
from tests.moderation.steps import keep, make_held_comment, make_moderator, note_signals, remove


def test_held_and_kept_is_a_false_alarm_and_public_and_removed_a_miss(browse):
    me = browse(make_moderator())
    alarm, caught, missed = (make_held_comment(body=body) for body in ("Biasa saja", "Judi", "Lolos"))
    for post in (alarm, caught, missed):
        note_signals(post, ("gambling.slang", "strong", []))
    let_by = update(ScreeningResult).where(ScreeningResult.post_id == missed.id).values(verdict="allow")
    write(lambda: db.session.execute(let_by))
    keep(me, alarm)
    remove(me, caught)
    remove(me, missed)
    with context():
        found = lately()
    assert (found.held, found.kept, found.missed) == (2, 1, 1)
    assert [outcome.text for outcome in found.false_alarms] == ["Biasa saja"]
    assert [outcome.text for outcome in found.misses] == ["Lolos"]
    page = browse(make_user(is_admin=True)).get("/admin/saringan?bahasa=en").text
    assert "Biasa saja" in page
    assert page.index("Biasa saja") < page.index("Lolos")
