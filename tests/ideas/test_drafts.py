"""Drafts: kept unfinished, continued, sent as the same post, never lost to another page."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.ideas.drafts import MOST
from ideaboard.ideas.models import Idea
from ideaboard.media.models import Picture
from ideaboard.posts.models import DRAFT, PUBLISHED, PostVersion
from tests.browser import Browser
from tests.database import count, fresh, rows, scalar
from tests.factories import make_challenge, make_user
from tests.ideas.forms import TEXTS, draft_path, filled, form_path
from tests.pictures import make_picture

Browse = Callable[..., Browser]


def _only() -> Idea:
    [idea] = rows(select(Idea))
    return idea


def _unfinished(**changes: Any) -> dict[str, Any]:
    return filled(**{"title": "Keripik", "body": "Baru mulai", "for_whom": "", "consent": None, **changes})


def _drafts_and_ideas(challenge: Challenge) -> tuple[int, int]:
    return count(Idea, Idea.status == DRAFT), fresh(challenge).idea_count


def test_an_unfinished_text_is_kept(browse: Browse) -> None:
    challenge = make_challenge()
    answer = browse(make_user()).post(draft_path(challenge), _unfinished())
    idea = _only()
    assert (answer.status_code, answer.location) == (303, f"{form_path(challenge)}?draf={idea.id}")
    assert (idea.status, idea.title, idea.source, idea.listed) == (DRAFT, "Keripik", "Baru mulai", False)
    assert _drafts_and_ideas(challenge) == (1, 0)


def test_the_script_gets_one_line_and_no_page(browse: Browse) -> None:
    answer = browse(make_user()).post(draft_path(make_challenge()), _unfinished(), htmx=True)
    assert answer.status_code == 200
    assert answer.text.count("<p ") == 1
    assert 'id="draft-state"' in answer.text


def test_saving_again_from_the_same_form_writes_over_the_draft(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), _unfinished()
    browser.post(draft_path(challenge), form, htmx=True)
    assert browser.post(draft_path(challenge), {**form, "body": "Lebih banyak"}, htmx=True).status_code == 200
    assert _only().source == "Lebih banyak"
    assert count(PostVersion, PostVersion.post_id == _only().id) == 1


def test_nothing_typed_is_not_kept(browse: Browse) -> None:
    form = _unfinished(title="", body="  ")
    browser, challenge = browse(make_user()), make_challenge()
    assert browser.post(draft_path(challenge), form).status_code == 422
    assert browser.post(draft_path(challenge), form, htmx=True).status_code == 422
    assert count(Idea) == 0


def test_a_draft_may_not_be_longer_than_an_idea(browse: Browse) -> None:
    challenge, browser = make_challenge(), browse(make_user())
    answer = browser.post(draft_path(challenge), _unfinished(title="x" * 81))
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert 'id="body-error"' not in answer.text
    assert count(Idea) == 0


def test_a_draft_is_offered_on_the_form_and_opens_there(browse: Browse) -> None:
    challenge, browser = make_challenge(), browse(make_user())
    opened = browser.post(draft_path(challenge), _unfinished()).location
    assert opened in browser.get(form_path(challenge)).text
    page = browser.get(opened).text
    assert "Baru mulai" in page
    assert f'value="{_only().idempotency_key}"' in page


def test_sending_a_draft_publishes_the_same_post(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), _unfinished()
    for body in ("Satu", "Satu dua", "Satu dua tiga"):
        browser.post(draft_path(challenge), {**form, "body": body}, htmx=True)
    draft = _only()
    assert browser.post(form_path(challenge), {**form, **TEXTS, "consent": "y"}).status_code == 303
    idea = _only()
    assert (idea.id, idea.status, idea.version, idea.edited_at) == (draft.id, PUBLISHED, 1, None)
    assert scalar(select(PostVersion.fields).where(PostVersion.post_id == idea.id)) == TEXTS
    assert _drafts_and_ideas(challenge) == (0, 1)


def test_a_draft_saved_after_it_was_sent_changes_nothing(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), filled()
    browser.post(form_path(challenge), form)
    assert browser.post(draft_path(challenge), {**form, "body": "Terlambat"}, htmx=True).status_code == 409
    assert _only().source == TEXTS["body"]


def test_another_page_does_not_write_over_a_newer_draft(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), _unfinished()
    browser.post(draft_path(challenge), form)
    browser.post(draft_path(challenge), {**form, "version": "1", "page": "phone", "body": "Dari ponsel"})
    stale = {**form, "version": "1", "page": "desk", "body": "Dari meja"}
    assert browser.post(draft_path(challenge), stale, htmx=True).status_code == 409
    answer = browser.post(draft_path(challenge), stale)
    assert answer.status_code == 409
    assert "Dari ponsel" in answer.text
    assert "Dari meja" in answer.text
    assert _only().source == "Dari ponsel"


def test_sending_from_a_page_that_missed_a_save_shows_both_texts_first(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), _unfinished()
    browser.post(draft_path(challenge), form)
    browser.post(draft_path(challenge), {**form, "version": "1", "page": "phone", "body": "Dari ponsel"})
    sent = {**filled(idempotency_key=form["idempotency_key"]), "version": "1", "page": "desk"}
    answer = browser.post(form_path(challenge), sent)
    assert answer.status_code == 409
    assert "Dari ponsel" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert browser.post(form_path(challenge), {**sent, "version": "2"}).status_code == 303


def test_a_save_whose_answer_was_lost_does_not_stop_the_next(browse: Browse) -> None:
    challenge, browser, form = make_challenge(), browse(make_user()), _unfinished()
    for body in ("a", "ab", "abc"):  # The page never learns the new version.
        assert browser.post(draft_path(challenge), {**form, "body": body}, htmx=True).status_code == 200


def test_sixteen_saves_at_once_make_one_draft(browse: Browse) -> None:
    challenge, someone, form = make_challenge(), make_user(), _unfinished()
    browsers = [browse(someone) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda browser: browser.post(draft_path(challenge), form, htmx=True), browsers))
    assert count(Idea) == 1


def test_sending_and_saving_at_once_never_lose_the_sent_text(browse: Browse) -> None:
    challenge, someone, form = make_challenge(), make_user(), filled()
    paths = [form_path(challenge), draft_path(challenge)] * 8
    browsers = [browse(someone) for _ in paths]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda pair: pair[0].post(pair[1], form), zip(browsers, paths, strict=True)))
    assert (_only().status, _only().source, fresh(challenge).idea_count) == (PUBLISHED, TEXTS["body"], 1)


def test_a_second_form_never_writes_over_the_first_draft(browse: Browse) -> None:
    challenge, browser = make_challenge(), browse(make_user())
    browser.post(draft_path(challenge), _unfinished(body="Pertama"))
    browser.post(draft_path(challenge), _unfinished(body="Kedua"))
    assert {draft.source for draft in rows(select(Idea))} == {"Pertama", "Kedua"}


def test_drafts_do_not_pile_up(browse: Browse) -> None:
    challenge, browser = make_challenge(), browse(make_user())
    for _ in range(MOST):
        assert browser.post(draft_path(challenge), _unfinished()).status_code == 303
    assert browser.post(draft_path(challenge), _unfinished(), htmx=True).status_code == 409
    assert count(Idea) == MOST


def test_nobody_else_sees_continues_or_deletes_a_draft(browse: Browse) -> None:
    challenge = make_challenge()
    opened = browse(make_user()).post(draft_path(challenge), _unfinished()).location
    for person in (make_user(), make_user(is_moderator=True), make_user(is_admin=True)):
        assert browse(person).get(opened).status_code == 404
        assert browse(person).post(f"/i/{_only().id}/tarik").status_code == 404
    assert browse().get(opened).status_code == 404
    assert count(Idea) == 1


def test_someone_elses_key_makes_a_draft_of_ones_own(browse: Browse) -> None:
    challenge, form = make_challenge(), _unfinished()
    browse(make_user()).post(draft_path(challenge), form)
    browse(make_user()).post(draft_path(challenge), {**form, "body": "Bukan punya saya"})
    assert {draft.source for draft in rows(select(Idea))} == {"Baru mulai", "Bukan punya saya"}


def test_a_deleted_draft_is_gone_with_its_versions_and_pictures(browse: Browse) -> None:
    challenge, someone = make_challenge(), make_user()
    picture = make_picture(someone)
    browse(someone).post(draft_path(challenge), _unfinished(kept=picture.name, kept_alt="Keripik"))
    assert fresh(picture).post_id == _only().id
    path = f"/i/{_only().id}/tarik"
    assert browse(someone).get(path).status_code == 200
    assert browse(someone).post(path).location == form_path(challenge)
    assert (count(Idea), count(PostVersion, PostVersion.editor_id == someone.id), count(Picture)) == (0, 0, 0)


def test_odd_draft_numbers_are_not_found(browse: Browse) -> None:
    browser, challenge = browse(make_user()), make_challenge()
    for odd in ("0", "-1", "x", "", "9" * 30):
        assert browser.get(f"{form_path(challenge)}?draf={odd}").status_code == 404


def test_a_draft_that_was_sent_leads_to_its_idea(browse: Browse) -> None:
    challenge, browser = make_challenge(), browse(make_user())
    browser.post(form_path(challenge), filled())
    assert browser.get(f"{form_path(challenge)}?draf={_only().id}").location == _only().path
