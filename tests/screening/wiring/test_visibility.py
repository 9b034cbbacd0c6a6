"""A held post exists for its author and moderators only: every public path is asked, for every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from ideaboard.comments.models import Comment
from ideaboard.notifications.models import Notice
from ideaboard.posts.models import HELD, PUBLISHED
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.comments.steps import make_comment, say
from tests.database import count, fresh, rows, write
from tests.factories import make_challenge, make_idea, make_update, make_user
from tests.pages.test_previews import image_of
from tests.pictures import make_picture
from tests.screening.wiring.words import HELD_WORD

Browse = Callable[..., Browser]
MARK = "zebrakuning"
SEARCHES = (f"/cari?q={MARK}", f"/cari?q={MARK}&jenis=ide", f"/cari?q={MARK}&jenis=tantangan")
SITE = ("/", "/tantangan", "/feed.atom", "/sitemap.xml", *SEARCHES)


@dataclass
class Held:
    """A post that can be held, what shows it while it is public, and what shows it by itself."""

    post: Any
    own: list[str] = field(default_factory=list)  # 404 for others once it is held
    lists: list[str] = field(default_factory=list)  # never say its words once it is held


def hold(kind: str, browser: Browser) -> Held:
    """Make a public post with the mark in its text."""
    author = make_user(handle=f"penulis-{kind}", handle_key=f"penulis{kind}")
    text = f"Percobaan {MARK} pertama sudah jadi dan rasanya pedas."
    challenge = make_challenge(owner=author, title=f"Rasa {MARK} baru" if kind == "challenge" else "Rasa baru")
    board = [challenge.path, f"{challenge.path}/kabar", f"{challenge.path}/feed.atom", f"/usaha/{_slug(challenge)}"]
    if kind == "challenge":
        tabs = [challenge.path + tab for tab in ("", "/brief", "/aturan", "/kabar", "/poster", "/feed.atom")]
        idea = make_idea(challenge)
        tabs += [image_of(browser, challenge.path), idea.path, f"/i/{idea.id}/komentar"]
        return Held(challenge, [*tabs, _picture(challenge)], [f"/usaha/{_slug(challenge)}", "/u/penulis-challenge"])
    if kind == "update":
        post = make_update(challenge, author, body=text)
        return Held(post, [f"{challenge.path}/kabar/{post.id}", _picture(post)], board)
    if kind == "idea":
        idea = make_idea(challenge, author, title=f"Ide {MARK}", body=text)
        comment = make_comment(idea)
        own = [idea.path, f"/i/{idea.id}/riwayat", f"/i/{idea.id}/komentar", comment.path, _picture(idea)]
        return Held(idea, [*own, image_of(browser, idea.path)], [*board, "/u/penulis-idea"])
    idea = make_idea(challenge)
    comment = make_comment(idea, author, body=text)
    return Held(comment, [comment.path, f"{comment.path}/riwayat"], [idea.path, f"/i/{idea.id}/komentar", *board])


def _slug(challenge: Any) -> str:
    from ideaboard.businesses.models import Business

    [business] = rows(select(Business).where(Business.id == challenge.business_id))
    return str(business.slug)


def _picture(post: Any) -> str:
    return f"/gambar/{make_picture(post_id=post.id).name}.webp"


def says_it(reader: Browser, path: str) -> bool:
    """Say whether a page has the mark, beyond repeating what was searched for."""
    page = reader.get(path).text
    if path in SEARCHES:
        page = page.partition('id="results"')[2] or page.partition("<h1")[2]
        page = page.replace(f'value="{MARK}"', "").replace(f"q={MARK}", "").replace(f"“{MARK}”", "")
    return MARK in page


@pytest.mark.parametrize("kind", ["idea", "comment", "update", "challenge"])
def test_what_is_held_is_nowhere_for_others(browse: Browse, kind: str) -> None:
    held = hold(kind, browse())
    assert [path for path in held.own if browse().get(path).status_code != 200] == []
    assert any(says_it(browse(), path) for path in (*SITE, *held.lists))  # It was there to be seen.
    write(lambda: change_status(fresh(held.post), HELD, expected=(PUBLISHED,)))
    for reader in (browse(), browse(make_user())):
        assert [path for path in held.own if reader.get(path).status_code != 404] == []
        assert [path for path in held.own if reader.get(path, htmx=True).status_code != 404] == []
        assert [path for path in (*SITE, *held.lists) if says_it(reader, path)] == []


@pytest.mark.parametrize("kind", ["idea", "comment", "update", "challenge"])
def test_its_author_and_moderators_still_reach_it(browse: Browse, kind: str) -> None:
    held = hold(kind, browse())
    write(lambda: change_status(fresh(held.post), HELD, expected=(PUBLISHED,)))
    [author] = {fresh(held.post).author_id}
    from ideaboard.accounts.models import User

    [person] = rows(select(User).where(User.id == author))
    for reader in (browse(person), browse(make_user(is_moderator=True))):
        page = reader.get(held.own[0])
        assert page.status_code == 200
        assert "Ditinjau moderator" in page.text


def test_counts_leave_held_posts_out(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    idea = make_idea(challenge)
    comment, update = make_comment(idea), make_update(challenge, owner)
    assert (fresh(challenge).idea_count, fresh(challenge).update_count, fresh(idea).comment_count) == (1, 1, 1)
    for post in (comment, update, idea):
        write(lambda post=post: change_status(fresh(post), HELD, expected=(PUBLISHED,)))  # type: ignore[misc]
    assert (fresh(challenge).idea_count, fresh(challenge).update_count, fresh(idea).comment_count) == (0, 0, 0)


def test_people_are_told_of_a_held_comment_when_it_is_released(
    browse: Browse, mailbox: Callable[[], list[Any]], release: Callable[[Any], None]
) -> None:
    idea = make_idea(author=make_user())
    say(browse(make_user()), idea, f"Wah, {HELD_WORD}.")
    assert (mailbox(), count(Notice)) == ([], 0)
    [comment] = rows(select(Comment))
    release(comment)
    mailbox()  # Finds whom to tell, and writes the mail.
    assert (len(mailbox()), count(Notice)) == (1, 1)


def test_own_held_comments_stand_in_the_conversation_for_their_author_only(browse: Browse) -> None:
    idea, author = make_idea(), make_user()
    say(browse(author), idea, f"Wah, {HELD_WORD}.")
    assert HELD_WORD in browse(author).get(idea.path).text
    for reader in (browse(), browse(make_user())):
        assert HELD_WORD not in reader.get(idea.path).text


def test_htmx_shows_the_author_what_waits(browse: Browse) -> None:
    idea = make_idea()
    answer = say(browse(make_user()), idea, f"Wah, {HELD_WORD}.", htmx=True)
    assert (answer.status_code, "Ditinjau moderator" in answer.text) == (200, True)


def test_nobody_answers_or_supports_what_is_held(browse: Browse) -> None:
    idea = make_idea()
    comment = make_comment(idea)
    write(lambda: change_status(fresh(comment), HELD, expected=(PUBLISHED,)))
    assert say(browse(make_user()), idea, reply_to=str(comment.id)).status_code in (404, 409)
    write(lambda: change_status(fresh(idea), HELD, expected=(PUBLISHED,)))
    assert browse(make_user()).post(f"/i/{idea.id}/dukung").status_code == 404


def test_own_held_ideas_and_updates_stand_in_their_authors_lists(browse: Browse) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    idea, update = make_idea(author=(author := make_user()), title="Ide zebra"), make_update(challenge, owner)
    for post in (idea, update):
        write(lambda post=post: change_status(fresh(post), HELD, expected=(PUBLISHED,)))  # type: ignore[misc]
    mine = f"/u/{author.handle}"
    assert ("Ide zebra" in browse(author).get(mine).text, "Ide zebra" in browse().get(mine).text) == (True, False)
    tab = f"{challenge.path}/kabar"
    shown = [f'id="kabar-{update.id}"' in reader.get(tab).text for reader in (browse(owner), browse())]
    assert shown == [True, False]
