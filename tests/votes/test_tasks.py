"""Jobs of support."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.votes.models import Vote
from ideaboard.votes.tasks import forget_networks
from tests import database
from tests.factories import make_idea, make_user
from tests.votes.test_service import vote


def test_networks_are_forgotten_after_thirty_days(app: Flask) -> None:
    idea, early, late = make_idea(), make_user(), make_user()
    for person in (early, late):
        vote(app, idea, person)
    month_ago = now() - timedelta(days=31)
    aged = update(Vote).where(Vote.user_id == early.id).values(created_at=month_ago)
    database.write(lambda: db.session.execute(aged))
    with app.app_context():
        forget_networks()
    kept = dict.fromkeys(database.rows(select(Vote.user_id).where(Vote.network_hash != "")))
    assert list(kept) == [late.id]
