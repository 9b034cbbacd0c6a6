"""Posts that wait for a moderator or were removed by one, for browser tests."""

from __future__ import annotations

from sqlalchemy import delete, select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import OPEN, Case
from ideaboard.moderation.judging.service import Choice, decide
from ideaboard.moderation.models import REMOVE, Decision
from ideaboard.posts.models import HELD, Post
from ideaboard.screening.blocklists.entries import EntryText
from ideaboard.screening.blocklists.models import BlocklistEntry
from ideaboard.screening.blocklists.service import add_entry
from tests import database
from tests.e2e.site import Demo
from tests.moderation.steps import SPAM, make_held_comment, note_signals

OF_MODERATORS = ("/moderasi", "/admin/saringan")  # forms that test_no_script_moderation.py sends
IDEA = "Kopi robusta gula aren"


def hold_comment(site: Demo, author: User, body: str = SPAM) -> int:
    """Make a comment that waits, with what was noticed in it; return its id."""
    idea = site.idea(IDEA)
    comment = make_held_comment(idea, author, body=body)
    note_signals(comment, ("gambling.slang", "strong", [("body", 0, 4)]), ("disguise.leet", "medium", []))
    return comment.id


def something_held(site: Demo, author: User) -> int:
    """Return the id of a post that waits, making one unless there is one."""
    found = site.one(select(Post.id).where(Post.status == HELD, Post.author_id == author.id))
    return found or hold_comment(site, author)


def something_removed(site: Demo, author: User, moderator: User) -> int:
    """Return the id of a post of this author that was removed, with words to them; makes one if there is none."""
    of_author = select(Decision.post_id).join(Post, Post.id == Decision.post_id)
    found = site.one(of_author.where(Post.author_id == author.id, Decision.action == REMOVE))
    if found:
        return found
    comment = hold_comment(site, author)
    choice = Choice(REMOVE, reason="gambling", message="Tolong tanpa iklan judi.", version=1)
    with site.app.test_request_context():
        database.use(site.app)
        decide(case_about(site, comment), moderator, choice)
    return comment


def case_about(site: Demo, post_id: int) -> int:
    """Return the id of the newest case about a post."""
    return site.one(select(Case.id).where(Case.post_id == post_id).order_by(Case.id.desc()).limit(1))


def open_cases(site: Demo) -> list[int]:
    """Return the open cases, what weighs most first."""
    return site.rows(select(Case.id).where(Case.status == OPEN).order_by(Case.rank, Case.id))


def close_all(site: Demo) -> None:
    """Let nothing wait, so that a test knows what does."""
    database.use(site.app)
    database.write(lambda: db.session.execute(delete(Case).where(Case.status == OPEN)))


def something_listed(site: Demo) -> int:
    """Return the id of an entry of the blocklist, making one unless there is one."""
    with site.app.test_request_context():
        database.use(site.app)
        return site.one(select(BlocklistEntry.id)) or add_entry(
            EntryText("block", "word", "keripik", "hold"), actor_id=None
        )
