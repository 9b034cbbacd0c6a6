"""Pictures in a bucket: what the address may say, and what happens while the store is away."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from flask import Flask

from ideaboard.app import create_app
from ideaboard.config import ConfigError
from ideaboard.extensions import db
from ideaboard.media import s3 as s3_module
from ideaboard.media import tasks
from ideaboard.media.s3 import S3Storage
from ideaboard.media.service import delete_files, files_of
from ideaboard.media.storage import StoreAway, storage_from_url
from ideaboard.posts.models import HIDDEN, PUBLISHED
from ideaboard.posts.service import change_status
from ideaboard.web import health
from tests.browser import Browser
from tests.conftest import test_settings
from tests.database import context, fresh, on_sqlite, write
from tests.factories import make_challenge, make_idea, make_user
from tests.ideas.forms import TEXTS, filled, form_path
from tests.media.conftest import KEY, SECRET
from tests.pictures import chosen, make_picture

pytestmark = pytest.mark.s3
NAME = "0123456789abcdef-480.webp"
CLOSED = "http://127.0.0.1:1"


# What the address may say


@pytest.mark.parametrize(
    "address",
    [
        "s3://",
        "s3://Gambar",
        "s3://key:geheim@gambar",
        "s3://gambar?endpoint=127.0.0.1:9000",
        "s3://gambar?endpoint=http://key:geheim@host",
        "s3://gambar?endpoint=http://host:geheim",
        "s3://gambar?secret=geheim",
        "s3://gambar#geheim",
    ],
)
def test_a_wrong_address_is_one_sentence_that_does_not_repeat_it(address):
    with pytest.raises(ConfigError, match=r"^IDEABOARD_MEDIA_URL: .* or in S3") as refusal:
        storage_from_url(address, KEY, SECRET)
    assert "geheim" not in str(refusal.value)


def test_prefix_endpoint_and_region_are_taken_from_the_address():
    place = storage_from_url("s3://gambar/papan/a/?endpoint=https://s3.example&region=jkt", KEY, SECRET).place
    assert (place.bucket, place.prefix) == ("gambar", "papan/a")
    assert (place.endpoint, place.region) == ("https://s3.example", "jkt")


def test_half_a_key_is_refused():
    with pytest.raises(ConfigError, match="Set both IDEABOARD_MEDIA_KEY and IDEABOARD_MEDIA_SECRET"):
        storage_from_url("s3://gambar", KEY, "")


def test_without_boto3_the_start_says_what_to_install(monkeypatch):
    monkeypatch.setattr(s3_module, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"needs boto3. Install it: pip install 'ideaboard\[scale\]'"):
        storage_from_url("s3://gambar", KEY, SECRET)


def test_opening_the_store_asks_nobody_and_imports_nothing_large():
    store = storage_from_url(f"s3://gambar?endpoint={CLOSED}", KEY, SECRET)
    assert store._clients == {}


# While it is away


@pytest.fixture
def away() -> S3Storage:
    """A store where nobody listens."""
    return storage_from_url(f"s3://gambar?endpoint={CLOSED}", KEY, SECRET)  # type: ignore[return-value]


@pytest.fixture
def tries(away: S3Storage, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The moments in which the store was really asked."""
    seen: list[float] = []
    opened = away._open
    monkeypatch.setattr(away, "_open", lambda *how: (seen.append(time.monotonic()), opened(*how))[1])
    return seen


def test_a_store_that_is_away_is_not_asked_again_for_a_while(away, tries, monkeypatch):
    for _ in range(3):
        with pytest.raises(StoreAway, match="does not answer"):
            away.open(NAME)
    assert len(tries) == 1
    away._rests_until = time.monotonic() - 0.01
    with pytest.raises(StoreAway):
        away.open(NAME)
    assert len(tries) == 2


def test_it_heals_by_itself(s3):
    s3.put(NAME, b"picture")
    s3._rest("Uji")
    with pytest.raises(StoreAway):
        s3.open(NAME)
    s3._rests_until = time.monotonic() - 0.01
    assert s3.open(NAME) == b"picture"
    assert s3._rests_until == 0.0


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_store_that_hangs_holds_up_one_caller_only(silent, monkeypatch):
    monkeypatch.setattr(s3_module, "USUAL", (0.2, 0.2, 1))
    store = storage_from_url(f"s3://gambar?endpoint={silent}", KEY, SECRET)
    with pytest.raises(StoreAway):
        store.open(NAME)
    store._rests_until = time.monotonic() - 0.01
    waits: list[float] = []

    def ask() -> None:
        began = time.monotonic()
        with pytest.raises(StoreAway):
            store.exists(NAME)
        waits.append(time.monotonic() - began)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait > 0.15 for wait in waits) == 1


