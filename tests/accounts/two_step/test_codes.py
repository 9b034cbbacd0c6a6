"""Codes as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from ideaboard.accounts.two_step import codes

# The secret and the codes of RFC 6238, appendix B (SHA-1), as six digits.
SECRET = b"12345678901234567890"
PUBLISHED = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


@pytest.mark.parametrize(("seconds", "digits"), PUBLISHED.items())
def test_the_published_codes_are_accepted(seconds, digits):
    assert codes.interval_of(SECRET, digits, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("late", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_half_a_minute_each_way(late, fits):
    moment = datetime.fromtimestamp(1111111111, UTC) + timedelta(seconds=late)
    assert (codes.interval_of(SECRET, "050471", moment) is not None) is fits


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("1234-5678 9012", "123456789012"),
        ("１２３４５６", "123456"),
        ("12345", ""),
        ("1234567", ""),
        ("12345a", ""),
        ("١٢٣٤٥٦", ""),
        ("", ""),
    ],
)
def test_a_code_may_be_grouped_in_any_way(typed, digits):
    assert codes.digits_of(typed) == digits


def test_recovery_codes_are_ten_and_differ_and_fit_a_keypad_of_digits():
    made = [*codes.new_recovery_codes(), *codes.new_recovery_codes()]
    assert len(set(made)) == 20
    assert all(re.fullmatch(r"\d{4} \d{4} \d{4}", code) for code in made)


def test_a_recovery_code_is_kept_in_a_form_that_needs_the_secret():
    kept = {codes.hash_recovery(secret, digits) for secret in (SECRET, b"x") for digits in ("1" * 12, "2" * 12)}
    assert len(kept) == 4


def test_an_app_learns_who_and_where():
    address = codes.address_for(SECRET, "rina@contoh.example")
    assert address.startswith(
        "otpauth://totp/ideaboard:rina%40contoh.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    )
    assert "issuer=ideaboard" in address


def test_the_secret_for_typing_stands_in_groups_of_four():
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", codes.for_typing(codes.new_secret()))
