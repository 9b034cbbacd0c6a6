"""The readable part of an address."""

from __future__ import annotations

import pytest

from ideaboard.web.slugs import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Rasa baru keripik pisang", "rasa-baru-keripik-pisang"),
        ("  Café Ämbon -- 35 gram! ", "cafe-ambon-35-gram"),
        ("日本", ""),
        ("", ""),
        ("a/../b?c=d#e", "a-b-c-d-e"),
    ],
)
def test_a_slug_has_plain_letters_digits_and_hyphens(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_text_is_cut_at_a_word() -> None:
    assert slugify("kata " * 20, longest=12) == "kata-kata"


def test_one_long_word_is_cut_where_it_must_be() -> None:
    assert slugify("x" * 100) == "x" * 60
