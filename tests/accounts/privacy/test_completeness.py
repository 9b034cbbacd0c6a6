"""Every table is declared; a copy holds everything of a person and nothing of others; nothing is left behind."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.archive import write_archive
from ideaboard.accounts.privacy.holdings import HOLDINGS, IMPERSONAL, MENTIONS
from ideaboard.accounts.privacy.reading import rows_of
from ideaboard.accounts.privacy.tasks import scrub
from ideaboard.audit.verification import verify
from ideaboard.extensions import db
from ideaboard.media.service import files_of, store
from ideaboard.posts.models import Post
from tests.accounts.privacy.traces import raw_files, whole_database
from tests.accounts.privacy.world import make_world, plant
from tests.accounts.steps import PASSWORD
from tests.database import context, fresh, scalar

# Where words of a person stay on purpose, by holding: what readers see, what belongs to a business, acts in office.
STAYS = {
    *("posts", "post_versions", "edits", "ideas", "comments", "updates", "challenges", "criteria", "prizes"),
    *("cancellations", "businesses", "claim_labels", "consents", "audit_log", "legal_orders", "cases", "sanctions"),
    *("screening_results", "learned_from_you", "blocklist_entries", "claims", "decisions", "decided_by_you"),
    "learning_examples",  # somebody else's text; who taught it goes
}
GOES = {
    *{("businesses", column) for column in ("contact", "about", "about_html")},
    *{("decisions", column) for column in ("facts", "message")},
    *{("legal_orders", "objection"), ("screening_results", "masked")},
}


@pytest.fixture
def world(app):
    """A person with a marker in every field, and another one with other markers."""
    person, parts = make_world("rina@contoh.example")
    other, _parts = make_world("lain@contoh.example")
    return person, parts, plant(person, "zq"), plant(other, "qz")


def test_every_table_and_column_that_names_a_person_is_declared(app):
    with context():
        for table in db.metadata.tables.values():
            declared = {holding.column for holding in HOLDINGS.values() if holding.table == table.name}
            declared |= {column for name, column in MENTIONS if name == table.name}
            assert declared or table.name in IMPERSONAL, f"{table.name} is not declared: see holdings.py"
            for column in table.columns:
                if any(key.column is User.__table__.c.id for key in column.foreign_keys):
                    assert column.name in declared, f"{table.name}.{column.name} is not declared"


def test_what_is_declared_is_there(app):
    with context():
        for name, holding in HOLDINGS.items():
            table = db.metadata.tables[holding.table]
            assert {holding.column, *holding.only, *holding.without} <= set(table.columns.keys()), name
        assert set(IMPERSONAL) | {name for name, _ in MENTIONS} <= set(db.metadata.tables)


def test_a_copy_has_every_field_of_a_person_and_nothing_of_another(world):
    person, _parts, planted, others = world
    with context():
        empty = [name for name, holding in HOLDINGS.items() if next(rows_of(holding, person.id), None) is None]
        assert not empty, "plant a row of it in world.py"
        with write_archive(person.id, "id") as file:
            archive = zipfile.ZipFile(io.BytesIO(file.read()))
    text = "\n".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("data/"))
    handed_out = {(name, column.name) for name, holding in HOLDINGS.items() for column in holding.columns()}
    assert len(planted) > 100
    for marker, (table, column, _row, name) in planted.items():
        if (name, column) in handed_out:
            assert marker in text, f"{table}.{column} is missing"
        else:
            assert marker not in text, f"{table}.{column} is a secret"
    assert not [place for marker, place in others.items() if marker in text]
    assert archive.read(f"pictures/{person.id:032x}.webp") == b"a picture"
    assert person.email in text
    assert "lain@contoh.example" not in text


def close(browse, person, mailbox):
    assert browse(person).post("/akun/tutup", {"current_password": PASSWORD}).status_code == 303
    for _ in range(3):
        mailbox()


def must_go(planted, parts):
    """The markers that may be nowhere, with what they stood in."""
    unread = {parts[name].id for name in ("withdrawn", "removed", "draft", "draft challenge")}
    texts = {"posts", "ideas", "challenges"}
    return {
        marker: (table, column)
        for marker, (table, column, row, name) in planted.items()
        if name not in STAYS or (name, column) in GOES or (table in texts and row in unread)
    }


def test_closing_leaves_nothing_of_a_person(world, browse, mailbox, browser, app):
    person, parts, planted, others = world
    forbidden = must_go(planted, parts)
    assert len(forbidden) > 60
    close(browse, person, mailbox)
    everything = "\n".join(whole_database().values())
    assert {place for marker, place in forbidden.items() if marker in everything} == set()
    assert person.email not in everything
    assert "zq" in everything, "public text is gone"
    lost = [place for marker, place in others.items() if marker not in everything]
    assert [place for place in lost if place[0] != "outbox"] == [], (
        "others lost more than mails that were delivered"
    )
    with context():
        assert not any(store().exists(file) for file in files_of(f"{person.id:032x}"))
        assert verify().broken_id is None
    must_show_public_text(parts, browser)
    if db_is_sqlite(app):
        must_not_be_in_files(app, [*forbidden, person.email])


def must_show_public_text(parts, browser):
    """What readers saw is still there, without the name; what they did not see says nothing."""
    assert fresh(parts["comment"]).source
    for name in ("withdrawn", "removed"):
        assert (fresh(parts[name]).source, fresh(parts[name]).status) == ("", "withdrawn")
    for name in ("draft", "draft challenge"):
        assert scalar(select(Post.id).where(Post.id == parts[name].id)) is None
    page = browser.get(fresh(parts["published"]).path)
    assert page.status_code == 200
    assert "Rina" not in page.text


def db_is_sqlite(app):
    return app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")


def must_not_be_in_files(app, words):
    """Not a byte in database, write-ahead log, index of words, pictures and printed mails."""
    with context():
        scrub()
    raw = raw_files(Path(app.config["INSTANCE"]))
    assert [word for word in words if word.encode() in raw] == []
