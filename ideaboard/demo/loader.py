"""Load the demo: draw and hash first, then write everything in one transaction.

Dates follow today. What the content file holds for parts that are not built yet (answers, decisions,
results) is loaded by the work that builds them.
"""

import random
from collections.abc import Callable
from typing import Any

from flask import current_app
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.accounts.passwords import hash_password
from ideaboard.data.transaction import transaction
from ideaboard.demo.board import Board, read_content
from ideaboard.demo.challenges import add_challenges
from ideaboard.demo.comments import add_comments
from ideaboard.demo.files import draw_all
from ideaboard.demo.flagged import add_flagged
from ideaboard.demo.ideas import add_ideas
from ideaboard.demo.people import add_businesses, add_people, logins
from ideaboard.demo.support import add_support
from ideaboard.demo.updates import add_updates
from ideaboard.extensions import db
from ideaboard.posts.models import Post


class DemoRefused(Exception):
    """The demo content was not loaded; the message says why, in one line."""


class NotEmpty(DemoRefused):
    """Somebody is here already."""

    def __init__(self) -> None:
        super().__init__("the database is not empty; demo content is loaded into an empty one only")


def load_demo(say: Callable[[str], Any]) -> None:
    """Load the demo into an empty database and print its logins. Raises DemoRefused."""
    if current_app.config["PRODUCTION"]:
        raise DemoRefused("demo accounts have a known password: they are not made where BASE_URL is https://")
    refuse_unless_empty()
    say("Drawing the pictures of the demo…")
    content = read_content()
    # The sequence is fixed, so that the same content makes the same board; no secret comes from it.
    board = Board(content, draw_all(content), random.Random(content["meta"]["base_date"]))  # noqa: S311
    password = content["meta"]["password"]
    _write(board, hash_password(password))
    say("Demo content is loaded. Sign in with one of these addresses:")
    for role, email in logins(content):
        say(f"  {role:<10} {email}")
    say(f"  password   {password}")


def refuse_unless_empty() -> None:
    """Raise NotEmpty when there is an account or a contribution."""
    if db.session.scalar(select(User.id).limit(1)) or db.session.scalar(select(Post.id).limit(1)):
        raise NotEmpty


def _write(board: Board, password_hash: str) -> None:
    with transaction():
        refuse_unless_empty()
        add_people(board, password_hash)
        add_businesses(board)
        add_challenges(board)
        add_ideas(board)
        add_support(board)
        add_comments(board)
        add_updates(board)
        add_flagged(board)
