"""What tests of the second step share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

# The middle of a half minute, so that no test runs over its end.
START = datetime(2026, 11, 22, 3, 0, 15, tzinfo=UTC)


@pytest.fixture
def still() -> Iterator[Any]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller
