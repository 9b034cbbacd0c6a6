"""Posts whose claims need a source, are labelled or are to be, and one that an order hides, for browser tests."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.moderation.cases.models import OPEN, Case
from ideaboard.moderation.judging.service import Choice, decide
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.moderation.models import LABEL
from ideaboard.moderation.orders.models import LegalOrder
from ideaboard.moderation.orders.service import apply_order
from tests import database
from tests.comments.steps import make_comment
from tests.e2e.site import Demo
from tests.moderation.labels.steps import CLAIM, case_about
from tests.moderation.labels.steps import text as label_text
from tests.moderation.orders.steps import text as order_text

# Forms that test_no_script_claims.py sends.
OF_CLAIMS = ("/admin/usaha", "/admin/perintah", "/akun/perintah", "/moderasi/kasus/<int:case_id>/label")


def something_claimed(site: Demo, author: User) -> int:
    """Return the id of an idea of this author that needs a source, making it need one."""
    ident = int(site.one(select(Idea.id).where(Idea.author_id == author.id).order_by(Idea.id)))
    with site.app.app_context():
        database.use(site.app)
        database.write(lambda: _mark(ident))
    return ident


def _mark(ident: int) -> None:
    db.session.get_one(Idea, ident).needs_source = True


def claiming_comment(site: Demo, author: User) -> Comment:
    """Make a public comment that claims something."""
    return make_comment(site.idea("Kopi robusta gula aren"), author, body=f"{CLAIM}, kata tetangga saya.")


def something_to_label(site: Demo, author: User) -> int:
    """Return the id of an open case about a claim of this author, making one unless there is one."""
    database.use(site.app)
    about = (Case.person_id == author.id, Case.status == OPEN, Case.topic == "hoax")
    return site.one(select(Case.id).where(*about).limit(1)) or case_about(claiming_comment(site, author))


def something_labelled(site: Demo, author: User, moderator: User) -> int:
    """Return the id of a comment of this author that carries a label, making one unless there is one."""
    database.use(site.app)
    mine = select(ClaimLabel.post_id).join(Comment, Comment.id == ClaimLabel.post_id)
    found = site.one(mine.where(Comment.author_id == author.id, ClaimLabel.is_active).limit(1))
    if found:
        return int(found)
    comment = claiming_comment(site, author)
    case = case_about(comment)
    with site.app.test_request_context():
        decide(case, moderator, Choice(LABEL, version=1, extra={"label": label_text()}))
    return comment.id


def something_ordered(site: Demo, author: User, admin: User) -> int:
    """Return the id of an order about a post of this author, making one unless there is one."""
    database.use(site.app)
    found = site.one(select(LegalOrder.id).where(LegalOrder.person_id == author.id).limit(1))
    if found:
        return int(found)
    comment = claiming_comment(site, author)
    with site.app.test_request_context():
        return apply_order(comment.id, order_text(), actor_id=admin.id).id
