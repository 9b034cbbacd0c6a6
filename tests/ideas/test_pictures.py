"""Pictures of an idea's form: received at once, kept over refusals, described, removed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ideaboard.ideas.models import Idea
from ideaboard.jobs.outbox import deliver_due
from ideaboard.media.models import Picture
from tests.browser import Browser
from tests.database import context, count, fresh, rows
from tests.factories import make_challenge, make_user
from tests.ideas.forms import TEXTS, draft_path, filled, form_path, post_large
from tests.pictures import BAD_FILES, chosen, forget_files, make_picture, stored_files

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def empty_store(app: Flask) -> None:
    """No file of another test is in the store."""
    forget_files()


def _shown(page: str) -> list[str]:
    """Names of the pictures that came back with a form."""
    return re.findall(r'name="kept" value="([0-9a-f]{32})"', page)


def _pictures() -> list[Picture]:
    return rows(select(Picture).order_by(Picture.position, Picture.id))


def test_an_idea_is_sent_with_three_described_pictures(browse: Browse) -> None:
    form: dict[str, Any] = filled(pictures=[chosen(), chosen(), chosen()], alt=["Satu", "Dua", "Tiga"])
    assert browse(make_user()).post(form_path(make_challenge()), form).status_code == 303
    [idea] = rows(select(Idea))
    assert [(p.post_id, p.alt, p.position) for p in _pictures()] == [
        (idea.id, "Satu", 1),
        (idea.id, "Dua", 2),
        (idea.id, "Tiga", 3),
    ]


def test_a_picture_survives_a_refused_form_with_its_description(browse: Browse) -> None:
    challenge, browser = make_challenge(), browse(make_user())
    answer = browser.post(form_path(challenge), filled(title="Enak", pictures=[chosen()], alt=["Keripik"]))
    assert answer.status_code == 422
    [name] = _shown(answer.text)
    assert 'value="Keripik"' in answer.text
    assert browser.get(f"/gambar/{name}-480.webp").status_code == 200
    assert browser.post(form_path(challenge), filled(kept=[name], kept_alt=["Keripik"])).status_code == 303
    assert [(p.name, p.alt, bool(p.post_id)) for p in _pictures()] == [(name, "Keripik", True)]


def test_a_picture_without_a_description_is_kept_and_asked_about(browse: Browse) -> None:
    answer = browse(make_user()).post(form_path(make_challenge()), filled(pictures=[chosen()], alt=[" "]))
    assert answer.status_code == 422
    assert len(_shown(answer.text)) == 1
    assert 'id="pictures-1-error"' in answer.text
    assert count(Idea) == 0


def test_a_description_has_a_limit(browse: Browse) -> None:
    form = filled(pictures=[chosen()], alt=["x" * 201])
    assert browse(make_user()).post(form_path(make_challenge()), form).status_code == 422


def test_a_description_without_its_picture_is_asked_about(browse: Browse) -> None:
    form = filled(pictures=[chosen(b"", "")], alt=["Keripik di piring"])
    answer = browse(make_user()).post(form_path(make_challenge()), form)
    assert answer.status_code == 422
    assert 'value="Keripik di piring"' in answer.text


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_and_text_and_good_pictures_stay(browse: Browse, kind: str) -> None:
    form = filled(pictures=[chosen(BAD_FILES[kind]), chosen()], alt=["Buruk", "Baik"])
    answer = post_large(browse(make_user()), form_path(make_challenge()), form)
    assert answer.status_code == (413 if kind == "too large" else 422)
    assert TEXTS["body"] in answer.text
    assert [(p.name, p.post_id) for p in _pictures()] == [(_shown(answer.text)[0], None)]
    assert len(stored_files()) == 2
    assert 'value="Buruk"' in answer.text
    assert count(Idea) == 0


def test_a_body_over_every_limit_is_refused_before_it_is_read(browse: Browse) -> None:
    form = filled(pictures=[chosen(b"\xff\xd8\xff" + b"0" * (18 * 1024 * 1024))], alt=["Besar"])
    assert post_large(browse(make_user()), form_path(make_challenge()), form).status_code == 413
    assert (count(Idea), stored_files()) == (0, [])


def test_a_fourth_picture_is_refused(browse: Browse) -> None:
    form = filled(pictures=[chosen() for _ in range(4)], alt=["a", "b", "c", "d"])
    answer = browse(make_user()).post(form_path(make_challenge()), form)
    assert answer.status_code == 422
    assert len(_shown(answer.text)) == 3
    assert count(Picture) == 3


def test_a_ticked_picture_is_removed(browse: Browse) -> None:
    challenge, someone = make_challenge(), make_user()
    picture = make_picture(someone)
    form = filled(kept=[picture.name], kept_alt=["Keripik"], remove=[picture.name])
    assert browse(someone).post(form_path(challenge), form).status_code == 303
    with context():
        deliver_due()
    assert (count(Picture), stored_files()) == (0, [])


def test_nobody_attaches_the_picture_of_somebody_else(browse: Browse) -> None:
    picture = make_picture()
    form = filled(kept=[picture.name], kept_alt=["Curian"], remove=[])
    browse(make_user()).post(form_path(make_challenge()), form)
    assert fresh(picture).post_id is None


def test_nobody_removes_the_picture_of_somebody_else(browse: Browse) -> None:
    make_picture()
    browse(make_user()).post(form_path(make_challenge()), filled(remove=[_pictures()[0].name]))
    assert count(Picture) == 1


def test_odd_picture_fields_are_ignored(browse: Browse) -> None:
    form = filled(kept=["x", "", "../../a"], kept_alt=["a"], remove=["y"])
    assert browse(make_user()).post(form_path(make_challenge()), form).status_code == 303


def test_a_draft_keeps_its_pictures_and_sends_them(browse: Browse) -> None:
    challenge, browser = make_challenge(), browse(make_user())
    form = filled(consent=None)
    opened = browser.post(draft_path(challenge), {**form, "pictures": [chosen()], "alt": [""]}).location
    [name] = _shown(browser.get(opened).text)
    sent = filled(idempotency_key=form["idempotency_key"], version="1", kept=[name], kept_alt=["Keripik"])
    assert browser.post(form_path(challenge), sent).status_code == 303
    assert [(p.name, p.alt) for p in _pictures()] == [(name, "Keripik")]


def test_saving_a_draft_says_which_picture_was_not_taken(browse: Browse) -> None:
    form = filled(consent=None, pictures=[chosen(b"x")], alt=["Keripik"])
    answer = browse(make_user()).post(draft_path(make_challenge()), form)
    assert answer.status_code == 422
    assert 'id="pictures-1-error"' in answer.text
    assert 'name="version" type="hidden" value="1"' in answer.text
    assert count(Idea) == 1


def test_an_unconfirmed_member_cannot_fill_the_store(browse: Browse) -> None:
    for browser in (browse(make_user(confirmed=False)), browse()):
        browser.post(form_path(make_challenge()), filled(pictures=[chosen()], alt=["Keripik"]))
    assert stored_files() == []
