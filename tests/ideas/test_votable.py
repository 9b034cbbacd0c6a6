"""What support reads of an idea the short way: what everybody sees, and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask

from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.votable import votable_idea
from ideaboard.posts.models import HELD, HIDDEN
from tests.factories import make_challenge, make_idea, make_user


def test_it_says_the_same_as_the_long_way(app: Flask) -> None:
    made, reader = make_idea(title="Keripik pedas"), make_user()
    with app.test_request_context():
        short, long = votable_idea(made.id), idea_or_404(made.id, reader)
        assert short is not None
        for name in ("id", "author_id", "version", "title", "vote_count", "path"):
            assert getattr(short, name) == getattr(long, name), name
        for name in ("id", "business_id", "slug", "is_fair", "accepts_votes", "counts_are_sealed", "opens_at"):
            assert getattr(short.challenge, name) == getattr(long.challenge, name), name


@pytest.mark.parametrize("status", [HELD, HIDDEN])
def test_what_not_everybody_sees_is_none(app: Flask, status: str) -> None:
    made, below = make_idea(status=status), make_idea(challenge=make_challenge(status=status))
    with app.test_request_context():
        assert votable_idea(made.id) is None
        assert votable_idea(below.id) is None
        assert votable_idea(2**40) is None
