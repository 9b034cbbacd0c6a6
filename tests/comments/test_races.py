"""Many at once: no comment twice, no lost count, nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from werkzeug.exceptions import NotFound

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.service import cancel_challenge
from ideaboard.comments.models import Comment
from ideaboard.comments.queries import comment_or_404, drifted_counts
from ideaboard.comments.service import create_comment, delete_comment, edit_comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.service import withdraw_idea
from ideaboard.posts.models import PUBLISHED, PostVersion
from ideaboard.votes.service import cast_vote
from ideaboard.web.problems import Problem
from tests.comments.steps import make_comment
from tests.database import context, count, fresh
from tests.factories import make_challenge, make_idea, make_user
from tests.parallel import all_at_once


def _try(app: Flask, person: User, verb: Callable[[User], Any]) -> bool:
    """Do it as a request of its own; a refusal is a fair answer, any other error is not."""
    with app.test_request_context():
        someone = db.session.get(User, person.id)
        assert someone
        try:
            verb(someone)
        except (Problem, NotFound):
            db.session.rollback()
            return False
        return True


def _say(idea: Idea, **more: Any) -> Callable[[User], Any]:
    return lambda person: create_comment(idea_or_404(idea.id, person), person, "Setuju sekali.", **more)


def _delete(comment: Comment) -> Callable[[User], Any]:
    return lambda person: delete_comment(comment_or_404(comment.id, person), person)


def _assert_counts_right() -> None:
    with context():
        assert drifted_counts() == []


def test_one_form_sent_many_times_at_once_makes_one_comment(app: Flask) -> None:
    idea, person = make_idea(), make_user()
    assert all(all_at_once(app, 8, lambda _n: _try(app, person, _say(idea, key="same"))))
    assert (count(Comment), fresh(idea).comment_count) == (1, 1)


def test_of_two_edits_at_once_one_wins(app: Flask) -> None:
    comment = make_comment(author=(author := make_user()))

    def edit(number: int) -> bool:
        return _try(
            app,
            author,
            lambda person: edit_comment(
                comment_or_404(comment.id, person), person, f"Nomor {number}", base_version=1
            ),
        )

    assert sorted(all_at_once(app, 2, edit)) == [False, True]
    assert count(PostVersion, PostVersion.post_id == comment.id) == 2


def test_replies_and_deletions_at_once_keep_the_counts(app: Flask) -> None:
    idea, authors, talkers = make_idea(), [make_user() for _ in range(4)], [make_user() for _ in range(6)]
    threads = [make_comment(idea, author) for author in authors]
    replies = [make_comment(idea, talker, reply_to=thread) for thread in threads for talker in talkers[:3]]
    jobs: list[Any] = [
        (talker, _say(idea, reply_to=thread.id)) for talker in talkers for thread in threads for _n in range(2)
    ]
    for number, (thread, author) in enumerate(zip(threads, authors, strict=True)):
        jobs.insert(number * 5, (author, _delete(thread)))
    for number, reply in enumerate(replies):
        jobs.insert(number * 3, (talkers[number % 3], _delete(reply)))
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda job: _try(app, *job), jobs))
    assert not any(fresh(thread).listed for thread in threads)
    _assert_counts_right()


def test_comments_votes_and_withdrawals_at_once_wait_for_each_other(app: Flask) -> None:
    challenge, author, people = make_challenge(), make_user(), [make_user() for _ in range(6)]
    ideas = [make_idea(challenge, author) for _ in range(5)]
    jobs: list[Any] = [(person, _say(idea)) for idea in ideas for person in people]
    jobs += [
        (person, lambda voter, idea=idea: cast_vote(idea_or_404(idea.id, voter), voter))
        for idea in ideas
        for person in people
    ]
    for number, idea in enumerate(ideas[:3]):
        jobs.insert(
            number * 7, (author, lambda person, idea=idea: withdraw_idea(idea_or_404(idea.id, person), person))
        )
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda job: _try(app, *job), jobs))
    assert [fresh(idea).comment_count for idea in ideas[3:]] == [6, 6]
    _assert_counts_right()


def test_no_comment_is_written_after_a_cancellation(app: Flask) -> None:
    owner, people = make_user(), [make_user() for _ in range(7)]
    idea = make_idea(challenge := make_challenge(owner=owner))

    def cancel(person: User) -> None:
        found = db.session.get(Challenge, challenge.id)
        assert found
        cancel_challenge(found, person, "Kami kehabisan bahan.")

    jobs: list[Any] = [(person, _say(idea)) for person in people]
    jobs.insert(3, (owner, cancel))
    all_at_once(app, 8, lambda number: _try(app, *jobs[number]))
    cancelled_at = fresh(challenge).cancelled_at
    assert cancelled_at
    assert fresh(idea).comment_count == count(Comment, Comment.status == PUBLISHED)
    assert not _try(app, people[0], _say(idea))
