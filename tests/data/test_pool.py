"""As many requests at once as a file is ever asked: none waits for a connection that another one holds."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import select

from ideaboard.data.kept import Read
from ideaboard.data.transaction import transaction
from ideaboard.ideas.models import Idea
from tests.database import count, on_sqlite
from tests.factories import make_idea
from tests.parallel import all_at_once

REQUESTS = 40


@on_sqlite
def test_forty_that_read_and_then_write_all_succeed(app: Flask) -> None:
    make_idea()
    read, everybody = Read(lambda: select(Idea.__table__.c.id)), threading.Barrier(REQUESTS)

    def read_then_write(_number: int) -> int:
        found = read.rows()
        everybody.wait(timeout=120)  # Each holds the connection that it read by.
        with transaction():
            return len(found)

    assert all_at_once(app, REQUESTS, read_then_write) == [1] * REQUESTS
    assert count(Idea) == 1
