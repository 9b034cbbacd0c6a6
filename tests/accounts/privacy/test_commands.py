"""What is given out about somebody, and erased, by those who run the site."""

from __future__ import annotations

import json
import os
import stat
import zipfile

from sqlalchemy import select

from ideaboard.accounts.privacy.models import Disclosure
from ideaboard.audit.models import AuditEntry
from tests.accounts.steps import make_member
from tests.commands import runner
from tests.database import count, fresh, scalar
from tests.factories import make_challenge, make_idea

WHY = ("--reason", "asked by letter of 3 May")


def run(app, *words, **more):
    return app.test_cli_runner().invoke(args=list(words), **more)


def test_a_person_is_exported_to_a_file_that_only_its_owner_reads(app, tmp_path):
    member = make_member(name="Rina Sari")
    make_idea(author=member, title="Keripik jahe")
    path = tmp_path / "rina.zip"
    done = run(app, "export-person", member.email, "--to", str(path), *WHY)
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert json.loads(zipfile.ZipFile(path).read("data/ideas.json"))[0]["title"] == "Keripik jahe"
    assert scalar(select(Disclosure.reason)) == WHY[1]
    entry = scalar(select(AuditEntry))
    assert (entry.action, entry.object_id, entry.actor_id) == ("person.disclose", member.id, None)


def test_nothing_is_written_over_and_nothing_given_out_without_a_reason(app, tmp_path):
    member = make_member()
    path = tmp_path / "there.zip"
    path.write_text("mine")
    for words in (("--to", str(path), *WHY), ("--to", str(tmp_path / "new.zip"), "--reason", " ")):
        done = run(app, "export-person", member.email, *words)
        assert done.exit_code != 0
        assert "Traceback" not in done.output
    assert path.read_text() == "mine"
    assert not (tmp_path / "new.zip").exists()
    assert count(Disclosure) == 0


def test_a_person_is_erased(app):
    member = make_member()
    assert run(app, "erase-person", member.email, input="n\n").exit_code == 1
    assert not fresh(member).closed_at
    assert run(app, "erase-person", member.email, "--yes").exit_code == 0
    assert fresh(member).closed_at
    entry = scalar(select(AuditEntry))
    assert (entry.action, entry.actor_id) == ("account.close", None)


def test_what_must_be_settled_first_is_said_in_one_line(app):
    owner = make_member()
    challenge = make_challenge(owner=owner)
    done = run(app, "erase-person", owner.email, "--yes")
    assert done.exit_code == 1
    assert challenge.title in done.output
    assert done.output.count("\n") == 1
    assert not fresh(owner).closed_at


def test_an_unknown_address_is_one_line(tmp_path):
    done = runner(tmp_path)("erase-person", "nobody@contoh.example", "--yes")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
