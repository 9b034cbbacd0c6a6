"""Ballots that several requests change at once are locked in one order."""

from __future__ import annotations

import random

from flask import Flask

from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.votes.counting import give_back as give_supports_back
from ideaboard.votes.models import Ballot
from tests import database
from tests.factories import make_challenge, make_user
from tests.parallel import all_at_once

ROUNDS = 25


def test_withdrawals_that_share_supporters_do_not_wait_for_each_other(app: Flask) -> None:
    """Eight requests give support back to overlapping groups; PostgreSQL ends a deadlock with an error."""
    challenge = make_challenge()
    people = [make_user().id for _ in range(60)]
    random.Random(7).shuffle(people)  # Rows lie in the table in another order than their ids.
    ballots = [Ballot(challenge_id=challenge.id, user_id=person, used=1000) for person in people]
    database.write(lambda: db.session.add_all(ballots))

    def give_back(number: int) -> None:
        chance = random.Random(number)
        for _ in range(ROUNDS):
            with transaction():
                give_supports_back(challenge.id, sorted(chance.sample(people, 40)))

    all_at_once(app, 8, give_back)
    given = sum(1000 - ballot.used for ballot in map(database.fresh, ballots))
    assert given == 8 * ROUNDS * 40
