"""From an event to the rows behind the bell."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs import outbox
from ideaboard.jobs.models import OutboxMessage
from ideaboard.notifications import sending
from ideaboard.notifications.kinds import KINDS, About, Kind
from ideaboard.notifications.models import Notice
from ideaboard.notifications.service import forget_notices, mark_read, tell
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN
from ideaboard.posts.service import change_status
from tests.database import context, count, fresh, rows, scalar, write
from tests.factories import make_challenge, make_idea, make_user
from tests.notifications.steps import deliver, happen, notices_of, told, unread
from tests.parallel import all_at_once

NOTE = "note"


@pytest.fixture(autouse=True)
def note(monkeypatch):
    """A kind whose ideas are looked up as usual, with a mail, about whoever the event names."""
    from ideaboard.ideas.notices import look_up_ideas

    kind = Kind(
        "bell", lambda name, about: f"{name}: {about.title}", look_up_ideas, lambda e: select(User.id), True
    )
    monkeypatch.setitem(KINDS, NOTE, kind)
    return kind


@pytest.fixture
def idea(app):
    return make_idea()


def test_an_event_is_told_to_the_people_it_names(idea):
    reader, other, actor = make_user(), make_user(), make_user()
    happen(NOTE, actor, post_id=idea.id, people=[reader.id])
    assert (told(reader), told(other), told(actor)) == ([NOTE], [], [])
    assert (unread(reader), unread(other)) == (1, 0)


def test_who_did_it_is_not_told(idea):
    actor, reader = make_user(), make_user()
    happen(NOTE, actor, post_id=idea.id, people=[actor.id, reader.id])
    assert (told(actor), told(reader)) == ([], [NOTE])


def test_nothing_is_told_of_what_was_rolled_back(idea, in_request):
    reader = make_user()
    with pytest.raises(ZeroDivisionError), transaction():
        tell(NOTE, actor_id=None, post_id=idea.id, people=[reader.id])
        raise ZeroDivisionError
    deliver()
    assert (told(reader), count(OutboxMessage)) == ([], 0)


def test_a_closed_account_is_told_nothing(idea):
    gone = make_user(closed_at=now())
    happen(NOTE, post_id=idea.id, people=[gone.id])
    assert told(gone) == []


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN, REMOVED, WITHDRAWN])
def test_what_is_not_public_is_told_to_nobody(app, mailbox, status):
    idea, moderator = make_idea(status=status), make_user(is_moderator=True)
    author = db_user(idea.author_id)
    happen(NOTE, make_user(), post_id=idea.id, people=[author.id, moderator.id])
    assert (count(Notice), mailbox()) == (0, [])


def db_user(ident: int) -> User:
    return rows(select(User).where(User.id == ident))[0]


def test_what_was_hidden_before_it_was_told_is_told_to_nobody(idea, mailbox):
    reader = make_user()
    write(lambda: tell(NOTE, actor_id=None, post_id=idea.id, people=[reader.id]))
    hide(idea)
    deliver()
    assert (told(reader), mailbox()) == ([], [])


def hide(thing) -> None:
    with context(), transaction():
        change_status(fresh(thing), HIDDEN, expected=(PUBLISHED,))


def test_an_idea_of_a_hidden_challenge_is_told_to_nobody(app):
    challenge, reader = make_challenge(), make_user()
    idea = make_idea(challenge)
    hide(challenge)
    happen(NOTE, post_id=idea.id, people=[reader.id])
    assert told(reader) == []


def test_a_mail_that_waits_is_not_sent_once_its_post_is_hidden(idea, mailbox):
    reader = make_user()
    write(lambda: tell(NOTE, actor_id=None, post_id=idea.id, people=[reader.id]))
    with context():
        outbox.deliver_due(limit=1)
    assert (told(reader), count(OutboxMessage, OutboxMessage.done_at.is_(None))) == ([NOTE], 1)
    hide(idea)
    assert mailbox() == []
    assert count(OutboxMessage, OutboxMessage.done_at.is_(None)) == 0


def test_a_mail_goes_at_once_in_the_language_of_its_reader(idea, mailbox):
    actor = make_user("Rina")
    readers = {locale: make_user(locale=locale) for locale in ("id", "en")}
    write(lambda: tell(NOTE, actor_id=actor.id, post_id=idea.id, people=[one.id for one in readers.values()]))
    mailbox()
    by_reader = {mail["To"]: mail.get_content() for mail in mailbox()}
    assert set(by_reader) == {one.email for one in readers.values()}
    for text in by_reader.values():
        assert f"Rina: {idea.title}" in text
        assert f"http://127.0.0.1:8000/i/{idea.id}-" in text
    assert "Hello," in by_reader[readers["en"].email]
    assert "Hello," not in by_reader[readers["id"].email]
    assert len(mailbox()) == 2


def test_no_mail_goes_to_an_unconfirmed_address_or_about_what_was_read(idea, mailbox):
    shy, quick = make_user(confirmed=False), make_user()
    write(lambda: tell(NOTE, actor_id=None, post_id=idea.id, people=[shy.id, quick.id]))
    with context():
        outbox.deliver_due()
        mark_read(quick.id, [notices_of(quick)[0].id])
    assert mailbox() == []
    assert told(shy) == [NOTE]


def test_a_title_cannot_add_a_header_to_the_mail(app, mailbox, monkeypatch, note):
    reader, idea = make_user(), make_idea()
    kind = Kind("bell", lambda *_: "Satu\r\nBcc: x@contoh.example", note.look_up, note.recipients, True)
    monkeypatch.setitem(KINDS, NOTE, kind)
    write(lambda: tell(NOTE, actor_id=None, post_id=idea.id, people=[reader.id]))
    mailbox()
    (mail,) = mailbox()
    assert (mail["Subject"], mail["Bcc"]) == ("Satu Bcc: x@contoh.example", None)


def test_the_same_event_is_told_once(idea):
    reader = make_user()
    for _ in range(3):
        happen(NOTE, post_id=idea.id, people=[reader.id])
    assert (told(reader), unread(reader)) == ([NOTE], 1)


def test_a_second_event_about_the_same_thing_waits_until_the_first_is_read(idea):
    reader = make_user()
    for number in (1, 2):
        happen(NOTE, post_id=idea.id, people=[reader.id], number=number)
    assert (told(reader), unread(reader)) == ([NOTE], 1)
    with context():
        mark_read(reader.id, [notices_of(reader)[0].id])
    happen(NOTE, post_id=idea.id, people=[reader.id], number=3)
    assert (told(reader), unread(reader)) == ([NOTE, NOTE], 1)


def test_a_delivery_that_broke_off_goes_on_where_it_stopped(idea, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    people = [make_user() for _ in range(7)]
    payload = {"kind": NOTE, "post_id": idea.id, "people": [one.id for one in people]}
    with context():
        sending.deliver({**payload, "people": payload["people"][:3]})
        sending.deliver(payload)
        sending.deliver(payload)
    assert [told(one) for one in people] == [[NOTE]] * 7
    assert sum(unread(one) for one in people) == 7


def test_people_are_found_by_the_kind_in_batches(idea, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    people = [make_user() for _ in range(8)]
    happen(NOTE, people[0], post_id=idea.id)
    assert [told(one) for one in people] == [[], *[[NOTE]] * 7]


def test_one_batch_takes_the_same_number_of_statements_for_any_number_of_people(idea, note, monkeypatch):
    from tests.database import statements

    monkeypatch.setitem(KINDS, NOTE, Kind(note.symbol, note.sentence, note.look_up, note.recipients))
    counts = []
    for number in (1, 40):
        people = [make_user().id for _ in range(number)]
        with statements() as seen, context():
            sending.deliver({"kind": NOTE, "post_id": idea.id, "people": people, "number": number})
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_many_deliveries_at_once_leave_one_row_and_a_true_counter(app, idea):
    people = [make_user() for _ in range(12)]
    payload = {"kind": NOTE, "post_id": idea.id, "people": [one.id for one in people]}
    all_at_once(app, 6, lambda n: sending.deliver({**payload, "number": n % 2}))
    assert [unread(one) for one in people] == [1] * 12
    assert count(Notice) == 12


def test_the_counter_stays_true_while_things_are_told_and_read(app):
    reader, ideas = make_user(), [make_idea() for _ in range(8)]
    for idea in ideas[:4]:
        happen(NOTE, post_id=idea.id, people=[reader.id])
    ids = [one.id for one in notices_of(reader)]

    def one(number: int) -> None:
        if number % 2:
            mark_read(reader.id, ids)
        else:
            sending.deliver({"kind": NOTE, "post_id": ideas[4 + number // 2].id, "people": [reader.id]})

    all_at_once(app, 8, one)
    assert unread(reader) == 4


def test_an_account_that_closes_while_it_is_told_keeps_nothing(app, idea):
    people = [make_user() for _ in range(8)]

    def close(person: User) -> None:
        with transaction():
            held = db.session.scalar(select(User).where(User.id == person.id).with_for_update())
            held.closed_at = now()
            db.session.flush()
            forget_notices(person.id)

    def one(number: int) -> None:
        if number < 4:
            close(people[number])
        else:
            sending.deliver({"kind": NOTE, "post_id": idea.id, "people": [p.id for p in people], "number": number})

    all_at_once(app, 8, one)
    assert [len(told(person)) for person in people] == [0] * 4 + [1] * 4
    assert [unread(person) for person in people] == [0] * 4 + [1] * 4


def test_a_busy_person_is_told_in_the_end(idea, monkeypatch):
    """What is locked elsewhere is left out at first, and waited for alone."""
    first, second = make_user(), make_user()
    lock = sending.lock_people
    monkeypatch.setattr(
        sending,
        "lock_people",
        lambda ids, waiting=True: lock(ids) if waiting else lock([i for i in ids if i != second.id]),
    )
    happen(NOTE, post_id=idea.id, people=[first.id, second.id])
    assert (told(first), told(second)) == ([NOTE], [NOTE])


def test_an_event_about_nothing_known_is_told_to_nobody(app, note, monkeypatch):
    monkeypatch.setitem(KINDS, NOTE, Kind("bell", note.sentence, lambda ids, viewer: {}, note.recipients))
    happen(NOTE, business_id=987_654_321)
    assert count(Notice) == 0
    assert scalar(select(OutboxMessage.parked_at)) is None


def test_what_a_notice_is_about_is_given_as_its_reader_sees_it():
    assert About("Judul", "/i/1").more == {}
