"""What is damaged, foreign or too new is refused with one line, and nothing is changed."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from ideaboard.extensions import db
from ideaboard.keeping import restore as restoring
from ideaboard.keeping.backup import make_backup
from ideaboard.keeping.manifest import NAME, SQLITE_FILE
from ideaboard.keeping.refusals import Refused
from ideaboard.keeping.restore import restore
from tests.factories import make_idea
from tests.keeping.content import contents, fill
from tests.pictures import stored_files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "board.zip"


@pytest.fixture
def saved(small_board, path):
    """A board whose content is not that of its backup any more."""
    fill(small_board)
    with small_board.app_context():
        make_backup(path)
    make_idea(title="Sesudah cadangan")
    return small_board


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None], *, hashes: bool = False) -> None:
    """Change the parts of a backup; with hashes=True its manifest agrees with them afterwards."""
    import hashlib

    with ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    if hashes:
        manifest = json.loads(parts[NAME])
        manifest["members"] = {
            name: [hashlib.sha256(part).hexdigest(), len(part)] for name, part in parts.items() if name != NAME
        }
        parts[NAME] = json.dumps(manifest).encode()
    with ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)


def manifest_with(**values: object) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[NAME] = json.dumps({**json.loads(parts[NAME]), **values}).encode()

    return change


def refused(app, path: Path) -> str:
    """Try to restore it; check that it is refused in one line and that nothing is different afterwards."""
    before, files, folder = contents(app), stored_files(), names_beside(app)
    with app.app_context(), pytest.raises(Refused) as refusal:
        restore(path)
    assert contents(app) == before
    assert stored_files() == files
    assert names_beside(app) == folder
    said = str(refusal.value)
    assert "\n" not in said
    return said


def names_beside(app) -> list[str]:
    with app.app_context():
        live = Path(db.engine.url.database)
    ours = [*live.parent.iterdir(), *app.config["INSTANCE"].iterdir()]
    return sorted(path.name for path in ours if not path.name.endswith(("-wal", "-shm", "backups")))


def test_a_file_that_is_not_there(saved, path):
    assert "No such file" in refused(saved, path.with_name("other.zip"))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\x00" * 100], ids=["empty", "text", "head"])
def test_a_file_that_is_no_backup(saved, path, content):
    path.write_bytes(content)
    assert "no backup" in refused(saved, path)


def test_a_zip_file_of_something_else(saved, path):
    with ZipFile(path, "w") as other:
        other.writestr("readme.txt", "hello")
    assert "no list of contents" in refused(saved, path)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_one_that_is_cut_off(saved, path, part):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    assert "cut off" in refused(saved, path)


def test_any_changed_byte_is_noticed_or_changes_nothing_that_counts(saved, path, tmp_path):
    """The few bytes that nobody reads (times of entries) may differ; then what comes back is the same."""
    whole, rng, noticed = path.read_bytes(), random.Random(6), 0
    with ZipFile(path) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    for _ in range(150):
        place = rng.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= 1 << rng.randrange(8)
        (tmp_path / "changed.zip").write_bytes(changed)
        try:
            with restoring.opened(tmp_path / "changed.zip") as backup:
                backup.check()
                assert {name: backup.read(name) for name in backup.manifest.members} | {NAME: parts[NAME]} == parts
        except Refused:
            noticed += 1
    assert noticed > 130


def test_a_part_that_was_replaced(saved, path):
    rewrite(path, lambda parts: parts.update({SQLITE_FILE: parts[SQLITE_FILE][:-1] + b"\x01"}))
    assert "not what was written" in refused(saved, path)


def test_a_part_more_or_less(saved, path):
    shutil.copy(path, path.with_name("copy.zip"))
    rewrite(path, lambda parts: parts.update({"../evil": b"x"}))
    assert "does not hold" in refused(saved, path)
    rewrite(path.with_name("copy.zip"), lambda parts: parts.pop(SQLITE_FILE))
    assert "does not hold" in refused(saved, path.with_name("copy.zip"))


def test_a_picture_with_a_name_that_leads_elsewhere(saved, path):
    rewrite(path, lambda parts: parts.update({"pictures/../../evil.webp": b"x"}), hashes=True)
    assert "name" in refused(saved, path)
    assert not list(path.parent.parent.rglob("evil*"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"revision": "9999"}, "does not know"),
        ({"format": 2, "version": "9.0"}, "version 9.0"),
        ({"program": "other"}, "no backup of ideaboard"),
        ({"tables": {"users": 1}}, "not as many"),
        ({"surprise": 1}, "damaged"),
        ({"members": []}, "damaged"),
    ],
    ids=["newer", "format", "program", "rows", "field", "members"],
)
def test_a_manifest_that_does_not_fit(saved, path, values, said):
    rewrite(path, manifest_with(**values))
    assert said in refused(saved, path)


def test_a_database_inside_that_is_damaged_though_its_hash_is_right(saved, path):
    def damage(parts: dict[str, bytes]) -> None:
        file = bytearray(parts[SQLITE_FILE])
        file[3 * 4096 : 3 * 4096 + 100] = b"\xff" * 100
        parts[SQLITE_FILE] = bytes(file)

    rewrite(path, damage, hashes=True)
    assert "damaged" in refused(saved, path)


def test_a_database_inside_whose_rows_refer_to_nothing(saved, path, tmp_path):
    def cut(parts: dict[str, bytes]) -> None:
        (tmp_path / "inside.db").write_bytes(parts[SQLITE_FILE])
        with sqlite3.connect(tmp_path / "inside.db") as inside:
            inside.execute("DELETE FROM users WHERE id = (SELECT author_id FROM posts WHERE kind = 'idea')")
        inside.close()
        parts[SQLITE_FILE] = (tmp_path / "inside.db").read_bytes()

    rewrite(path, cut, hashes=True)
    assert "refers to a row of users" in refused(saved, path)


def test_one_for_which_there_is_no_room(saved, path, monkeypatch):
    usage = shutil.disk_usage(path.parent)
    monkeypatch.setattr(restoring.shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    assert "1 MB free" in refused(saved, path)


def test_a_secret_key_that_is_not_in_it(saved, path):
    with saved.app_context(), pytest.raises(Refused, match="holds no secret key"):
        restore(path, with_secret_key=True)


def test_one_while_the_database_is_locked(saved, path, monkeypatch):
    monkeypatch.setattr("ideaboard.keeping.sqlite._PATIENCE", 0.2)
    with saved.app_context():
        live = db.engine.url.database
        db.session.remove()
    holder = sqlite3.connect(live, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        said = refused(saved, path)
    finally:
        holder.close()
    assert "Stop the server" in said


@pytest.mark.postgresql
def test_one_of_another_kind_of_database(saved, path, board_at, new_postgresql):
    other = board_at(new_postgresql())
    with other.app_context(), pytest.raises(Refused, match="ideaboard move"):
        restore(path)


@pytest.mark.postgresql
def test_on_postgresql_a_damaged_table_changes_nothing(board_at, new_postgresql, path):
    board = board_at(new_postgresql())
    fill(board)
    with board.app_context():
        make_backup(path)
    make_idea(title="Sesudah cadangan")
    held = contents(board)
    rewrite(path, lambda parts: parts.update({"database/users.copy": b"1\t2\n"}), hashes=True)
    with board.app_context(), pytest.raises(Refused, match="refused the backup") as refusal:
        restore(path)
    assert "\n" not in str(refusal.value)
    assert contents(board) == held


@pytest.mark.postgresql
def test_on_postgresql_tables_of_others_are_left_alone(board_at, new_postgresql, path):
    board = board_at(new_postgresql())
    with board.app_context():
        make_backup(path)
        with db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE invoices (id int)")
        with pytest.raises(Refused, match="invoices"):
            restore(path)
