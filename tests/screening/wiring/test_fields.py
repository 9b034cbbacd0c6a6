"""Names and what a business says of itself pass or are refused at the field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from ideaboard.businesses.models import Business
from ideaboard.screening.context import Context
from ideaboard.screening.fields import screen_fields
from tests.browser import Browser
from tests.database import count, fresh
from tests.factories import make_business, make_challenge, make_user
from tests.screening.wiring.words import HELD_WORD, PHONE, REFUSED_WORD, WARNED_WORD

Browse = Callable[..., Browser]
BUSINESS = {"name": "Keripik Bu Yati", "city": "Metro", "sector": "food", "zone": "WIB", "about": "", "contact": ""}


@pytest.mark.parametrize("name", ["name", "city", "about", "contact"])
def test_a_business_is_not_opened_with_advertising_for_gambling(browse: Browse, name: str) -> None:
    answer = browse(make_user()).post("/usaha/baru", BUSINESS | {name: f"Toko {REFUSED_WORD}"})
    assert (answer.status_code, count(Business)) == (422, 0)
    assert (f"Toko {REFUSED_WORD}" in answer.text, f'id="{name}-error"' in answer.text) == (True, True)


def test_a_business_may_name_its_own_number(browse: Browse) -> None:
    business = make_business(owner := make_user())
    form = BUSINESS | {"contact": f"WA {PHONE}", "version": str(fresh(business).version)}
    assert browse(owner).post(f"/usaha/{business.slug}/ubah", form).status_code == 303
    assert fresh(business).contact == f"WA {PHONE}"


@pytest.mark.parametrize("name", ["name", "city"])
def test_a_person_is_not_called_by_an_insult(browse: Browse, name: str) -> None:
    person = make_user()
    form = {"name": "Rina", "handle": "rina-sari", "city": "Metro", "zone": "WIB", name: f"Si {WARNED_WORD}"}
    answer = browse(person).post("/akun", form)
    assert (answer.status_code, fresh(person).name) == (422, person.name)
    assert f"Si {WARNED_WORD}" in answer.text


def test_a_handle_is_read_too(browse: Browse) -> None:
    person = make_user()
    form = {"name": "Rina", "handle": WARNED_WORD, "city": "", "zone": "WIB"}
    assert browse(person).post("/akun", form).status_code == 422


def test_the_reason_of_a_cancellation_is_read_too(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    answer = browse(owner).post(f"{challenge.path}/batalkan", {"reason": f"Kami pindah ke {REFUSED_WORD}."})
    assert (answer.status_code, fresh(challenge).cancelled_at) == (422, None)


def test_places_are_counted_in_the_text_they_lie_in(app: Flask) -> None:
    screened = screen_fields({"title": "Halo", "why": "", "body": f"Ini {HELD_WORD}."}, Context())
    [signal] = screened.result.signals
    assert screened.places(signal.spans) == [("body", 4, 4 + len(HELD_WORD))]


def test_a_place_that_crosses_two_texts_is_cut(app: Flask) -> None:
    screened = screen_fields({"title": "Halo", "body": "semua"}, Context())
    assert screened.places([(2, 8)]) == [("title", 2, 4), ("body", 0, 2)]
