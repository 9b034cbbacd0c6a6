"""What people do with support in a browser, step by step, for tests."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from ideaboard.challenges.models import Challenge
from ideaboard.ideas.models import Idea
from ideaboard.votes.models import Vote
from tests.browser import Browser
from tests.database import count, rows
from tests.factories import make_idea


def support(browser: Browser, idea: Idea, htmx: bool = False, **fields: Any) -> TestResponse:
    """Press "support"."""
    return browser.post(f"/i/{idea.id}/dukung", fields, htmx=htmx)


def take_back(browser: Browser, idea: Idea, htmx: bool = False, **fields: Any) -> TestResponse:
    """Press "supported"."""
    return browser.post(f"/i/{idea.id}/dukung/batal", fields, htmx=htmx)


def supported_by(person: Any) -> set[int]:
    """Return the ids of the ideas a person supports."""
    return set(rows(select(Vote.idea_id).where(Vote.user_id == person.id)))


def votes() -> int:
    """Return how many votes there are."""
    return count(Vote)


def make_ideas(challenge: Challenge, number: int) -> list[Idea]:
    """Several ideas on one board, each of another author."""
    return [make_idea(challenge) for _ in range(number)]


def button(html: str, idea: Idea) -> str:
    """Return the part of a page or fragment that holds an idea's support button."""
    found = re.search(rf'<div id="idea-{idea.id}-vote".*?</div>', html, re.S)
    return found[0] if found else ""
