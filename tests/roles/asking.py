"""Ask every route as every role, each on the same untouched board."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from tests.browser import Browser
from tests.roles.world import ROLES, World

TABLE = Path(__file__).with_name("table.txt")
_LEFT_OUT = {"static"}
_SIGN_IN = "in"  # sent to the sign-in page
_READS = {"GET", "HEAD", "OPTIONS"}
WIDTH = 70


def rows_of(app: Flask, world: World) -> list[str]:
    """Return a line for each method and rule: what each role is answered."""
    tokens = {role: token_of(app, person) for role, person in world.people.items() if person}
    saved = Saved(app)
    lines = [f"{'':<{WIDTH}}" + "".join(f"{role:>10}" for role in ROLES)]
    for method, rule, path in asked(app, world):
        answers = [_answer(browser_of(app, tokens.get(role)), method, path, saved) for role in ROLES]
        lines.append(f"{method + ' ' + rule:<{WIDTH}}" + "".join(f"{answer:>10}" for answer in answers))
    return lines


def read(lines: list[str]) -> dict[str, dict[str, str]]:
    """Return rule → role → answer."""
    words = [(line, line.split()[-len(ROLES) :]) for line in lines[1:] if line]
    return {line[:WIDTH].strip(): dict(zip(ROLES, answers, strict=True)) for line, answers in words}


def asked(app: Flask, world: World) -> Iterator[tuple[str, str, str]]:
    """Give (method, rule, address) of everything that can be asked for, sorted."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in _LEFT_OUT]
    for rule in sorted(rules, key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule.rule, world.path(rule.rule, set(rule.arguments), rule.endpoint)


def _answer(browser: Browser, method: str, path: str, saved: Saved) -> str:
    answer = browser.get(path) if method in _READS else browser.post(path, {})
    saved.bring_back()
    if answer.status_code in (302, 303) and (answer.location or "").startswith("/masuk"):
        return _SIGN_IN
    return str(answer.status_code)


def token_of(app: Flask, person: User) -> str:
    """Sign somebody in; return what names the session in its cookie."""
    browser = Browser(app).sign_in(person)
    with browser.client.session_transaction() as session:
        return str(session["_user_id"])


def browser_of(app: Flask, token: str | None) -> Browser:
    """Return a browser that nobody used yet, with a session that is in the saved board."""
    browser = Browser(app)
    if token:
        with browser.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
    return browser


class Saved:
    """The database file as it was before anybody asked."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.file = Path(str(db.engine.url.database))
            with db.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            self._let_go()
        self.copy = self.file.with_suffix(".saved")
        shutil.copy(self.file, self.copy)

    def is_changed(self) -> bool:
        """Say whether anybody wrote since."""
        wal = Path(f"{self.file}-wal")
        return wal.exists() and wal.stat().st_size > 0

    def bring_back(self) -> None:
        """Put the file back in its place, if anybody wrote."""
        if not self.is_changed():
            return
        with self.app.app_context():
            self._let_go()
        for end in ("-wal", "-shm"):
            Path(f"{self.file}{end}").unlink(missing_ok=True)
        shutil.copy(self.copy, self.file)

    def _let_go(self) -> None:
        db.session.remove()
        db.engine.dispose()
