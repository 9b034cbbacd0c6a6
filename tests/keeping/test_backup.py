"""A backup: one file with everything of one moment."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest

from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.jobs.outbox import post_message
from ideaboard.keeping import archive, backup
from ideaboard.keeping.backup import make_backup
from ideaboard.keeping.manifest import LISTED, NAME, SECRET_KEY, SQLITE_FILE
from ideaboard.keeping.refusals import Refused
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of
from tests.database import count, rows, write
from tests.keeping.content import fill
from tests.pictures import forget_files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "board.zip"


def manifest_of(path: Path) -> dict:
    with ZipFile(path) as made:
        return json.loads(made.read(NAME))


def test_every_part_is_listed_with_its_hash_and_size(board, path):
    fill(board)
    with board.app_context():
        make_backup(path)
    with ZipFile(path) as made:
        listed = json.loads(made.read(NAME))["members"]
        assert {*made.namelist()} == {*listed, NAME}
        for name, (digest, size) in listed.items():
            part = made.read(name)
            assert (hashlib.sha256(part).hexdigest(), len(part)) == (digest, size)


def test_the_manifest_counts_the_rows_of_every_table(board, path):
    fill(board)
    with board.app_context():
        make_backup(path)
    tables = manifest_of(path)["tables"]
    assert {*tables} == {*db.metadata.tables, "alembic_version"}
    assert tables["outbox"] == count(OutboxMessage)
    assert (tables["ideas"], tables["alembic_version"]) == (1, 1)


def test_it_holds_both_files_of_every_picture(board, path):
    fill(board)
    with board.app_context():
        make_backup(path)
        names = rows(db.select(Picture.name))
    with ZipFile(path) as made:
        stored = {name for name in made.namelist() if name.startswith("pictures/")}
    assert stored == {f"pictures/{file}" for name in names for file in files_of(name)}
    assert len(stored) == 4


def test_pictures_whose_files_are_gone_are_written_down(small_board, path):
    fill(small_board)
    forget_files()
    with small_board.app_context():
        made = make_backup(path)
    assert len(made.manifest.pictures_missing) == 4


def test_pictures_in_a_store_of_their_own_are_listed_only(small_board, path):
    class Elsewhere:
        """A store that is no folder; nothing of it is read."""

    fill(small_board)
    small_board.extensions["pictures"] = Elsewhere()
    with small_board.app_context():
        made = make_backup(path)
    assert made.manifest.pictures == LISTED
    assert len(made.manifest.picture_names) == 2
    assert manifest_of(path)["members"].keys() == {SQLITE_FILE}


def test_only_its_owner_can_read_it_and_nothing_else_is_left(board, path):
    fill(board)
    old = os.umask(0)
    try:
        with board.app_context():
            make_backup(path)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {file.name for file in path.parent.iterdir()} == {path.name, ".lock"}


def test_the_secret_key_is_in_it_only_when_asked_for(small_board, path):
    secret = small_board.config["SECRET_KEY"].encode()
    with small_board.app_context():
        make_backup(path)
        make_backup(path.with_name("with.zip"), with_secret_key=True)
    with ZipFile(path) as made:
        assert all(secret not in made.read(name) for name in made.namelist())
    with ZipFile(path.with_name("with.zip")) as made:
        assert made.read(SECRET_KEY) == secret


def test_it_is_written_over_nothing(small_board, path):
    path.parent.mkdir()
    path.write_text("older")
    with small_board.app_context(), pytest.raises(Refused, match="there already"):
        make_backup(path)
    assert path.read_text() == "older"


def test_a_full_disk_leaves_no_file(small_board, path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.ArchiveWriter, "finish", full)
    with small_board.app_context(), pytest.raises(Refused, match="No space left"):
        make_backup(path)
    assert {file.name for file in path.parent.iterdir()} == {".lock"}


def test_a_folder_that_cannot_be_used_is_said(small_board, tmp_path):
    (tmp_path / "file").write_text("")
    with small_board.app_context(), pytest.raises(Refused, match="IDEABOARD_BACKUP_DIR"):
        make_backup(tmp_path / "file" / "board.zip")


def test_only_one_runs_at_a_time(small_board, path, monkeypatch):
    said = []

    def meanwhile(*_: object) -> None:
        with pytest.raises(Refused) as refusal:
            make_backup(path.with_name("second.zip"))
        said.append(str(refusal.value))

    monkeypatch.setattr(backup, "add_pictures", meanwhile)
    with small_board.app_context():
        make_backup(path)
    assert said == ["another backup or restore is running; wait until it is done"]
    assert path.exists()


def test_what_a_killed_one_left_is_cleared_away(small_board, path):
    path.parent.mkdir()
    (path.parent / ".ideaboard-1.zip.part").write_text("half")
    (path.parent / ".ideaboard-1.zip.part.db").write_text("half")
    with small_board.app_context():
        make_backup(path)
    assert {file.name for file in path.parent.iterdir()} == {path.name, ".lock"}


def test_a_damaged_database_is_not_backed_up(small_board, path):
    fill(small_board)
    with small_board.app_context():
        live = Path(db.engine.url.database)
        db.session.remove()
        db.engine.dispose()
    damaged = bytearray(live.read_bytes())
    for page in range(2, len(damaged) // 4096):
        damaged[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    live.write_bytes(damaged)
    with small_board.app_context(), pytest.raises(Refused, match="could not be copied"):
        make_backup(path)
    assert not path.exists()


def test_a_database_without_tables_is_not_backed_up(board_at, tmp_path, path):
    sqlite3.connect(tmp_path / "empty.db").close()
    app = board_at(f"sqlite:///{tmp_path / 'empty.db'}")
    with app.app_context(), pytest.raises(Refused, match="no tables"):
        make_backup(path)


def test_it_is_of_one_moment_while_others_write(board, path):
    """Writers add two messages in each transaction: no backup may hold one without the other."""
    fill(board)
    stop, wrote = threading.Event(), []

    def write_on(writer: int) -> None:
        with board.app_context():
            number = 0
            while not stop.is_set():
                write(lambda n=number: [post_message("pair", {}, f"{writer}-{n}-{half}") for half in "ab"])
                wrote.append(number)
                number += 1
            db.session.remove()

    writers = [threading.Thread(target=write_on, args=(writer,)) for writer in range(3)]
    for writer in writers:
        writer.start()
    made = []
    with board.app_context():
        for number in range(5):
            at_least = len(wrote)
            made.append((at_least, make_backup(path.with_name(f"{number}.zip")).manifest.tables["outbox"]))
    stop.set()
    for writer in writers:
        writer.join()
    assert len(wrote) > made[0][0]
    for at_least, held in made:
        assert (held - 3) % 2 == 0
        assert held - 3 >= 2 * at_least  # What was acknowledged before it began is in it.
