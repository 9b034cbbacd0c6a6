"""Two moderators, and a decision of the first one."""

from __future__ import annotations

import pytest

from tests.factories import make_idea, make_user
from tests.moderation.judging.steps import case_about, decide
from tests.moderation.steps import make_moderator


@pytest.fixture
def dewi(app):
    """Decides first."""
    return make_moderator("Dewi")


@pytest.fixture
def sari(app, dewi):
    """Decides about appeals."""
    return make_moderator("Sari")


@pytest.fixture
def author(app):
    """Whose posts are decided about."""
    return make_user("Rina")


@pytest.fixture
def idea(author):
    """A public idea with support."""
    return make_idea(author=author, votes=9)


@pytest.fixture
def removed(idea, dewi, sari):
    """The decision that removed it."""
    case_about(idea)
    return decide(idea, dewi, "remove", reason="gambling")
