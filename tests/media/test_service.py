"""Pictures are received whole or not at all, belong to one thing, and leave nothing behind."""

from __future__ import annotations

import os
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.jobs.outbox import deliver_due
from ideaboard.media import service, tasks
from ideaboard.media.models import Picture
from ideaboard.media.service import attach, detach, own_unattached, pictures_of, receive, receive_one, store
from ideaboard.web.problems import WrongState
from tests.database import context, count, fresh
from tests.factories import make_idea, make_user
from tests.pictures import BAD_FILES, forget_files, make_picture, stored_files, upload

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture(autouse=True)
def empty_store(app: Flask) -> None:
    """No file of another test is in the store."""
    forget_files()


def test_a_received_picture_is_two_files_and_one_unattached_row() -> None:
    owner = make_user()
    [picture], refused = receive([upload()], owner.id)
    assert refused == []
    assert stored_files() == [f"{picture.name}-480.webp", f"{picture.name}.webp"]
    assert fresh(picture).attached_at is None


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(kind: str) -> None:
    pictures, refused = receive([upload(BAD_FILES[kind])], make_user().id)
    assert pictures == []
    assert len(refused) == 1
    assert refused[0].endswith(".")
    assert stored_files() == []
    assert count(Picture) == 0


def test_only_a_file_over_the_limit_counts_as_too_large() -> None:
    results = {kind: receive_one(upload(data), make_user().id) for kind, data in BAD_FILES.items()}
    assert [kind for kind, result in results.items() if result.is_too_large] == ["too large"]  # type: ignore[union-attr]


def test_one_bad_file_does_not_spoil_the_good_ones() -> None:
    pictures, refused = receive([upload(), upload(b"x"), upload()], make_user().id)
    assert (len(pictures), len(refused)) == (2, 1)


def test_inputs_without_a_chosen_file_are_passed_over() -> None:
    assert receive([upload(b"", name="")], make_user().id) == ([], [])


def test_image_work_inside_a_transaction_is_a_bug() -> None:
    owner = make_user()
    with pytest.raises(RuntimeError), transaction():
        receive_one(upload(), owner.id)


def test_one_person_cannot_fill_the_disk_with_unused_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 2)
    pictures, refused = receive([upload(), upload(), upload()], make_user().id)
    assert (len(pictures), len(refused)) == (2, 1)


def test_who_comes_when_the_line_is_full_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_line", threading.BoundedSemaphore(1))
    with service._place_in_line():
        pictures, refused = receive([upload()], make_user().id)
    assert (pictures, len(refused)) == ([], 1)
    assert len(receive([upload()], make_user().id)[0]) == 1


def test_a_full_disk_is_said_and_leaves_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(name: str, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store(), "put", full)
    pictures, refused = receive([upload()], make_user().id)
    assert (pictures, len(refused), count(Picture)) == ([], 1, 0)


def test_never_more_than_two_pictures_are_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    working, most = [0], [0]
    lock = threading.Lock()

    def slow(data: bytes) -> bytes:
        with lock:
            working[0] += 1
            most[0] = max(most[0], working[0])
        time.sleep(0.05)
        with lock:
            working[0] -= 1
        return data

    monkeypatch.setattr(service, "check_and_encode", slow)
    monkeypatch.setattr(service, "_line", threading.BoundedSemaphore(6))
    threads = [threading.Thread(target=service._encode, args=(b"",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [2]


def test_only_own_unattached_pictures_are_given_back_in_the_order_asked() -> None:
    owner, idea = make_user(), make_idea()
    first, second = make_picture(owner), make_picture(owner)
    names = [second.name, make_picture().name, make_picture(owner, post_id=idea.id).name, "nothing", first.name]
    assert [picture.name for picture in own_unattached([*names, first.name], owner.id)] == [second.name, first.name]


def test_attaching_gives_place_and_description() -> None:
    idea, one, two = make_idea(), make_picture(), make_picture()
    with transaction():
        attach([(two, "Dua"), (one, "Satu")], idea.id)
    assert [(p.name, p.alt, p.position) for p in pictures_of(idea.id)] == [
        (two.name, "Dua", 1),
        (one.name, "Satu", 2),
    ]


def test_an_attached_picture_can_be_described_anew() -> None:
    idea = make_idea()
    picture = make_picture(post_id=idea.id)
    before = picture.attached_at
    with transaction():
        attach([(picture, "Lebih jelas")], idea.id)
    assert (picture.alt, picture.attached_at) == ("Lebih jelas", before)


def test_a_picture_belongs_to_one_post_only() -> None:
    idea, other = make_idea(), make_idea()
    picture = make_picture(post_id=idea.id)
    with pytest.raises(WrongState), transaction():
        attach([(picture, "Curian")], other.id)
    assert fresh(picture).post_id == idea.id


def test_a_logo_is_attached_without_a_post() -> None:
    picture = make_picture()
    with transaction():
        attach([(picture, "Logo")], None)
    assert fresh(picture).attached_at is not None
    assert fresh(picture).post_id is None


def test_detaching_removes_the_row_and_after_the_commit_the_files() -> None:
    idea = make_idea()
    picture, other = make_picture(post_id=idea.id), make_picture(post_id=idea.id)
    with transaction():
        detach(picture)
    assert len(stored_files()) == 4
    deliver_due()
    assert stored_files() == sorted(service.files_of(other.name))
    assert [p.name for p in pictures_of(idea.id)] == [other.name]


def test_a_detachment_that_is_rolled_back_keeps_the_files() -> None:
    picture = make_picture(post_id=make_idea().id)

    def fail_after_detaching() -> None:
        with transaction():
            detach(picture)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_detaching()
    deliver_due()
    assert count(Picture) == 1
    assert len(stored_files()) == 2


def test_the_sweep_takes_what_was_never_used_for_a_day() -> None:
    make_picture()
    used = make_picture(post_id=make_idea().id)
    with time_machine.travel(now() + timedelta(hours=23)):
        young = make_picture()
        assert tasks.sweep() == 0
    with time_machine.travel(now() + timedelta(hours=25)):
        assert tasks.sweep() == 1
    assert stored_files() == sorted([*service.files_of(used.name), *service.files_of(young.name)])


def test_the_sweep_of_files_takes_what_no_row_names_and_nothing_young() -> None:
    kept = make_picture()
    for name in ("a" * 32, "b" * 32):
        store().put(f"{name}.webp", b"x")
    part = store().root / "aa" / "aa" / ".half.part"  # type: ignore[attr-defined]
    part.write_bytes(b"x")
    long_ago = time.time() - 2 * 3600
    for file in (part, store().path(f"{'a' * 32}.webp"), *(store().path(f) for f in service.files_of(kept.name))):  # type: ignore[attr-defined]
        os.utime(file, (long_ago, long_ago))
    with context():
        assert tasks.sweep_files() == 2
    assert stored_files() == sorted([*service.files_of(kept.name), f"{'b' * 32}.webp"])
