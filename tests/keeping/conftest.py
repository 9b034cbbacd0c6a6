"""Boards of their own: migrated databases that a backup may copy and a restore may replace."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from ideaboard.app import create_app
from ideaboard.extensions import db
from tests import database, services
from tests.conftest import made_database, test_settings

_numbers = count(1)


def let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in app.extensions["engines"]:
            engine.dispose()


def migrated(folder: Path, url: str) -> None:
    app = create_app(test_settings(folder, url))
    with app.app_context():
        upgrade()
    let_go(app)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without content."""
    folder = tmp_path_factory.mktemp("template")
    migrated(folder, f"sqlite:///{folder / 'board.db'}")
    return folder / "board.db"


@pytest.fixture(scope="session")
def postgresql_template(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a migrated database without content."""
    with made_database(f"ideaboard_template_{os.getpid()}_{worker}") as url:
        migrated(tmp_path_factory.mktemp("template"), url)
        yield url.rsplit("/", 1)[1]


@pytest.fixture
def new_postgresql(postgresql_template: str, worker: str) -> Iterator[Callable[[], str]]:
    """Return addresses of new migrated databases; all of them are dropped at the end."""
    engine = create_engine(services.postgresql_server(), isolation_level="AUTOCOMMIT")  # type: ignore[arg-type]
    made = []

    def make() -> str:
        name = f"ideaboard_keeping_{os.getpid()}_{worker}_{next(_numbers)}"
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template}"'))
        made.append(name)
        return services.postgresql_server().set(database=name).render_as_string(hide_password=False)  # type: ignore[attr-defined]

    yield make
    with engine.connect() as connection:
        for name in made:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture
def new_sqlite(sqlite_template: Path, tmp_path: Path) -> Callable[[], str]:
    """Return addresses of new migrated databases."""

    def make() -> str:
        path = tmp_path / f"board{next(_numbers)}.db"
        shutil.copy(sqlite_template, path)
        return f"sqlite:///{path}"

    return make


@pytest.fixture
def board_at(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Return apps on an address, each with an instance of its own; the last one is the one that factories use."""
    apps = []

    def make(url: str, **settings: object) -> Flask:
        instance = tmp_path / f"instance{next(_numbers)}"
        instance.mkdir()
        apps.append(create_app({**test_settings(instance, url), **settings}))
        database.use(apps[-1])
        return apps[-1]

    yield make
    for app in apps:
        let_go(app)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def board_url(request: pytest.FixtureRequest) -> str:
    """An empty migrated database of each kind."""
    return request.getfixturevalue(f"new_{request.param}")()


@pytest.fixture
def board(board_at: Callable[..., Flask], board_url: str) -> Flask:
    """A board without content on each kind of database."""
    return board_at(board_url)


@pytest.fixture
def small_board(board_at: Callable[..., Flask], new_sqlite: Callable[[], str]) -> Flask:
    """A board without content on SQLite, for what does not depend on the database."""
    return board_at(new_sqlite())
