"""A moderator, and her browser."""

from __future__ import annotations

import pytest

from tests.moderation.steps import make_moderator


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator()


@pytest.fixture
def me(dewi, browse):
    """A moderator's browser."""
    return browse(dewi)
