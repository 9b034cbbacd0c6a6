"""Secrets at rest: encrypted for one person, opened by today's key and older ones, moved to today's."""

from __future__ import annotations

import base64
import logging

import pytest
from sqlalchemy import select

from ideaboard.accounts.two_step import keys
from ideaboard.accounts.two_step.models import TwoStep
from ideaboard.accounts.two_step.sealing import Key, seal, unseal
from tests.accounts.two_step.steps import SECRET, code, first_step, give, make_two_step
from tests.database import context, on_sqlite, scalar

NEW = "another secret of the site, long enough too"
pytestmark = on_sqlite


@pytest.fixture(autouse=True)
def _app(app):
    with context():
        yield


@pytest.fixture
def rotate(app, monkeypatch):
    """Change the site's secret; the old one stays as a fallback unless told otherwise."""

    def change(*, keep: bool = True) -> None:
        old = app.config["SECRET_KEY"]
        monkeypatch.setitem(app.config, "SECRET_KEY", NEW)
        monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old] if keep else [])

    return change


def test_what_is_kept_tells_nothing_and_differs_each_time():
    first, second = seal(SECRET, 7)[0], seal(SECRET, 7)[0]
    assert first != second
    assert SECRET not in base64.urlsafe_b64decode(first)
    assert unseal(first, 7) == unseal(second, 7) == SECRET


def test_it_opens_for_its_person_only():
    assert unseal(seal(SECRET, 7)[0], 8) is None


def test_a_changed_byte_is_found_wherever_it_is():
    raw = base64.urlsafe_b64decode(seal(SECRET, 7)[0])
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert unseal(base64.urlsafe_b64encode(changed).decode(), 7) is None, place


@pytest.mark.parametrize("text", ["", "x", "====", "AAAA"])
def test_nonsense_opens_nothing(text):
    assert unseal(text, 7) is None


def test_a_secret_longer_than_the_key_stream_is_refused():
    with pytest.raises(ValueError, match="longer"):
        seal(b"x" * 33, 7)


def test_an_older_key_still_opens_and_a_forgotten_one_does_not(rotate):
    sealed = seal(SECRET, 7)[0]
    rotate()
    assert unseal(sealed, 7) == SECRET
    rotate(keep=False)
    assert unseal(sealed, 7) is None


def test_a_key_never_stands_in_a_log():
    assert "secret" not in repr(Key(b"secret", b"secret", "mark"))


def test_secrets_move_to_the_new_key_so_that_the_old_one_can_go(browser, rotate):
    make_two_step()
    rotate()
    assert keys.renew() == 1
    assert keys.renew() == 0
    rotate(keep=False)
    first_step(browser)
    assert give(browser, code()).location == "/"


def test_a_lost_key_refuses_codes_and_says_so_in_the_log(browser, rotate, caplog):
    member = make_two_step()
    kept = scalar(select(TwoStep.sealed))
    rotate(keep=False)
    first_step(browser)
    with caplog.at_level(logging.ERROR, "ideaboard.accounts"):
        assert give(browser, code()).status_code == 422
    assert f"person {member.id}" in caplog.text
    assert keys.renew() == 0
    assert scalar(select(TwoStep.sealed)) == kept
