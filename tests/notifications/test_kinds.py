"""What is told to whom: every kind, from what people do to what the bell says."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.businesses.models import STAFF, Invitation, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.forms import IdeaText
from ideaboard.ideas.notices import tell_voting_opens
from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.service import edit_idea
from ideaboard.jobs import queue
from ideaboard.jobs.models import OutboxMessage
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.models import Decision
from ideaboard.notifications.kinds import KINDS
from tests.database import context, count, fresh, rows, write
from tests.factories import make_business, make_challenge, make_fair_challenge, make_idea, make_user
from tests.notifications.steps import deliver, notices_of, told, unread
from tests.votes.steps import support, take_back


def edit(app, idea, author, title: str) -> None:
    with app.test_request_context():
        mine = idea_or_404(idea.id, author)
        text = IdeaText(
            title=title, body="Isi ide yang cukup panjang untuk dibaca semua orang di sini.", for_whom="", why=""
        )
        edit_idea(mine, author, text, [], base_version=mine.version)
    deliver()


def page_of(browse, person) -> str:
    return browse(person).get("/pemberitahuan").text


def test_supporters_are_told_of_an_edit_and_may_take_support_back(app, browse):
    author, supporter, other = make_user("Rina"), make_user(), make_user()
    idea = make_idea(author=author)
    support(browse(supporter), idea)
    edit(app, idea, author, "Keripik rasa lain")
    assert (told(supporter), told(other), told(author)) == (["idea_edited"], [], [])
    assert "Keripik rasa lain" in page_of(browse, supporter)
    take_back(browse(supporter), idea)
    edit(app, idea, author, "Keripik rasa ketiga")
    assert unread(supporter) == 1


def test_who_supported_the_changed_text_is_not_told(app, browse):
    author, supporter = make_user(), make_user()
    idea = make_idea(author=author)
    edit(app, idea, author, "Keripik rasa lain")
    support(browse(supporter), idea)
    deliver()
    assert told(supporter) == []


def test_an_edit_that_changes_nothing_is_told_to_nobody(app, browse):
    author, supporter = make_user(), make_user()
    idea = make_idea(author=author)
    edit(app, idea, author, "Keripik rasa lain")
    support(browse(supporter), idea)
    before = count(OutboxMessage)
    edit(app, idea, author, "Keripik rasa lain")
    assert count(OutboxMessage) == before


def test_everybody_who_takes_part_is_told_that_a_challenge_was_cancelled(app, browse):
    owner, author, supporter, other = (make_user() for _ in range(4))
    challenge = make_challenge(owner=owner)
    idea = make_idea(challenge, author)
    make_idea(make_challenge(), other)
    support(browse(supporter), idea)
    reason = {"reason": "Usaha kami pindah ke kota lain."}
    assert browse(owner).post(f"/t/{challenge.slug}/batalkan", reason).status_code == 303
    deliver()
    assert [told(one) for one in (author, supporter, other, owner)] == [["challenge_cancelled"]] * 2 + [[], []]
    assert challenge.title in page_of(browse, author)


def test_who_took_all_support_back_is_told_nothing(app, browse):
    owner, supporter = make_user(), make_user()
    challenge = make_challenge(owner=owner)
    idea = make_idea(challenge)
    support(browse(supporter), idea)
    take_back(browse(supporter), idea)
    browse(owner).post(f"/t/{challenge.slug}/batalkan", {"reason": "Usaha kami pindah ke kota lain."})
    deliver()
    assert told(supporter) == []


def test_everybody_who_takes_part_is_told_of_an_update(app, browse):
    owner, author, supporter, other = (make_user() for _ in range(4))
    challenge = make_challenge(owner=owner)
    idea = make_idea(challenge, author)
    make_idea(make_challenge(), other)
    support(browse(supporter), idea)
    news = {"body": "Percobaan pertama sudah jadi.", "idempotency_key": "satu"}
    for _ in range(2):
        assert browse(owner).post(f"/t/{challenge.slug}/kabar", news).status_code == 303
    deliver()
    assert [told(one) for one in (author, supporter, other, owner)] == [["challenge_update"]] * 2 + [[], []]
    answer = browse(author).post(f"/pemberitahuan/{notices_of(author)[0].id}")
    assert answer.location.startswith(f"/t/{challenge.slug}/kabar/")
    assert browse(author).get(answer.location).status_code == 200


@pytest.fixture
def fair(app):
    return make_fair_challenge(ideas_close_at=now() - timedelta(minutes=3))


def opens() -> int:
    with context():
        found = tell_voting_opens()
    deliver()
    return found


def test_authors_are_told_once_that_support_has_opened(app, browse, fair):
    author, other = make_user(), make_user()
    make_idea(fair, author)
    make_idea(fair, author)
    make_idea(make_challenge(), other)
    assert [opens(), opens()] == [1, 0]
    assert (told(author), told(other)) == (["voting_opens"], [])
    assert fair.title in page_of(browse, author)


def test_two_clocks_at_once_tell_once(app, fair):
    author = make_user()
    make_idea(fair, author)
    with context():
        assert (tell_voting_opens(), tell_voting_opens()) == (1, 1)
    deliver()
    assert told(author) == ["voting_opens"]


def test_nobody_is_told_before_support_opens_or_long_after(app):
    authors = [make_user() for _ in range(3)]
    for author, passed in zip(authors, (-timedelta(hours=1), timedelta(days=3), timedelta(hours=1)), strict=True):
        make_idea(make_fair_challenge(ideas_close_at=now() - passed), author)
    assert opens() == 1
    assert [told(author) for author in authors] == [[], [], ["voting_opens"]]


def test_an_open_challenge_has_no_such_moment(app):
    make_idea(make_challenge())
    assert opens() == 0


def test_a_challenge_that_is_cancelled_meanwhile_opens_nothing(app, fair):
    author = make_user()
    make_idea(fair, author)
    with context():
        tell_voting_opens()

    def cancel() -> None:
        row = db.session.merge(fresh(fair))
        row.cancelled_at, row.listed = now(), False

    write(cancel)
    deliver()
    assert told(author) == []


def test_the_opening_is_told_by_the_clock():
    assert ("tell-voting-opens", {"minute": "*/5"}) in queue._periodic


def test_the_owner_is_told_that_an_invitation_was_accepted(app, browse, mailbox):
    owner, guest = make_user(), make_user("Budi")
    business = make_business(owner)
    browse(owner).post(f"/usaha/{business.slug}/tim", {"email": guest.email})
    text = next(mail.get_content() for mail in mailbox() if mail["To"] == guest.email)
    path = next(word for word in text.split() if "/undangan/" in word).partition("8000")[2]
    assert browse(guest).post(path).status_code == 303
    deliver()
    assert rows(select(Membership.role).where(Membership.user_id == guest.id)) == [STAFF]
    assert count(Invitation, Invitation.accepted_by_id == guest.id) == 1
    assert (told(owner), told(guest)) == (["invitation_accepted"], [])
    page = page_of(browse, owner)
    assert "Budi" in page
    assert business.name in page


# Told to moderators, who read the post on the page of its case; what begins with "account-" is about no post.
NAMELESS = {"case_new"}


def known_of_everything():
    """What any kind may know besides a title."""
    decision = Decision(id=1, action="hide", reason="fraud", measure="", made_at=now(), case_id=1, post_id=1)
    case = Case(topic="fraud", status="open", due_at=now() + timedelta(hours=1))
    return {
        "business": "Usaha",
        "until": now(),
        "zone": "WIB",
        "reason": "fraud",
        "undone": False,
        "state": "upheld",
        "outcome": "overturned",
        "verdict": "unproven",
        "decision": decision,
        "case": case,
        "authority": "Pengadilan",
        "reference": "12/2026",
        "lifted": False,
    }


def test_every_kind_speaks_both_languages(app):
    from flask_babel import force_locale

    from ideaboard.notifications.kinds import About

    about = About("Judul", "/x", known_of_everything())
    for name, kind in KINDS.items():
        with app.test_request_context():
            said = []
            for locale in ("id", "en"):
                with force_locale(locale):
                    said.append(kind.sentence("Rina", about))
        assert said[0] != said[1], name
        assert "Judul" in said[0] or name in NAMELESS or name.startswith("account-"), name


def test_the_end_of_support_is_told_in_the_zone_of_the_challenge(app):
    from ideaboard.challenges.notices import look_up_challenges

    with time_machine.travel("2026-11-22 03:00:00+00:00", tick=False):
        challenge = make_fair_challenge(zone="WIT", support_close_at=now() + timedelta(days=2))
    with app.test_request_context():
        from flask_login import AnonymousUserMixin

        about = look_up_challenges([challenge.id], AnonymousUserMixin())[challenge.id]
        assert "24 November 2026, 12.00 WIT" in KINDS["voting_opens"].sentence("", about)
