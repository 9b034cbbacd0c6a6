"""The tab Kabar: who writes, what everybody reads, edits that collide, deletion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.media.models import Picture
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, WITHDRAWN, PostVersion
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.businesses.steps import add_member
from tests.database import count, fresh, rows, statements, write
from tests.factories import make_business, make_challenge, make_update, make_user
from tests.pictures import chosen

Browse = Callable[..., Browser]
NEWS = {"body": "Percobaan pertama **berhasil**: 40 bungkus habis."}


def path(challenge: Challenge, update: Any = None, end: str = "") -> str:
    return f"/t/{challenge.slug}/kabar" + (f"/{update.id}{end}" if update else "")


def test_staff_publish_news_that_everybody_reads(browse: Browse) -> None:
    business = make_business()
    staff, challenge = add_member(business, make_user()), make_challenge(business)
    answer = browse(staff).post(path(challenge), NEWS)
    [update] = rows(select(Update))
    assert (answer.status_code, answer.location) == (303, f"{path(challenge)}#kabar-{update.id}")
    assert (update.author_id, update.parent_id, update.status) == (staff.id, challenge.id, PUBLISHED)
    assert update.excerpt == "Percobaan pertama berhasil: 40 bungkus habis."
    assert "<strong>berhasil</strong>" in browse().get(path(challenge)).text
    assert fresh(challenge).update_count == 1


def test_the_same_form_makes_one_update(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    for _n in range(2):
        assert browse(owner).post(path(challenge), NEWS | {"idempotency_key": "k1"}).status_code == 303
    assert count(Update) == fresh(challenge).update_count == 1


@pytest.mark.parametrize("body", ["", "x", "x" * 4001])
def test_news_has_two_to_four_thousand_letters(browse: Browse, body: str) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    answer = browse(owner).post(path(challenge), {"body": body})
    assert (answer.status_code, count(Update)) == (422, 0)
    assert f"{body}</textarea>" in answer.text


def test_only_the_team_writes(browse: Browse) -> None:
    challenge = make_challenge()
    assert browse(make_user()).post(path(challenge), NEWS).status_code == 403
    assert browse(make_user(is_moderator=True)).post(path(challenge), NEWS).status_code == 403
    assert browse().post(path(challenge), NEWS).status_code == 401
    assert "update-form" not in browse(make_user()).get(path(challenge)).text


def test_the_form_stands_on_the_tab_of_the_team(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()), stage="review")
    assert 'id="update-form"' in browse(owner).get(path(challenge)).text


def test_a_draft_challenge_has_no_news(browse: Browse) -> None:
    draft = make_challenge(owner=(owner := make_user()), status=DRAFT)
    assert browse(owner).post(path(draft), NEWS).status_code == 409
    assert browse().get(path(draft)).status_code == 404


def test_news_shows_pictures_with_their_descriptions(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    browse(owner).post(path(challenge), NEWS | {"pictures": chosen(), "alt": "Wajan penuh keripik"})
    [picture] = rows(select(Picture))
    page = browse().get(path(challenge)).text
    assert f"/gambar/{picture.name}-480.webp" in page
    assert 'alt="Wajan penuh keripik"' in page
    assert browse().get(f"/gambar/{picture.name}.webp").status_code == 200


def test_a_picture_without_words_is_refused_and_kept(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    answer = browse(owner).post(path(challenge), NEWS | {"pictures": chosen(), "alt": ""})
    [picture] = rows(select(Picture))
    assert (answer.status_code, count(Update)) == (422, 0)
    assert f'name="kept" value="{picture.name}"' in answer.text


def test_an_edit_is_a_new_version_and_is_told(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    update = make_update(challenge, owner)
    browser = browse(owner)
    assert browser.get(path(challenge, update, "/ubah")).status_code == 200
    answer = browser.post(path(challenge, update, "/ubah"), {"body": "Sudah diperbaiki.", "version": "1"})
    assert (answer.status_code, fresh(update).version, count(PostVersion, PostVersion.post_id == update.id)) == (
        303,
        2,
        2,
    )
    assert "Sudah diperbaiki." in browse().get(path(challenge, update)).text


def test_an_edit_of_nothing_makes_no_version(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    update = make_update(challenge, owner)
    browse(owner).post(path(challenge, update, "/ubah"), {"body": update.source, "version": "1"})
    assert fresh(update).version == 1


def test_an_edit_of_what_another_changed_shows_both_texts(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    update = make_update(challenge, owner)
    edit = path(challenge, update, "/ubah")
    browse(owner).post(edit, {"body": "Naskah pertama.", "version": "1"})
    answer = browse(owner).post(edit, {"body": "Naskah kedua.", "version": "1"})
    assert answer.status_code == 409
    assert "Naskah pertama." in answer.text
    assert "Naskah kedua.</textarea>" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text


def test_a_deleted_update_is_gone_for_everybody(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    update = make_update(challenge, owner)
    browser = browse(owner)
    assert browser.get(path(challenge, update, "/hapus")).status_code == 200
    assert browser.post(path(challenge, update, "/hapus")).status_code == 303
    assert (fresh(update).status, fresh(challenge).update_count) == (WITHDRAWN, 0)
    for reader in (browse(), browse(owner)):
        assert reader.get(path(challenge, update)).status_code == 404
        assert update.excerpt not in reader.get(path(challenge)).text


@pytest.mark.parametrize(("status", "deleting"), [(HELD, 303), (HIDDEN, 409)])
def test_a_held_update_is_seen_by_its_author_only(browse: Browse, status: str, deleting: int) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    update = make_update(challenge, owner)
    write(lambda: change_status(fresh(update), status, expected=(PUBLISHED,)))
    assert browse().get(path(challenge, update)).status_code == 404
    assert browse(owner).get(path(challenge, update)).status_code == 200
    assert browse(owner).post(path(challenge, update, "/hapus")).status_code == deleting
    assert fresh(challenge).update_count == 0


def test_strangers_and_other_boards_do_not_reach_an_update(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    update = make_update(challenge, owner)
    for end in ("/ubah", "/hapus"):
        assert browse(make_user()).post(path(challenge, update, end), NEWS).status_code == 403
        assert browse(owner).post(path(make_challenge(), update, end), NEWS).status_code == 404


def test_the_newest_come_first_and_older_ones_page_by_key(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    made = [make_update(challenge, owner, body=f"Kabar nomor {n}.") for n in range(12)]
    page = browse().get(path(challenge)).text
    assert page.index("Kabar nomor 11.") < page.index("Kabar nomor 2.")
    assert "Kabar nomor 1." not in page
    link = page.split('rel="next" href="')[1].split('"')[0]
    older = browse().get(link, htmx=True).text
    assert "<html" not in older
    assert [f'id="kabar-{update.id}"' in older for update in made[:3]] == [True, True, False]


def test_the_tab_needs_the_same_number_of_queries_for_any_number_of_updates(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    counts = []
    for _n in range(2):
        make_update(challenge, owner)
        make_update(challenge, owner)
        with statements() as seen:
            browse().get(path(challenge))
        counts.append(len(seen))
    assert counts == [3, 3]
