"""Operating points: shown by name, tried on what was written, chosen with an audit row."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from ideaboard.admin.screening import preview
from ideaboard.audit.models import AuditEntry
from ideaboard.extensions import db
from ideaboard.screening.choices import choose as choose_points
from ideaboard.screening.choices import settings
from ideaboard.screening.context import Context
from ideaboard.screening.models import ScreeningResult
from ideaboard.screening.service import engine
from ideaboard.screening.settings import SHIPPED, Choice
from tests.database import context, count, rows, statements, write
from tests.factories import make_idea, make_user

STRICT = {"warn": "never", "hold": "1%", "refuse": "never"}


@pytest.fixture
def admin(app):
    """An admin."""
    return make_user("Ibu Admin", is_admin=True)


@pytest.fixture
def me(browse, admin):
    """Her browser."""
    return browse(admin)


def choose(browser, kind="gambling", do="save", **points):
    return browser.post(f"/admin/saringan/titik/{kind}?bahasa=en", {**STRICT, **points, "do": do})


def chosen(kind="gambling") -> Choice:
    with context():
        return settings().choices[kind]


def make_result(post, score: float) -> None:
    said = {"verdict": "allow", "score": score, "scores": {"gambling": score}, "signals": [], "masked": {}}
    row = ScreeningResult(post_id=post.id, advice={}, engine="test", **said)
    write(lambda: db.session.add(row))


def test_only_admins_may_see_and_choose(browse, browser):
    assert browser.get("/admin/saringan").location == "/masuk?next=/admin/saringan"
    for columns in ({}, {"is_moderator": True}):
        other = browse(make_user(**columns))
        assert other.get("/admin/saringan").status_code == 403
        assert choose(other).status_code == 403
    assert chosen() == SHIPPED["gambling"]


def test_points_are_named_and_no_score_is_shown(me):
    page = me.get("/admin/saringan?bahasa=en").text
    assert "Careful: at most 3 of 1,000" in page
    assert "0.75" not in page


def test_a_choice_holds_from_the_next_text_on_and_is_audited(me, admin):
    assert choose(me).location == "/admin/saringan"
    assert chosen() == Choice(hold="1%")
    [entry] = rows(select(AuditEntry))
    assert (entry.action, entry.actor_id, entry.before["hold"], entry.after["hold"]) == (
        *("screening.choose", admin.id),
        *("0.3%", "1%"),
    )


def test_the_engine_takes_what_was_chosen(app):
    with context():
        assert engine().settings.choices["gambling"] == SHIPPED["gambling"]
        choose_points("gambling", Choice(), actor_id=None)
        assert engine().settings.choices["gambling"] == Choice()
        assert engine().screen("slot gacor maxwin, depo 20 ribu", Context()).verdict == "allow"


def test_choosing_the_same_again_writes_nothing(me):
    choose(me)
    choose(me)
    assert count(AuditEntry) == 1


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        ("gambling", {"refuse": "3%"}),  # Machines refuse only what is certain.
        ("gambling", {"hold": "0.75"}),
        ("gambling", {"hold": ""}),
        ("hoax", {}),
        ("nothing", {}),
    ],
)
def test_what_was_never_offered_is_refused(me, kind, points):
    assert choose(me, kind, **points).status_code == 400
    assert count(AuditEntry) == 0


def test_trying_shows_what_would_have_been_held_and_saves_nothing(me):
    for score in (0.0, 0.65, 0.7, 0.95):
        make_result(make_idea(), score)
    assert "3 of 4 posts, 3 of them are on show now." in choose(me, do="try").text
    assert chosen() == SHIPPED["gambling"]


@pytest.mark.parametrize(("in_shadow", "reached"), [(False, 1), (True, 0)])
def test_trying_takes_the_points_of_a_model_once_it_acts(me, monkeypatch, in_shadow, reached):
    model = SimpleNamespace(points={"1%": 0.2}, in_shadow=in_shadow)
    monkeypatch.setattr(preview, "engine", lambda: SimpleNamespace(models={"gambling": model}))
    make_result(make_idea(), 0.25)
    assert (
        f"{reached} of 1 posts" in choose(me, do="try").text or f"{reached} of 1 post" in choose(me, do="try").text
    )


def test_the_page_needs_the_same_statements_for_any_number_of_results(me):
    me.get("/admin/saringan")
    with statements() as few:
        me.get("/admin/saringan")
    for _ in range(5):
        make_result(make_idea(), 0.9)
    with statements() as many:
        me.get("/admin/saringan")
    assert len(many) == len(few) <= 8
