"""A start loads what it needs and nothing else, which is most of its time."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.commands import environment

# What is for migrations, other databases, mails and commands: each would cost a tenth of a second or memory.
NOT_AT_ONCE = {
    *("alembic", "flask_migrate", "psycopg", "redis", "boto3", "email_validator", "zxcvbn", "email.headerregistry"),
    *("ideaboard.demo.loader", "ideaboard.seed.loader", "ideaboard.screening.commands", "ideaboard.audit.commands"),
}


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> dict[str, list[str]]:
    """What a process knows once the app is there, and whether it looks for garbage then."""
    code = (
        "import gc, json, sys\n"
        "from ideaboard.starting import start\n"
        "app = start()\n"
        "rules = [rule._build.__name__ for rule in app.url_map.iter_rules()]\n"
        "print(json.dumps({'modules': [*sys.modules], 'gc': gc.isenabled(), 'frozen': gc.get_freeze_count(), "
        "'rules': rules}))"
    )
    folder = tmp_path_factory.mktemp("start")
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_what_is_needed_seldom_is_loaded_later(started):
    assert NOT_AT_ONCE & set(started["modules"]) == set()


def test_what_was_loaded_is_left_alone_by_the_garbage_collector(started):
    assert started["gc"]
    assert started["frozen"] > 100_000


def test_no_way_to_write_an_address_is_compiled_yet(started):
    compiled = [name for name in started["rules"] if name != "build"]
    assert len(compiled) <= 1  # Flask adds the one of static files before it knows our kind of rule.


def test_every_address_can_be_written_all_the_same(app):
    rules = [rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in rule.methods]
    assert len(rules) > 20
    with app.test_request_context():
        for rule in rules:
            assert app.url_for(rule.endpoint, x="a b").endswith("?x=a+b")
            assert app.url_for(rule.endpoint).partition("?")[0].startswith("/")
