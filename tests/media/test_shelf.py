"""Small pictures in memory: whole, few, and gone when told."""

from __future__ import annotations

import pytest

from ideaboard.media import shelf as shelf_module
from ideaboard.media.shelf import Shelf
from ideaboard.media.storage import PictureMissing, StoreAway

NAME = "0123456789abcdef-480.webp"


def test_what_was_kept_is_taken_until_it_is_forgotten():
    shelf = Shelf()
    assert shelf.take("a") is None
    shelf.keep("a", b"old")
    shelf.keep("a", b"new")
    assert shelf.take("a") == b"new"
    shelf.forget("a")
    shelf.forget("a")
    assert shelf.take("a") is None
    assert shelf._bytes == 0


def test_a_large_file_is_not_kept(monkeypatch):
    monkeypatch.setattr(shelf_module, "LARGEST", 3)
    shelf = Shelf()
    shelf.keep("a", b"1234")
    assert shelf.take("a") is None


def test_what_nobody_took_for_longest_goes_first(monkeypatch):
    monkeypatch.setattr(shelf_module, "ROOM", 6)
    shelf = Shelf()
    for name in "abc":
        shelf.keep(name, b"12")
    shelf.take("a")
    shelf.keep("d", b"12")
    assert [name for name in "abcd" if shelf.take(name)] == ["a", "c", "d"]


@pytest.mark.s3
def test_a_small_picture_is_fetched_once_and_shown_while_the_store_is_away(s3, monkeypatch):
    s3.put(NAME, b"picture")
    assert s3.open(NAME) == b"picture"
    s3._rest("Uji")
    assert s3.open(NAME) == b"picture"
    with pytest.raises(StoreAway):
        s3.open("fedcba.webp")


@pytest.mark.s3
def test_a_changed_or_deleted_picture_is_not_shown_from_memory(s3):
    for data in (b"old", b"new"):
        s3.put(NAME, data)
        assert s3.open(NAME) == data
    s3.delete(NAME)
    with pytest.raises(PictureMissing):
        s3.open(NAME)