def test_neither_key_nor_address_is_logged(away, s3, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("ideaboard"), "propagate", True)
    caplog.set_level(logging.DEBUG, logger="ideaboard")
    stranger = S3Storage(away.place, KEY, SECRET)
    gone = storage_from_url(f"s3://tidak-ada?endpoint={s3.place.endpoint}", KEY, SECRET)
    for store in (stranger, gone):
        with pytest.raises(StoreAway) as told:
            store.put(NAME, b"x")
        assert told.value.__suppress_context__
    text = caplog.text + repr(stranger) + str(told.value)
    assert "EndpointConnectionError" in text
    assert "NoSuchBucket" in text
    assert [word for word in (KEY, SECRET, "127.0.0.1") if word in text] == []


# In the app


@pytest.fixture
def use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[S3Storage], S3Storage]:
    """Let the app keep its pictures in this store."""

    def put(store: S3Storage) -> S3Storage:
        monkeypatch.setitem(app.extensions, "pictures", store)
        return store

    return put


@on_sqlite
def test_a_hidden_picture_is_gone_at_once_also_for_who_has_it(browser: Browser, use, s3):
    use(s3)
    idea = make_idea(author=make_user())
    path = f"/gambar/{make_picture(post_id=idea.id).name}-480.webp"
    first = browser.get(path)
    assert (first.status_code, first.mimetype) == (200, "image/webp")
    again = {"If-None-Match": first.headers["ETag"]}
    assert browser.get(path, headers=again).status_code == 304
    write(lambda: change_status(fresh(idea), HIDDEN, expected=(PUBLISHED,)))
    assert browser.get(path, headers=again).status_code == 404


@on_sqlite
def test_while_it_is_away_pages_are_served_and_pictures_say_so(browser: Browser, use, s3, away):
    use(s3)
    idea = make_idea()
    picture = make_picture(post_id=idea.id)
    use(away)
    assert browser.get(f"/i/{idea.id}-x").status_code in (200, 301)
    answer = browser.get(f"/gambar/{picture.name}.webp")
    assert (answer.status_code, answer.mimetype) == (503, "text/plain")
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Cache-Control"] in ("no-cache", "private, no-store")


@on_sqlite
def test_an_idea_with_a_picture_is_kept_as_typed_while_it_is_away(browse, use, away):
    use(away)
    form = filled(pictures=[chosen()], alt=["Keripik di piring"])
    answer = browse(make_user()).post(form_path(make_challenge()), form)
    assert answer.status_code == 422
    assert TEXTS["body"] in answer.text
    assert 'value="Keripik di piring"' in answer.text
    assert "Traceback" not in answer.text


@on_sqlite
def test_the_sweep_finds_what_no_row_names_and_waits_for_a_store_that_is_away(app, use, s3, away, monkeypatch):
    monkeypatch.setattr(tasks, "KEPT_WITHOUT_ROW", -tasks.KEPT_WITHOUT_ROW)
    use(s3)
    kept = make_picture(post_id=make_idea().id)
    s3.put("a" * 32 + ".webp", b"lost")
    with context():
        use(away)
        assert tasks.sweep_files() == 0
        use(s3)
        assert tasks.sweep_files() == 1
        assert sorted(s3.old_names(time.time() + 60)) == sorted(files_of(kept.name))
        delete_files({"name": kept.name})
    assert list(s3.old_names(time.time() + 60)) == []


def test_a_long_list_comes_in_pages(s3, monkeypatch):
    for number in range(3):
        s3.put(f"{number}.webp", b"x")
    whole = s3._open().list_objects_v2
    few = SimpleNamespace(list_objects_v2=lambda **options: whole(**_known(options), MaxKeys=2))
    monkeypatch.setattr(s3, "_open", lambda *_: few)
    assert sorted(s3.old_names(time.time() + 60)) == ["0.webp", "1.webp", "2.webp"]


def _known(options: dict) -> dict:
    return {name: value for name, value in options.items() if value}


def test_asking_how_a_hanging_store_is_takes_no_longer_than_a_probe_waits(silent, monkeypatch):
    monkeypatch.setattr(s3_module, "LOOK", (0.2, 0.2, 1))
    monkeypatch.setattr(s3_module, "USUAL", (9.0, 9.0, 1))
    store = storage_from_url(f"s3://gambar?endpoint={silent}", KEY, SECRET)
    began = time.monotonic()
    assert store.state() == "the store of pictures does not answer"
    assert time.monotonic() - began < 9


def test_it_says_in_words_what_is_wrong(away, s3):
    assert s3.state() == "ok"
    assert away.state() == "the store of pictures does not answer"
    gone = storage_from_url(f"s3://tidak-ada?endpoint={s3.place.endpoint}", KEY, SECRET)
    assert gone.state() == "the bucket for pictures is not there"


def test_readiness_tells_of_a_store_that_is_away_and_stays_ready(tmp_path, monkeypatch):
    monkeypatch.setattr(health, "_migrations", lambda: "ok")
    app = create_app({**test_settings(tmp_path, ""), "MEDIA_URL": f"s3://gambar?endpoint={CLOSED}"})
    with app.app_context():
        db.create_all()
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert answer.json["warnings"]["pictures"] == "the store of pictures does not answer"
