"""What is kept how long: the table, the jobs that read it, and the page that shows it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ideaboard.accounts.models import MailedToken, ThrottleHit, UserSession, WaitingIntent
from ideaboard.businesses.models import Invitation
from ideaboard.config import ROOT
from ideaboard.data.clock import now
from ideaboard.data.retention import RULES, kept_for
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.jobs.queue import _jobs, _periodic
from ideaboard.moderation.reports.models import ReportNetwork
from ideaboard.notifications.models import Notice
from ideaboard.posts.models import Post, PostVersion
from ideaboard.posts.tasks import sweep
from ideaboard.votes.models import Vote
from ideaboard.web.cookies import COOKIES
from tests.accounts.privacy.traces import whole_database
from tests.accounts.privacy.world import make_world
from tests.accounts.steps import make_member, sign_in
from tests.database import context, count, fresh, rows, scalar, write
from tests.factories import make_challenge, make_idea

# A moment in each table that is a rule's, and what is left of its rows afterwards.
AGED = {
    "sign-ins": (UserSession, "expires_at"),
    "idle sign-ins": (UserSession, "last_seen_at"),
    "report networks": (ReportNetwork, "at"),
    "attempts": (ThrottleHit, "at"),
    "links": (MailedToken, "expires_at"),
    "waiting": (WaitingIntent, "created_at"),
    "invitations": (Invitation, "expires_at"),
    "notices": (Notice, "created_at"),
    "stuck mails": (OutboxMessage, "parked_at"),
}


def run_all():
    """Run every job of the clock but those that draw, mail or count."""
    with context():
        for name, _when in _periodic:
            if name.startswith(("sweep-", "forget-", "erase-")) and name != "sweep-outbox":
                _jobs[name]()


def test_every_rule_is_read_by_a_job_and_no_job_has_a_period_of_its_own():
    source = "".join(path.read_text() for path in (ROOT / "ideaboard").rglob("*.py"))
    assert sorted(re.findall(r'kept_for\("([^"]+)"\)', source)) == sorted(rule.name for rule in RULES)


@pytest.fixture
def world(app):
    person, parts = make_world("rina@contoh.example")
    write(lambda: db.session.add(ThrottleHit(key="x", at=now())))
    return person, parts


def test_what_is_old_goes_and_what_is_young_stays(world):
    def counted():
        return {name: count(model) for name, (model, _) in AGED.items()}

    run_all()
    assert all(counted().values()), "young rows stay"
    for model, column in AGED.values():
        moment = now() - timedelta(days=400)
        older = update(model).values({column: moment})
        write(lambda older=older: db.session.execute(older))
    run_all()
    assert not any(counted().values()), counted()
    once = whole_database()
    run_all()
    assert whole_database() == once


def test_where_support_and_sign_ins_came_from_is_forgotten_after_thirty_days(world):
    assert {kept_for("vote origins"), kept_for("sign-in networks")} == {timedelta(days=30)}
    write(lambda: db.session.execute(update(Vote).values(created_at=now() - timedelta(days=30, minutes=1))))
    write(lambda: db.session.execute(update(UserSession).values(created_at=now() - timedelta(days=30, minutes=1))))
    run_all()
    assert set(rows(select(Vote.network_hash))) == set(rows(select(Vote.device_hash))) == {""}
    assert set(rows(select(UserSession.network_hash))) == {""}


@pytest.mark.parametrize(("days", "left"), [(364, True), (366, False)])
def test_drafts_that_nobody_goes_on_with_go(app, days, left):
    for draft in (make_idea(status="draft"), make_challenge(status="draft")):
        write(lambda draft=draft: aged(draft, created_at=now() - timedelta(days=days)))
    with context():
        assert sweep() == (0 if left else 2)
    assert count(Post, Post.status == "draft") == (2 if left else 0)


def aged(post, **values):
    db.session.execute(update(Post).where(Post.id == post.id).values(**values))


def test_what_was_taken_back_is_erased_later(browse):
    author = make_member()
    idea = make_idea(author=author)
    browse(author).post(f"/i/{idea.id}/tarik")
    assert fresh(idea).withdrawn_at
    with context():
        assert sweep() == 0
    write(lambda: aged(idea, withdrawn_at=now() - timedelta(days=91)))
    with context():
        assert [sweep(), sweep()] == [1, 0]
    found = fresh(idea)
    assert (found.title, found.source, found.html) == ("–", "", "")
    assert count(PostVersion, PostVersion.post_id == idea.id) == 0


def test_the_page_shows_every_rule_and_every_cookie(browser):
    page = browser.get("/privasi?bahasa=en").text
    for rule in RULES:
        assert str(rule.what) in page
    for cookie in COOKIES:
        assert f"<code>{cookie.name}</code>" in page
    assert page.count("<tr>") == len(RULES) + len(COOKIES) + 2


def test_the_list_of_cookies_is_what_is_set(app, browse):
    make_member()
    me = browse()
    set_by = [
        me.get("/masuk"),
        sign_in(me),
        me.get("/?bahasa=en"),
        me.post("/akun/tampilan", {"bahasa": "id", "tema": "dark", "hemat": "y"}),
        me.post(f"/i/{make_idea().id}/dukung"),
    ]
    names = {line.partition("=")[0] for answer in set_by for line in answer.headers.getlist("Set-Cookie")}
    assert names == {cookie.name for cookie in COOKIES}
    source = "".join(path.read_text() for path in (ROOT / "ideaboard").rglob("*.py"))
    assert len(re.findall(r"\.set_cookie\(", source)) == 2, "name a new cookie in web/cookies.py"


def test_reading_sets_no_cookie(browser):
    idea = make_idea()
    for path in ("/", "/tantangan", idea.path, "/privasi"):
        assert browser.get(path).headers.getlist("Set-Cookie") == []


def test_a_stuck_mail_is_kept_until_it_is_old(app):
    stuck = OutboxMessage(kind="mail", payload={"to": "x"}, parked_at=now() - timedelta(days=29))
    write(lambda: db.session.add(stuck))
    run_all()
    assert scalar(select(OutboxMessage.kind)) == "mail"
