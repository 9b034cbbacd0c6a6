"""Decisions that can be appealed against, appeals, and numbers to show, for browser tests."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.heads.service import publish_head
from ideaboard.moderation.appeals.models import Appeal
from ideaboard.moderation.appeals.service import appeal
from ideaboard.moderation.judging.service import Choice, decide
from ideaboard.moderation.models import REMOVE, Decision
from tests import database
from tests.e2e.moderated import case_about, hold_comment
from tests.e2e.site import Demo

WORDS = "Kata itu nama warung paman saya, bukan iklan judi. Tolong dibaca lagi."
OF_APPEALS = ("/banding",)  # forms that test_no_script_appeals.py sends


def remove_comment(site: Demo, author: User, moderator: User) -> int:
    """Remove a comment of this author; return the id of the decision."""
    comment = hold_comment(site, author)
    choice = Choice(REMOVE, reason="gambling", message="Tolong tanpa iklan judi.", version=1)
    with site.app.test_request_context():
        database.use(site.app)
        return int(decide(case_about(site, comment), moderator, choice).id)


def something_to_appeal(site: Demo, author: User, moderator: User) -> int:
    """Return the id of a decision that this author has not appealed against, making one unless there is one."""
    appealed = select(Appeal.id).where(Appeal.decision_id == Decision.id).exists()
    mine = (Decision.person_id == author.id, Decision.action == REMOVE, ~appealed)
    found = site.one(select(Decision.id).where(*mine).order_by(Decision.id.desc()).limit(1))
    return found or remove_comment(site, author, moderator)


def something_appealed(site: Demo, author: User, moderator: User) -> int:
    """Return the id of a decision that this author appealed against, making one unless there is one."""
    found = site.one(select(Appeal.decision_id).where(Appeal.person_id == author.id).limit(1))
    if found:
        return int(found)
    decision = remove_comment(site, author, moderator)
    with site.app.test_request_context():
        database.use(site.app)
        appeal(decision, author, WORDS)
    return decision


def something_counted(site: Demo, author: User, moderator: User) -> str:
    """Let there be something to show on the pages of numbers; return nothing to add to the address."""
    something_appealed(site, author, moderator)
    with site.app.test_request_context():
        database.use(site.app)
        publish_head()
    return ""
