"""How far the models have come."""

from __future__ import annotations

import pytest

from ideaboard.admin.screening.learned import State, states
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.posts.models import REMOVED
from ideaboard.screening.learning.models import LearnedModel
from ideaboard.screening.learning.service import take_back, teach
from ideaboard.screening.models import ScreeningResult
from tests.database import context, statements, write
from tests.factories import make_idea, make_user


def state_of(kind: str) -> State:
    with context():
        return next(state for state in states() if state.kind == kind)


def make_advice(post, value: float) -> None:
    said = {"verdict": "allow", "score": 0.0, "scores": {}, "signals": [], "masked": {}, "engine": "test"}
    row = ScreeningResult(post_id=post.id, advice={"gambling": value}, **said)
    write(lambda: db.session.add(row))


def test_only_admins_may_see_it(browse):
    assert browse(make_user(is_moderator=True)).get("/admin/saringan/belajar").status_code == 403
    page = browse(make_user(is_admin=True)).get("/admin/saringan/belajar?bahasa=en")
    assert page.status_code == 200
    assert page.text.count("Only advises") == 4


def test_what_decisions_taught_is_counted_unless_taken_back(app):
    with context(), transaction():
        for text, is_kind in (("slot gacor", True), ("maxwin depo", True), ("keripik enak", False)):
            last = teach("gambling", text, is_kind, moderator_id=None)
        take_back(last, moderator_id=None)
    found = state_of("gambling")
    assert (found.of_kind, found.kept, found.acts) == (2, 0, False)
    assert found.missing == (98, 100)
    assert found.would_hold is None


def test_what_a_model_in_shadow_would_have_done_is_counted(app):
    row = LearnedModel(kind="gambling", points={"0.3%": 0.8}, base_kind_count=120, base_kept_count=40)
    write(lambda: db.session.add(row))
    for value in (0.1, 0.85, 0.9):
        make_advice(make_idea(), value)
    make_advice(make_idea(status=REMOVED), 0.99)
    found = state_of("gambling")
    assert (found.asked, found.would_hold, found.shown) == (4, 3, 2)
    assert found.missing == (0, 60)


@pytest.mark.parametrize("posts", [0, 4])
def test_the_page_needs_few_statements(browse, posts):
    for _ in range(posts):
        make_advice(make_idea(), 0.9)
    me = browse(make_user(is_admin=True))
    me.get("/admin/saringan/belajar")
    with statements() as seen:
        me.get("/admin/saringan/belajar")
    assert len(seen) <= 7
