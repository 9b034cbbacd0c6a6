"""Step 1: from nothing to a draft."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from ideaboard.audit.models import AuditEntry
from ideaboard.businesses.models import STAFF, Membership
from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.posts.models import DRAFT
from tests.browser import Browser
from tests.challenges.wizard.forms import (
    NEW,
    PROBLEM,
    draft_up_to,
    newest,
    owner_of_a_business,
    path,
    problem,
    send,
)
from tests.database import count, fresh, rows, write
from tests.factories import make_business, make_challenge, make_user
from tests.parallel import all_at_once
from tests.pictures import BAD_FILES, chosen, forget_files, make_picture

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def empty_store(app: Flask) -> None:
    """No file of another test is in the store."""
    forget_files()


def test_a_whole_first_step_makes_a_draft_and_leads_on(browse: Browse) -> None:
    browser = browse(owner_of_a_business(zone="WITA"))
    answer = browser.post(NEW, problem())
    made = newest()
    assert (answer.status_code, answer.location) == (303, path(made, 2))
    assert (made.status, made.wizard_step, made.slug, made.zone) == (DRAFT, 2, "rasa-baru-keripik-pisang", "WITA")
    assert (made.title, made.source, made.problem) == (PROBLEM["title"], PROBLEM["brief"], PROBLEM["problem"])
    assert not made.listed
    assert count(AuditEntry, AuditEntry.action == "challenge.create") == 1


def test_visitors_sign_in_first(browse: Browse) -> None:
    assert browse().get(NEW).location.startswith("/masuk")
    assert browse().post(NEW, problem()).status_code == 401


def test_an_unconfirmed_member_writes_no_challenge(browse: Browse) -> None:
    owner = make_user(confirmed=False)
    make_business(owner)
    assert browse(owner).get(NEW).status_code == 403
    assert browse(owner).post(NEW, problem()).status_code == 403
    assert count(Challenge) == 0


def test_who_has_no_business_makes_one_first_and_comes_back(browse: Browse) -> None:
    browser = browse(make_user())
    for answer in (browser.get(NEW), browser.post(NEW, problem())):
        assert (answer.status_code, answer.location) == (303, "/usaha/baru?next=%2Ftantangan%2Fbaru")


def test_staff_writes_challenges_too(browse: Browse) -> None:
    business, staff = make_business(), make_user()
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=staff.id, role=STAFF)))
    assert browse(staff).post(NEW, problem()).status_code == 303
    assert newest().business_id == business.id


def test_of_several_businesses_one_is_chosen(browse: Browse) -> None:
    owner = make_user()
    make_business(owner)
    second = make_business(owner, city="Kupang", zone="WITA")
    browser = browse(owner)
    assert 'name="business"' in browser.get(NEW).text
    assert browser.post(NEW, problem(business=str(second.id), city="")).status_code == 303
    assert (newest().business_id, newest().city, newest().zone) == (second.id, "Kupang", "WITA")


def test_nobody_writes_for_the_business_of_somebody_else(browse: Browse) -> None:
    owner = make_user()
    make_business(owner)
    make_business(owner)
    theirs = make_business()
    assert browse(owner).post(NEW, problem(business=str(theirs.id))).status_code == 422
    assert count(Challenge) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Rasa"),
        ("title", "x" * 81),
        ("sector", "mobil"),
        ("brief", "Pendek"),
        ("brief", "x" * 8001),
        ("problem", " "),
        ("good_example", ""),
        ("audience", "friends"),
        ("city", "x" * 61),
        ("audience_note", "x" * 121),
    ],
)
def test_a_wrong_field_is_refused_and_everything_typed_stays(browse: Browse, field: str, value: str) -> None:
    answer = browse(owner_of_a_business()).post(NEW, problem(**{field: value}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    kept = PROBLEM["problem"] if field != "problem" else PROBLEM["brief"]
    assert kept in answer.text
    assert count(Challenge) == 0


def test_a_narrowed_call_says_to_whom(browse: Browse) -> None:
    browser = browse(owner_of_a_business())
    assert browser.post(NEW, problem(audience="city")).status_code == 422
    assert browser.post(NEW, problem(audience="city", audience_note="Metro")).status_code == 303
    assert (newest().audience, newest().audience_note) == ("city", "Metro")


def test_a_double_click_makes_one_draft(browse: Browse) -> None:
    browser, form = browse(owner_of_a_business()), problem()
    assert browser.post(NEW, form).location == browser.post(NEW, form).location
    assert count(Challenge) == 1


def test_an_unfinished_step_is_kept(browse: Browse) -> None:
    browser = browse(owner_of_a_business())
    answer = browser.post(NEW, problem(title="Ra", brief="", problem="Sepi", audience="city", do="save"))
    made = newest()
    assert answer.location == path(made, 1)
    page = browser.get(answer.location).text
    assert 'value="Ra"' in page
    assert "Sepi" in page
    assert re.search(r'value="city"[^>]*checked|checked[^>]*value="city"', page)
    assert made.wizard_step == 1
    assert browser.get(path(made, 2)).location == path(made, 1)


def test_even_an_unfinished_step_keeps_to_the_lengths(browse: Browse) -> None:
    answer = browse(owner_of_a_business()).post(NEW, problem(title="x" * 81, do="save"))
    assert answer.status_code == 422
    assert count(Challenge) == 0


def test_one_form_in_many_windows_makes_one_draft(app: Flask) -> None:
    person, form = owner_of_a_business(), problem()
    browsers = [Browser(app).sign_in(person) for _n in range(4)]
    answers = all_at_once(app, 4, lambda n: browsers[n].post(NEW, form).status_code)
    assert answers == [303] * 4
    assert count(Challenge) == 1


def test_one_title_at_the_same_moment_gets_two_addresses(app: Flask) -> None:
    browsers = [Browser(app).sign_in(owner_of_a_business()) for _n in range(4)]
    answers = all_at_once(app, 4, lambda n: browsers[n].post(NEW, problem()).status_code)
    assert answers == [303] * 4
    assert count(Challenge) == 4


def test_two_challenges_of_one_title_have_two_addresses(browse: Browse) -> None:
    browser = browse(owner_of_a_business())
    browser.post(NEW, problem())
    browser.post(NEW, problem())
    assert len({challenge.slug for challenge in rows(db.select(Challenge))}) == 2


def test_the_address_of_a_draft_follows_its_title(browse: Browse) -> None:
    browser = browse(owner_of_a_business())
    challenge = draft_up_to(browser, 2)
    send(browser, challenge, 1, title="Nama baru / yang <aneh>")
    assert fresh(challenge).slug == "nama-baru-yang-aneh"


def test_a_title_without_letters_still_has_an_address(browse: Browse) -> None:
    browse(owner_of_a_business()).post(NEW, problem(title="味味味味味味味味味"))
    assert re.fullmatch(r"tantangan-[0-9a-f]{8}", newest().slug)


def test_a_cover_survives_a_refused_form_and_is_attached(browse: Browse) -> None:
    browser = browse(owner_of_a_business())
    refused = browser.post(NEW, problem(title="Ra", cover=chosen(), cover_alt="Keripik"))
    assert refused.status_code == 422
    [name] = re.findall(r'name="kept_cover" value="([0-9a-f]{32})"', refused.text)
    assert browser.post(NEW, problem(kept_cover=name, cover_alt="Keripik")).status_code == 303
    [picture] = rows(db.select(Picture))
    assert (newest().cover_id, picture.alt, picture.post_id) == (picture.id, "Keripik", newest().id)


def test_a_cover_needs_a_description(browse: Browse) -> None:
    browser = browse(owner_of_a_business())
    assert browser.post(NEW, problem(cover=chosen(), cover_alt="")).status_code == 422
    assert browser.post(NEW, problem(cover=chosen(), cover_alt="", do="save")).status_code == 303


def test_a_cover_is_taken_away(browse: Browse) -> None:
    browser = browse(owner_of_a_business())
    browser.post(NEW, problem(cover=chosen(), cover_alt="Keripik"))
    challenge = newest()
    [picture] = rows(db.select(Picture))
    send(browser, challenge, 1, kept_cover=picture.name, cover_alt="Keripik", remove_cover=picture.name)
    assert fresh(challenge).cover_id is None
    assert count(Picture) == 0


def test_a_bad_file_is_refused_with_a_sentence(browse: Browse) -> None:
    form = problem(cover=chosen(BAD_FILES["a text"]), cover_alt="Keripik", do="save")
    answer = browse(owner_of_a_business()).post(NEW, form)
    assert answer.status_code == 422
    assert 'id="cover-1-error"' in answer.text
    assert count(Picture) == 0


def test_nobody_takes_the_picture_of_somebody_else(browse: Browse) -> None:
    picture = make_picture()
    browse(owner_of_a_business()).post(NEW, problem(kept_cover=picture.name, cover_alt="Curian"))
    assert fresh(picture).post_id is None


def test_the_example_is_of_the_own_sector_or_the_asked_one(browse: Browse) -> None:
    browser = browse(owner_of_a_business(sector="craft"))
    assert "Rak bambu" in browser.get(NEW).text
    assert "bakpao" in browser.get(f"{NEW}?contoh=kuliner").text
    fragment = browser.get(f"{NEW}?sector=herbal", htmx=True).text
    assert "kencur" in fragment
    assert "<html" not in fragment


def test_only_the_team_sees_the_steps(browse: Browse) -> None:
    challenge = make_challenge(status=DRAFT)
    stranger = browse(owner_of_a_business())
    for number in range(1, 6):
        assert stranger.get(path(challenge, number)).status_code == 404
        assert stranger.post(path(challenge, number), problem()).status_code == 404


def test_steps_and_challenges_that_do_not_exist_are_not_found(browse: Browse) -> None:
    owner = make_user()
    challenge = make_challenge(owner=owner, status=DRAFT)
    browser = browse(owner)
    for address in (path(challenge, 0), path(challenge, 6), "/tantangan/999999/langkah/1"):
        assert browser.get(address).status_code == 404
        assert browser.post(address, problem()).status_code == 404
