"""An engine that knows a few words: these tests ask how a verdict is carried out, not how it is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ideaboard.posts.releasing import release as release_post
from tests.database import fresh, write
from tests.screening.wiring.words import FakeEngine


@pytest.fixture(autouse=True)
def fake_engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """Let every text be read by the few words."""
    engine = FakeEngine()
    monkeypatch.setattr("ideaboard.screening.fields.read", engine.screen)
    monkeypatch.setattr("ideaboard.screening.validators.read", engine.screen)
    return engine


@pytest.fixture
def release() -> Callable[[Any], None]:
    """Publish a held post, as a moderator does."""
    return lambda post: write(lambda: release_post(fresh(post)))
