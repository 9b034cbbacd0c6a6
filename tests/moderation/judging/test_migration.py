"""The tables of decisions go back and forward with what stands in them."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from ideaboard.extensions import db
from ideaboard.moderation.judging.samples import ask_again
from ideaboard.moderation.models import Decision
from tests import database
from tests.factories import make_idea
from tests.moderation.judging.steps import case_about, decide
from tests.moderation.steps import make_moderator
from tests.test_migrations import empty_app  # noqa: F401  (a fixture)


def counted(table: str) -> int:
    with db.engine.connect() as link:
        return int(link.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_decisions_stay_and_second_looks_go(empty_app: Flask) -> None:  # noqa: F811
    upgrade()
    database.use(empty_app)
    dewi, sari = make_moderator("Dewi"), make_moderator("Sari")
    idea, other = make_idea(), make_idea()
    decide(idea, dewi, "hide", reason="hoax")
    decide(other, dewi, "remove", reason="abuse", measure="suspend")
    database.write(lambda: ask_again(db.session.get_one(Decision, 1)))
    sample = case_about(idea, kind="sample")
    decide(sample, sari, "keep")
    assert (counted("decisions"), counted("cases"), counted("samples")) == (3, 3, 1)
    db.session.remove()
    downgrade(revision="0012")
    assert (counted("decisions"), counted("cases")) == (2, 2)
    upgrade()
    assert (counted("decisions"), counted("cases"), counted("samples")) == (2, 2, 0)
