"""Signed values and keyed hashes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from ideaboard.data.clock import now
from ideaboard.web.signing import keyed_hash, network_hash, sign, unsign

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def signing(probe_app):
    with probe_app.test_request_context():
        yield probe_app


def test_a_signed_value_comes_back(signing):
    assert unsign("intent", sign("intent", {"id": 42, "t": ["ü"]}), 60) == {"id": 42, "t": ["ü"]}


def test_a_value_signed_for_one_purpose_is_worthless_for_another(signing):
    assert unsign("reset", sign("intent", 42), 60) is None


@pytest.mark.parametrize("damage", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "....", str.upper])
def test_a_damaged_token_is_worthless(signing, damage):
    assert unsign("intent", damage(sign("intent", {"id": 42})), 60) is None


def test_a_token_runs_out(signing):
    with time_machine.travel(now(), tick=False) as clock:
        token = sign("intent", 42)
        clock.shift(timedelta(seconds=60))
        assert unsign("intent", token, 60) == 42
        clock.shift(timedelta(seconds=2))
        assert unsign("intent", token, 60) is None


def under(app, key, fallbacks=()):
    app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=list(fallbacks))


@pytest.fixture
def rotating(signing, monkeypatch):
    monkeypatch.setitem(signing.config, "SECRET_KEY", OLD)
    monkeypatch.setitem(signing.config, "SECRET_KEY_FALLBACKS", [])
    return signing


def test_after_a_new_key_the_old_tokens_still_open(rotating):
    token = sign("intent", 42)
    under(rotating, NEW, [OLD])
    assert unsign("intent", token, 60) == 42


def test_new_tokens_are_signed_with_the_new_key(rotating):
    under(rotating, NEW, [OLD])
    token = sign("intent", 42)
    under(rotating, NEW)
    assert unsign("intent", token, 60) == 42


def test_a_key_that_was_dropped_opens_nothing(rotating):
    token = sign("intent", 42)
    under(rotating, NEW)
    assert unsign("intent", token, 60) is None


def test_a_signed_in_browser_stays_so_after_a_new_key(make_probe_app):
    from tests import database
    from tests.browser import Browser
    from tests.factories import make_user

    app = make_probe_app(SECRET_KEY=OLD)
    database.use(app)
    browser = Browser(app).sign_in(make_user("Rina"))
    under(app, NEW, [OLD])
    assert "Rina" in browser.get("/uji/pribadi").text


def test_a_keyed_hash_depends_on_purpose_parts_and_key(rotating):
    base = keyed_hash("order", 1, 2)
    assert keyed_hash("order", 1, 2) == base
    assert len({base, keyed_hash("order", 12), keyed_hash("order", 2, 1), keyed_hash("other", 1, 2)}) == 4
    under(rotating, NEW)
    assert keyed_hash("order", 1, 2) != base


def hash_of(app, address: str) -> str:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        return network_hash()


def test_an_ipv6_network_is_its_64_bits(probe_app):
    one = hash_of(probe_app, "2001:db8:1:2::1")
    assert hash_of(probe_app, "2001:db8:1:2:ffff::9") == one
    assert hash_of(probe_app, "2001:db8:1:3::1") != one


def test_an_ipv4_network_is_its_address(probe_app):
    assert hash_of(probe_app, "203.0.113.1") != hash_of(probe_app, "203.0.113.2")


def test_a_network_hash_tells_no_address(probe_app):
    assert len(hash_of(probe_app, "203.0.113.1")) == 32
    assert hash_of(probe_app, "") == hash_of(probe_app, "nonsense")
