"""Staff who have to sign in in two steps (STAFF_TWO_STEP)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.accounts.roles import set_role
from tests.accounts.steps import is_signed_in, make_member
from tests.accounts.two_step.steps import begin, code, make_two_step, secret_on
from tests.database import context, fresh, on_sqlite, scalar

PAGE = "/akun/dua-langkah"
STAFF = [("/moderasi", {"is_moderator": True}), ("/admin", {"is_admin": True})]
staff = pytest.mark.parametrize(("room", "columns"), STAFF)
pytestmark = on_sqlite


@pytest.fixture
def required(app, monkeypatch):
    """Staff have to."""
    monkeypatch.setitem(app.config, "STAFF_TWO_STEP", True)


@staff
def test_without_the_setting_nobody_has_to(browse, room, columns):
    assert browse(make_member(**columns)).get(room).status_code == 200


@staff
def test_staff_are_led_to_the_set_up_and_back(browse, required, room, columns):
    me = browse(make_member(**columns))
    assert me.get(f"{room}?x=1").location == f"{PAGE}?next={room}?x%3D1"
    page = me.get(f"{PAGE}?next={room}")
    assert "#lock" in page.text.partition("<main")[2]
    begin(me)
    me.post(f"{PAGE}/pasang", {"code": code(secret=secret_on(me.get(f"{PAGE}/pasang")))})
    assert me.get(room).status_code == 200


@staff
def test_until_then_they_change_nothing(browse, required, room, columns):
    me, other = browse(make_member(**columns)), make_member("lain@contoh.example")
    answer = me.post(f"/admin/orang/{other.id}/peran", {"role": "moderator", "action": "add"})
    assert answer.status_code == 403
    assert me.post("/moderasi/kasus/1", {}).status_code in (403, 404, 405)
    assert not fresh(other).is_moderator


def test_every_room_of_theirs_is_closed(app, browse, required):
    me = browse(make_member(is_moderator=True, is_admin=True))
    rooms = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/moderasi", "/admin")) and "GET" in rule.methods and not rule.arguments
    ]
    assert len(rooms) > 10
    for rule in rooms:
        assert (me.get(rule.rule).location or "").startswith(PAGE), rule.rule


def test_a_fragment_leads_the_whole_page_there(browse, required):
    answer = browse(make_member(is_moderator=True)).get("/moderasi", htmx=True)
    assert answer.headers["HX-Redirect"].startswith(PAGE)


@staff
def test_who_has_set_it_up_works_as_before(browse, required, room, columns):
    assert browse(make_two_step(**columns)).get(room).status_code == 200


@pytest.mark.parametrize("path", ["/", PAGE, "/akun", "/akun/sesi", "/pemberitahuan", "/admin-bukan"])
def test_the_rest_stays_open_to_them(browse, required, path):
    assert browse(make_member(is_admin=True)).get(path).location is None


def test_members_and_visitors_notice_nothing(browse, required):
    assert browse(make_member()).get("/admin").status_code == 403
    assert browse().get("/admin").location == "/masuk?next=/admin"
    assert "#lock" not in browse(scalar(select(User))).get(PAGE).text.partition("<main")[2].partition("<form")[0]


def test_becoming_staff_ends_the_sessions_and_leads_there_after_signing_in(browse, required):
    member = make_member()
    before = browse(member)
    with context():
        set_role(member.id, "moderator", True, actor_id=None)
    assert not is_signed_in(before)
    assert browse(member).get("/moderasi").location.startswith(PAGE)


def test_who_switches_it_off_is_led_back(browse, required):
    from tests.accounts.steps import PASSWORD

    me = browse(make_two_step(is_admin=True))
    me.post(f"{PAGE}/matikan", {"current_password": PASSWORD, "code": code()})
    assert me.get("/admin").location.startswith(PAGE)
