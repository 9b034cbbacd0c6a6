"""Instances to break."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An instance on SQLite of its own; nothing runs yet."""
    made = Site(tmp_path)
    yield made
    made.close()
