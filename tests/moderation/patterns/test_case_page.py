"""The page of a case about votes says in plain words what it rests on, and takes both decisions."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests import database
from tests.browser import Browser
from tests.factories import make_user
from tests.moderation.patterns.steps import case_about, drift, look, make_ring, states

Browse = Callable[..., Browser]


def test_a_moderator_reads_the_signs_and_no_name(app: Flask, browse: Browse) -> None:
    [idea, _other], people = make_ring()
    look()
    address = f"/moderasi/kasus/{case_about(idea).id}?bahasa=en"
    html = browse(make_user(is_moderator=True)).get(address).get_data(as_text=True)
    assert "This is about 4 supports." in html
    assert "Both used one network or one phone: 6 of 6 pairs." in html
    assert not [person.name for person in people if f">{person.name}<" in html]


def test_a_moderator_voids_them_on_that_page(app: Flask, browse: Browse) -> None:
    [idea, _other], _people = make_ring()
    look()
    case = case_about(idea)
    moderator = browse(make_user(is_moderator=True))
    fields = {"choice": "void", "version": database.fresh(idea).version}
    answer = moderator.post(f"/moderasi/kasus/{case.id}/putuskan", fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)[-2000:]
    assert (states(idea), drift()) == (["void"] * 4, [])
