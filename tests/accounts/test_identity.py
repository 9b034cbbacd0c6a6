"""Names that must not be mistaken for one another."""

from __future__ import annotations

from itertools import islice

import pytest

from ideaboard.accounts.identity import (
    canonical_email,
    canonical_handle,
    fold_email,
    fold_handle,
    handle_candidates,
    is_reserved,
    tidy_name,
)


@pytest.mark.parametrize("written", ["Rina@Contoh.Example", "ＲＩＮＡ@contoh.example", "rina@CONTOH.example"])
def test_an_address_is_the_same_however_it_is_written(written):
    assert fold_email(written) == "rina@contoh.example"


def test_every_text_has_a_folded_form_of_bounded_length():
    assert len(fold_email("ß" * 5000)) <= 254


@pytest.mark.parametrize(
    "written", ["", "rina", "rina@", "rinа@contoh.id", "rina@contoh", "a" * 300 + "@contoh.id"]
)
def test_what_is_no_plain_address_is_none(written):
    assert canonical_email(written) is None


def test_an_international_domain_is_kept_in_its_ascii_form():
    assert canonical_email("rina@bücher.id") == "rina@xn--bcher-kva.id"


@pytest.mark.parametrize(("typed", "kept"), [("rina-sari", "rina-sari"), ("RINA", "rina"), ("ｒｉｎａ２", "rina2")])
def test_case_and_width_variants_of_a_handle_become_the_plain_form(typed, kept):
    assert canonical_handle(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "ab", "rіna", "ri\u200bna", "-rina", "rina-", "ri--na", "rina sari", "rina_sari", "a" * 31, "рина"],
)
def test_other_scripts_invisible_letters_and_odd_marks_are_no_handle(typed):
    assert canonical_handle(typed) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("rina", "r1na"), ("bob", "b0b"), ("burner", "bumer"), ("rina-sari", "rinasari"), ("sis", "5i5")],
)
def test_handles_that_look_alike_are_compared_as_one(one, other):
    assert fold_handle(one) == fold_handle(other)


@pytest.mark.parametrize(
    "handle", ["admin", "4dmin-x".replace("4", "a"), "adm1n", "m0derator", "ideaboard-resmi", "bantuan"]
)
def test_handles_that_could_be_the_site_are_reserved(handle):
    assert is_reserved(handle)


def test_a_name_makes_a_readable_handle():
    assert next(iter(handle_candidates("Rina Sari Dewi"))) == "rina-sari-dewi"


def test_look_alike_letters_of_other_scripts_become_the_letters_they_look_like():
    assert next(iter(handle_candidates("Rіna"))) == "rina"


@pytest.mark.parametrize("name", ["Admin", "李", "!!", "x" * 60, "Ñandú Ülkü", "-a-"])
def test_every_name_makes_handles_that_may_be_kept(name):
    for handle in islice(handle_candidates(name), 20):
        assert canonical_handle(handle) == handle
        assert not is_reserved(handle)


def test_a_name_loses_invisible_and_direction_marks():
    assert tidy_name(" Rina\u202e\u200b  Sari ") == "Rina Sari"


def test_a_name_keeps_two_accents_on_a_letter_and_no_more():
    assert tidy_name("x" + "\u0335" * 30) == "x\u0335\u0335"


def test_a_name_in_any_script_stays_as_it_is():
    assert tidy_name("I Gusti Ngurah ᬳᬶ") == "I Gusti Ngurah ᬳᬶ"
