"""A crowd of strangers hides nothing; two people of whom one is known hide a fraud at once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from ideaboard.moderation.cases.models import Case
from ideaboard.posts.models import HELD, PUBLISHED
from tests.database import fresh, rows
from tests.factories import make_idea
from tests.moderation.reports.steps import make_reporter, say


@pytest.mark.parametrize("crowd", [3, 5, 10, 20])
@pytest.mark.parametrize("trust", [0, 1])
def test_a_crowd_of_strangers_hides_no_clean_idea(app: Flask, crowd: int, trust: int) -> None:
    idea = make_idea()
    for _number in range(crowd):
        say(idea, make_reporter(trust), "fraud")
    assert fresh(idea).status == PUBLISHED
    (case,) = rows(select(Case))
    assert case.reports == crowd


def test_a_regular_and_a_member_hide_a_fraud_at_once(app: Flask) -> None:
    scam = make_idea(body="Anda menang undian! Transfer biaya admin Rp250.000 dulu.")
    say(scam, make_reporter(1))
    assert fresh(scam).status == PUBLISHED
    say(scam, make_reporter(2))
    assert fresh(scam).status == HELD
