"""Commenting and replying: who, what is refused, and what the answer is with and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from ideaboard.challenges.models import Challenge
from ideaboard.comments.models import Comment
from ideaboard.comments.queries import drifted_counts
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, REMOVED, WITHDRAWN, Post, PostVersion
from tests.browser import Browser
from tests.comments.steps import BODY, make_comment, only_comment, say
from tests.database import context, count, fresh, write
from tests.factories import make_challenge, make_idea, make_user

Browse = Callable[..., Browser]


def _cancel(challenge: Challenge) -> None:
    table = Challenge.__table__
    write(
        lambda: db.session.execute(
            update(table).where(table.c.id == challenge.id).values(cancelled_at=now(), listed=False)  # type: ignore[arg-type]
        )
    )


def test_a_browser_without_script_is_sent_to_its_comment(browse: Browse) -> None:
    idea, person = make_idea(), make_user()
    answer = say(browse(person), idea, "Coba *kurangi* tempoyak.")
    comment = only_comment()
    assert (answer.status_code, answer.location) == (303, f"{idea.path}#k-{comment.id}")
    assert (comment.author_id, comment.parent_id, comment.listed) == (person.id, idea.id, True)
    assert "<em>kurangi</em>" in comment.html
    assert count(PostVersion, PostVersion.post_id == comment.id) == 1
    assert fresh(idea).comment_count == 1
    assert f'id="k-{comment.id}"' in browse().get(idea.path).text


def test_htmx_gets_an_empty_box_the_comment_and_the_new_count(browse: Browse) -> None:
    answer = say(browse(make_user()), make_idea(), "Pedasnya pas?", htmx=True)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'hx-swap-oob="afterbegin:#comment-list"' in answer.text
    assert 'id="comment-count" hx-swap-oob="true">1<' in answer.text
    assert 'role="status"' in answer.text
    box = answer.text.partition("</form>")[0]
    assert "<textarea" in box
    assert "Pedasnya" not in box


def test_a_reply_joins_the_thread_whichever_comment_of_it_is_answered(browse: Browse) -> None:
    begun = make_comment(idea := make_idea())
    first = make_comment(idea, reply_to=begun)
    answer = say(browse(make_user()), idea, reply_to=str(first.id))
    reply_id = int(answer.location.rpartition("-")[2])
    assert answer.location == f"/k/{reply_id}#k-{reply_id}"
    with context():
        assert db.session.get_one(Comment, reply_id).reply_to_id == begun.id
    assert (fresh(begun).reply_count, fresh(idea).comment_count) == (2, 3)
    assert browse().get(answer.location).status_code == 200


def test_a_reply_by_htmx_takes_its_form_away_and_appends_the_reply(browse: Browse) -> None:
    begun = make_comment(idea := make_idea())
    answer = say(browse(make_user()), idea, reply_to=str(begun.id), htmx=True)
    assert f'hx-swap-oob="beforeend:#k-{begun.id}-replies"' in answer.text
    assert "<form" not in answer.text


def test_the_form_of_a_reply_comes_alone_by_htmx_and_as_a_page_without(browse: Browse) -> None:
    comment, browser = make_comment(), browse(make_user())
    fragment = browser.get(f"/k/{comment.id}?balas=1", htmx=True).text
    assert "<html" not in fragment
    assert f'name="reply_to" type="hidden" value="{comment.id}"' in fragment
    page = browser.get(f"/k/{comment.id}?balas=1").text
    assert "<html" in page
    assert f'name="reply_to" type="hidden" value="{comment.id}"' in page


def test_the_same_form_sent_twice_makes_one_comment(browse: Browse) -> None:
    idea, browser = make_idea(), browse(make_user())
    places = [say(browser, idea, idempotency_key="once").location for _ in range(2)]
    assert places[0] == places[1]
    assert (count(Comment), fresh(idea).comment_count) == (1, 1)


@pytest.mark.parametrize("body", ["", " ", "x", "x" * 2001])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_text_of_the_wrong_length_is_refused_and_kept(browse: Browse, body: str, htmx: bool) -> None:
    answer = say(browse(make_user()), make_idea(), body, htmx=htmx)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert body.strip() in answer.text
    assert ("<html" in answer.text) is not htmx
    assert count(Comment) == 0


@pytest.mark.parametrize("htmx", [True, False])
def test_a_wrong_reply_is_refused_in_the_form_of_the_reply(browse: Browse, htmx: bool) -> None:
    comment = make_comment(idea := make_idea())
    answer = say(browse(make_user()), idea, "x", reply_to=str(comment.id), htmx=htmx)
    assert answer.status_code == 422
    assert f'name="reply_to" type="hidden" value="{comment.id}"' in answer.text


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN, REMOVED])
@pytest.mark.parametrize("htmx", [True, False])
def test_nobody_comments_on_an_idea_they_cannot_see(browse: Browse, status: str, htmx: bool) -> None:
    assert say(browse(make_user()), make_idea(status=status), htmx=htmx).status_code == 404
    assert count(Comment) == 0


@pytest.mark.parametrize("htmx", [True, False])
def test_a_comment_on_a_withdrawn_idea_is_refused_and_kept(browse: Browse, htmx: bool) -> None:
    for person in (make_user(), author := make_user()):
        answer = say(browse(person), make_idea(author=author, status=WITHDRAWN), htmx=htmx)
        assert answer.status_code == 409
        assert BODY in answer.text
    assert count(Comment) == 0


@pytest.mark.parametrize("htmx", [True, False])
def test_a_comment_in_a_cancelled_challenge_is_refused_and_kept(browse: Browse, htmx: bool) -> None:
    _cancel(challenge := make_challenge())
    for person in (make_user(), None):
        answer = say(browse(person), make_idea(challenge), htmx=htmx)
        assert answer.status_code == 409
        assert BODY in answer.text
    assert count(Comment) == 0


@pytest.mark.parametrize("stage", ["support", "review"])
def test_people_go_on_talking_when_ideas_are_closed(browse: Browse, stage: str) -> None:
    assert say(browse(make_user()), make_idea(make_challenge(rule="fair", stage=stage))).status_code == 303


@pytest.mark.parametrize("htmx", [True, False])
def test_a_reply_to_a_deleted_comment_is_refused_and_kept(browse: Browse, htmx: bool) -> None:
    idea, author = make_idea(), make_user()
    alone, begun = make_comment(idea, author), make_comment(idea, author)
    make_comment(idea, reply_to=begun)
    for comment in (alone, begun):
        assert browse(author).post(f"/k/{comment.id}/hapus").status_code == 303
        answer = say(browse(make_user()), idea, reply_to=str(comment.id), htmx=htmx)
        assert answer.status_code == 409
        assert BODY in answer.text
    assert fresh(idea).comment_count == 1


@pytest.mark.parametrize("reply_to", ["999999", str(2**70), "-1", "x"])
def test_a_reply_to_nothing_is_no_reply(browse: Browse, reply_to: str) -> None:
    answer = say(browse(make_user()), make_idea(), reply_to=reply_to)
    assert (answer.status_code, count(Comment)) in ((409, 0), (303, 1))


def test_a_reply_to_a_comment_of_another_idea_is_refused(browse: Browse) -> None:
    elsewhere = make_comment()
    assert say(browse(make_user()), make_idea(), reply_to=str(elsewhere.id)).status_code == 409


def test_who_has_not_confirmed_their_address_cannot_comment(browse: Browse) -> None:
    assert say(browse(make_user(confirmed=False)), make_idea()).status_code == 403
    assert count(Comment) == 0


def test_the_owners_comments_are_marked_and_nobody_elses(browse: Browse) -> None:
    idea = make_idea(make_challenge(owner=(owner := make_user())))
    make_comment(idea)
    assert "Pemilik usaha" not in browse().get(idea.path).text
    say(browse(owner), idea)
    assert browse().get(idea.path).text.count("Pemilik usaha") == 1


def test_counts_are_right_whatever_happened(browse: Browse) -> None:
    idea, author = make_idea(), make_user()
    begun = make_comment(idea, author)
    reply = make_comment(idea, author, reply_to=begun)
    for comment in (reply, make_comment(idea, author), reply):
        browse(author).post(f"/k/{comment.id}/hapus")
    assert (fresh(idea).comment_count, fresh(begun).reply_count) == (1, 0)
    with context():
        assert drifted_counts() == []


def test_a_card_says_how_many_comments_there_are(browse: Browse) -> None:
    make_comment(idea := make_idea(challenge := make_challenge()))
    page = browse().get(challenge.path).text
    assert f'href="{idea.path}#komentar"' in page
    assert "1 komentar" in page


def test_a_long_conversation_is_still_a_conversation_after_a_day(browse: Browse) -> None:
    comment = make_comment(idea := make_idea())
    write(lambda: db.session.execute(update(Post).values(published_at=now() - timedelta(days=3))))
    assert say(browse(make_user()), idea, reply_to=str(comment.id)).status_code == 303
