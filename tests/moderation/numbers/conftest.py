"""Moderators and their decisions, for the numbers."""

from __future__ import annotations

import pytest

from tests.moderation.steps import make_moderator


@pytest.fixture
def dewi(app):
    """A moderator, and another one who decides about appeals."""
    return make_moderator("Dewi")


@pytest.fixture
def sari(app, dewi):
    """The other one."""
    return make_moderator("Sari")
