"""Which passwords are refused, and how they are kept."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters

from ideaboard.accounts import passwords
from ideaboard.accounts.passwords import hash_password, is_outdated, matches, weakness


@pytest.fixture(autouse=True)
def _sentences(in_request):
    """The sentences are translated, which needs a request."""


@pytest.mark.parametrize("password", ["", "tujuh77", "password", "Password1", "qwertyuiop", "123456789", "x" * 129])
def test_short_long_and_common_passwords_are_refused(password):
    assert weakness(password)


@pytest.mark.parametrize(
    "password",
    [
        "budisantoso",
        "Budi Santoso 12",
        "budi@contoh.id",
        "contoh.id",
        "ideaboard",
        "ideaboard2026",
        "IDEABOARD!!1",
        "santoso123",
    ],
)
def test_names_that_everybody_knows_are_refused(password):
    assert weakness(password, name="Budi Santoso", email="budi@contoh.id")


@pytest.mark.parametrize(
    "password",
    ["kuda terbang hijau", "x7#mQ2!z", "🦆" * 8, "ideaboard dan kuda terbang", "x" * 127 + "y", "        a"],
)
def test_long_and_unusual_passwords_are_fine(password):
    assert weakness(password, name="Budi Santoso", email="budi@contoh.id") is None


def test_the_common_list_holds_three_thousand_passwords_that_are_long_enough():
    words = passwords._common()
    assert len(words) == 3000
    assert min(map(len, words)) == 8


@pytest.mark.parametrize("length", [64, 128])
def test_the_last_character_counts(length):
    kept = hash_password("a" * (length - 1) + "b")
    assert matches("a" * (length - 1) + "b", kept)
    assert not matches("a" * (length - 1) + "c", kept)


def test_blanks_around_a_password_count():
    assert not matches("kuda terbang", hash_password(" kuda terbang "))


def test_two_ways_to_type_an_accent_are_one():
    assert matches("cafe\u0301 pagi", hash_password("caf\u00e9 pagi"))


def test_hashes_are_argon2id_with_at_least_the_recommended_cost():
    found = extract_parameters(hash_password("kuda terbang hijau"))
    assert found.type.name == "ID"
    assert found.memory_cost >= 19_456
    assert found.time_cost >= 2


def test_nothing_matches_where_there_is_no_password():
    assert not matches("nobody has this password", None)


def test_a_broken_hash_matches_nothing():
    assert not matches("kuda terbang hijau", "not a hash")


def test_a_hash_with_other_parameters_is_outdated():
    assert is_outdated(PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash("kuda terbang hijau"))
    assert not is_outdated(hash_password("kuda terbang hijau"))


def test_an_unknown_account_costs_one_comparison_too(monkeypatch):
    seen = []
    real = passwords.hasher.verify

    class Watched:
        def verify(self, kept, password):
            seen.append(kept)
            return real(kept, password)

    passwords._dummy()
    monkeypatch.setattr(passwords, "hasher", Watched())
    matches("kuda terbang hijau", None)
    assert len(seen) == 1
