"""Files of pictures are whole or absent, and never outside their folder; what every store promises runs on each."""

import os
import stat
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideaboard.config import ConfigError
from ideaboard.media.storage import FolderStorage, PictureMissing, new_name, storage_from_url

NAME = "0123456789abcdef-480.webp"
BAD_NAMES = [
    *("", ".", "..", "../a.webp", "/etc/passwd", "a/b.webp", "a\\b.webp", "..\\a.webp", "a.webp/", "./a.webp"),
    *("a..webp", "..webp", ".webp", "A.webp", "a.WEBP", "a.gif", "a.webp\n", "\na.webp", "a.webp\x00"),
    *("%2e%2e%2fa.webp", "a%2fb.webp", "é.webp", "\u0661.webp", "a b.webp", "~.webp", "a.webp.part"),
    *("a" * 200 + ".webp", "a\x00.webp", "con:a.webp", "\u2024\u2024/a.webp", "a_b.webp", "file:///a.webp"),
]  # fmt: skip


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_can_be_opened(storage):
    storage.put(NAME, b"picture")
    assert storage.open(NAME) == b"picture"


def test_the_shortest_name_works_as_well(storage):
    storage.put("a.webp", b"picture")
    assert storage.open("a.webp") == b"picture"


def test_putting_again_replaces_the_file(storage):
    storage.put(NAME, b"old")
    storage.put(NAME, b"new")
    assert storage.open(NAME) == b"new"
    assert list(storage.old_names(time.time() + 60)) == [NAME]


def test_a_missing_picture_is_told(storage):
    with pytest.raises(PictureMissing):
        storage.open(NAME)
    assert not storage.exists(NAME)


def test_a_deleted_picture_is_gone(storage):
    storage.put(NAME, b"picture")
    assert storage.exists(NAME)
    storage.delete(NAME)
    assert not storage.exists(NAME)
    assert list(storage.old_names(time.time() + 60)) == []


def test_deleting_twice_is_no_error(storage):
    storage.put(NAME, b"picture")
    storage.delete(NAME)
    storage.delete(NAME)


def test_what_is_young_is_not_listed_as_old(storage):
    storage.put(NAME, b"picture")
    assert list(storage.old_names(time.time() - 60)) == []
    assert storage.clear_parts(time.time() - 60) == 0


@pytest.mark.parametrize("name", BAD_NAMES)
def test_other_names_are_refused_everywhere(storage, name):
    for call in (storage.open, storage.delete, storage.exists, lambda name: storage.put(name, b"x")):
        with pytest.raises(PictureMissing):
            call(name)
    assert list(storage.old_names(time.time() + 60)) == []


def test_a_bad_name_is_also_a_bad_value(storage):
    with pytest.raises(ValueError, match="a/b"):
        storage.put("a/b.webp", b"x")


# A folder


def test_no_other_name_makes_even_a_folder(folder):
    with pytest.raises(PictureMissing):
        folder.put("../a.webp", b"x")
    assert not folder.root.exists()


def test_a_missing_picture_has_no_path(folder):
    with pytest.raises(PictureMissing):
        folder.path(NAME)


def test_a_stored_picture_has_a_path_for_the_server(folder):
    folder.put(NAME, b"picture")
    assert folder.path(NAME).read_bytes() == b"picture"


def test_files_lie_two_folders_deep(folder):
    folder.put(NAME, b"picture")
    assert folder.path(NAME) == folder.root / "01" / "23" / NAME


@settings(deadline=None)
@given(st.text(alphabet="a./\\-0%\x00\n:~", max_size=12))
def test_no_name_leads_outside_the_folder(name):
    folder = FolderStorage("/nowhere/pictures")
    try:
        path = folder._path(name)
    except PictureMissing:
        return
    assert path.is_relative_to(folder.root)
    assert ".." not in path.parts


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_put_leaves_nothing_behind(folder, monkeypatch, step):
    def fail(*_):
        raise OSError(28, "No space left on device")

    folder.put("warm-up.webp", b"")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space left"):
        folder.put(NAME, b"picture")
    monkeypatch.undo()
    assert not folder.exists(NAME)
    assert [path.name for path in files_below(folder.root)] == ["warm-up.webp"]


def test_a_failed_put_keeps_the_older_file(folder, monkeypatch):
    folder.put(NAME, b"old")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("crash")))
    with pytest.raises(OSError, match="crash"):
        folder.put(NAME, b"new")
    assert folder.open(NAME) == b"old"


def test_the_name_appears_only_after_the_data_is_on_disk(folder, monkeypatch):
    steps = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(
        os, "fsync", lambda handle: (steps.append(stat.S_ISDIR(os.fstat(handle).st_mode)), sync(handle))
    )
    monkeypatch.setattr(os, "replace", lambda *names: (steps.append("rename"), replace(*names)))
    folder.put(NAME, b"picture")
    renamed = steps.index("rename")
    assert steps[renamed - 1] is False
    assert steps[renamed + 1 :] == [True]


def test_a_crash_in_the_middle_leaves_no_picture(folder):
    crash = "import os, sys; from ideaboard.media.storage import FolderStorage; os.replace = lambda *_: os._exit(9)"
    put = f"{crash}; FolderStorage(sys.argv[1]).put(sys.argv[2], b'picture')"
    assert subprocess.run([sys.executable, "-c", put, str(folder.root), NAME], check=False).returncode == 9
    assert not folder.exists(NAME)
    assert [path.suffix for path in files_below(folder.root)] == [".part"]


def test_new_names_are_random_and_accepted(folder):
    names = {new_name() for _ in range(100)}
    assert len(names) == 100
    for name in names:
        assert len(bytes.fromhex(name)) == 16
        assert not folder.exists(f"{name}.webp")


@pytest.mark.parametrize("address", ["{}", "file://{}", "file://localhost{}"])
def test_a_folder_may_be_given_as_path_or_address(tmp_path, address):
    assert storage_from_url(address.format(tmp_path)).root == tmp_path


def test_a_path_object_and_spaces_are_fine(tmp_path):
    assert storage_from_url(tmp_path / "a b").root == tmp_path / "a b"
    assert storage_from_url(f"file://{tmp_path}/a%20b").root == tmp_path / "a b"


@pytest.mark.parametrize(
    "address",
    ["", "  ", "s3://key:geheim@bucket/x", "s3:bucket", "https://geheim.example/", "file://host/x", "file:x"],
)
def test_other_stores_are_refused_in_one_sentence_without_secrets(address):
    with pytest.raises(ConfigError, match="only be kept in a folder") as caught:
        storage_from_url(address)
    assert "geheim" not in str(caught.value)
    assert isinstance(caught.value, ValueError)
