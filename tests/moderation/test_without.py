"""The board works without this package: it is one room, not a wall that carries others."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard import app as application
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from tests import database
from tests.browser import Browser
from tests.conftest import test_settings
from tests.factories import make_idea, make_user

OWN = ("moderation.", "admin.orders.")  # its lines in app.py


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """An app without moderation's lines in app.py."""
    for name in ("ROUTES", "REGISTERED"):
        lines = tuple(line for line in getattr(application, name) if not line.startswith(OWN))
        monkeypatch.setattr(application, name, lines)
    made = application.create_app(test_settings(tmp_path, ""))
    with made.app_context():
        db.create_all()
    database.use(made)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_pages_open_and_ideas_are_sent_without_moderation(bare):
    idea = make_idea()
    admin = Browser(bare).sign_in(make_user(is_admin=True, is_moderator=True))
    for path in ("/", idea.path, "/akun", "/admin", "/admin/saringan", "/admin/saringan/belajar", "/pemberitahuan"):
        page = admin.get(path)
        assert page.status_code == 200, path
        assert "/moderasi" not in page.text
    assert admin.get("/moderasi").status_code == 404
    assert admin.post(f"/i/{idea.id}/komentar", {"body": "Setuju sekali."}).status_code == 303
    assert database.scalar(select(Idea.comment_count)) == 1
