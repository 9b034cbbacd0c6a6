"""Opening a business: who may, what is refused, one business for two clicks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from ideaboard.audit.models import AuditEntry
from ideaboard.businesses.models import OWNER, Business, Membership
from ideaboard.businesses.slugs import slug_candidates
from ideaboard.data.clock import now
from ideaboard.media.models import Picture
from tests.browser import Browser
from tests.businesses.steps import filled
from tests.database import count, rows
from tests.factories import make_user
from tests.pictures import BAD_FILES, chosen

Browse = Callable[..., Browser]


def _only() -> Business:
    [business] = rows(select(Business))
    return business


def _post_file(browser: Browser, data: bytes) -> TestResponse:
    """Send a form with a large file; the test client's own way leaves temporary files open."""
    file = FileStorage(io.BytesIO(data), filename="logo.jpg")
    boundary, body = encode_multipart({"csrf_token": browser._csrf(), **filled(), "logo": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.client.post("/usaha/baru", data=body, content_type=kind)


def test_a_member_opens_a_business_and_owns_it(browse: Browse) -> None:
    person = make_user()
    answer = browse(person).post("/usaha/baru", filled())
    business = _only()
    assert (answer.status_code, answer.location) == (303, "/usaha/keripik-bu-marni")
    assert (business.name, business.sector, business.version) == ("Keripik Bu Marni", "food", 1)
    assert "<em>2011</em>" in business.about_html
    assert rows(select(Membership.role).where(Membership.user_id == person.id)) == [OWNER]
    assert rows(select(AuditEntry.action)) == ["business.create"]


def test_the_reader_is_led_back_to_where_they_came_from(browse: Browse) -> None:
    browser = browse(make_user())
    assert 'value="/tantangan/baru"' in browser.get("/usaha/baru?next=/tantangan/baru").text
    assert browser.post("/usaha/baru", filled(next="/tantangan/baru")).location == "/tantangan/baru"


def test_nobody_is_led_to_another_site(browse: Browse) -> None:
    assert browse(make_user()).post("/usaha/baru", filled(next="//jahat.example")).location == "/"


def test_a_visitor_is_asked_to_sign_in(browser: Browser) -> None:
    assert browser.get("/usaha/baru").status_code in (302, 303, 401)
    assert browser.get("/usaha").status_code in (302, 303, 401)


def test_an_unconfirmed_member_opens_none(browse: Browse) -> None:
    browser = browse(make_user(confirmed=False))
    assert browser.get("/usaha/baru").status_code == 403
    assert browser.post("/usaha/baru", filled()).status_code == 403
    assert count(Business) == 0


def test_two_clicks_at_once_make_one_business(browse: Browse) -> None:
    browsers = [browse(person) for person in [make_user()] * 6]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda browser: browser.post("/usaha/baru", filled()), browsers))
    assert {answer.location for answer in answers} == {"/usaha/keripik-bu-marni"}
    assert (count(Business), count(Membership)) == (1, 1)


def test_the_same_name_later_is_another_business(browse: Browse) -> None:
    browser = browse(make_user())
    browser.post("/usaha/baru", filled())
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        assert browser.post("/usaha/baru", filled()).location == "/usaha/keripik-bu-marni-2"


def test_two_owners_may_use_one_name(browse: Browse) -> None:
    slugs = {browse(make_user()).post("/usaha/baru", filled()).location for _ in range(3)}
    assert slugs == {f"/usaha/keripik-bu-marni{end}" for end in ("", "-2", "-3")}


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Baru", ["baru-2", "baru-3"]),
        ("Café Ñoño", ["cafe-nono", "cafe-nono-2"]),
        ("咖啡", ["usaha", "usaha-2"]),
        ("a/b?c#d", ["a-b-c-d", "a-b-c-d-2"]),
        ("x" * 80, ["x" * 50, "x" * 50 + "-2"]),
    ],
)
def test_the_address_is_made_from_the_name(name: str, first: list[str]) -> None:
    assert list(islice(slug_candidates(name), 2)) == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "K"},
        {"name": "x" * 81},
        {"name": "…!?"},
        {"city": ""},
        {"sector": "gold"},
        {"sector": ""},
        {"zone": "UTC"},
        {"about": "x" * 4001},
        {"contact": "x" * 201},
    ],
)
def test_a_wrong_form_is_refused_with_what_was_typed(browse: Browse, wrong: dict[str, str]) -> None:
    answer = browse(make_user()).post("/usaha/baru", filled(**wrong))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "0812-0000-0000" in answer.text or "contact" in wrong
    assert count(Business) == 0


def test_a_logo_survives_a_refused_form(browse: Browse) -> None:
    browser = browse(make_user())
    refused = browser.post("/usaha/baru", filled(city="", logo=chosen()))
    found = re.search(r'name="kept_logo" value="([0-9a-f]{32})"', refused.text)
    assert found
    browser.post("/usaha/baru", filled(kept_logo=found[1]))
    [logo] = rows(select(Picture))
    assert (logo.name, _only().logo_id) == (found[1], logo.id)
    assert browse().get(f"/gambar/{logo.name}-480.webp").status_code == 200


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_bad_logo_is_refused_with_a_sentence(browse: Browse, bad: str) -> None:
    answer = _post_file(browse(make_user()), BAD_FILES[bad])
    assert answer.status_code in (413, 422)
    assert 'id="logo-error"' in answer.text
    assert (count(Business), count(Picture)) == (0, 0)


def test_a_logo_of_somebody_else_is_not_taken(browse: Browse) -> None:
    from tests.pictures import make_picture

    theirs = make_picture(make_user())
    browse(make_user()).post("/usaha/baru", filled(kept_logo=theirs.name))
    assert _only().logo_id is None
