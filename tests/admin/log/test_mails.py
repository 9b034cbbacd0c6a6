"""The head of the log is mailed to admins, in their language and once."""

from __future__ import annotations

from ideaboard.audit.heads.service import publish_head
from ideaboard.audit.heads.tasks import publish
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from tests.accounts.steps import mails_to
from tests.database import write
from tests.factories import make_user


def test_every_admin_gets_the_hash_once(app, in_request, mailbox):
    rina, tono = make_user(is_admin=True, locale="en"), make_user(is_admin=True)
    member = make_user(is_moderator=True)
    write(lambda: record("post.keep", "post", 1, actor_id=None))
    head = publish_head()
    assert not publish()
    (mail,) = mails_to(mailbox, rina.email)
    assert head.hash in mail.get_content()
    assert f"ideaboard audit verify --head {head.hash}" in mail.get_content()
    assert head.hash[:12] in mail["Subject"]
    assert "Keep this mail" in mail.get_content()
    assert len(mails_to(mailbox, tono.email)) == 1
    assert mails_to(mailbox, member.email) == []


def test_a_closed_account_gets_none(app, in_request, mailbox):
    gone = make_user(is_admin=True, closed_at=now())
    write(lambda: record("post.keep", "post", 1, actor_id=None))
    publish_head()
    assert mails_to(mailbox, gone.email) == []
