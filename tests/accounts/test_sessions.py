"""The list of signed-in devices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ideaboard.accounts import sessions
from ideaboard.accounts.models import UserSession
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.accounts.steps import is_signed_in, make_member, sign_in
from tests.browser import Browser
from tests.database import count, rows, scalar, write
from tests.factories import make_user

AGENTS = {
    "(Linux; Android 13; CPH2387) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36": "Chrome, Android",
    "(Linux; Android 13) SamsungBrowser/25.0 Chrome/121.0 Safari/537.36": "Samsung Internet, Android",
    "(Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0": "Edge, Windows",
    "(iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1": "Safari, iPhone",
    "(Macintosh; Intel Mac OS X 10.15; rv:130.0) Firefox/130.0": "Firefox, macOS",
    "curl/8": "",
}


def session_ids(user) -> list[int]:
    return rows(select(UserSession.id).where(UserSession.user_id == user.id).order_by(UserSession.id))


@pytest.mark.parametrize(("agent", "device"), AGENTS.items())
def test_a_device_is_named_in_two_words(browser, agent, device):
    make_member()
    browser.post(
        "/masuk", {"email": "rina@contoh.example", "password": "kuda terbang hijau"}, headers={"User-Agent": agent}
    )
    assert scalar(select(UserSession.device)) == device


def test_the_list_shows_own_sessions_only_and_marks_this_one(browse):
    member = make_user()
    me, _other, _stranger = browse(member), browse(member), browse(make_user())
    page = me.get("/akun/sesi").text
    assert page.count('<li id="session-') == 2
    assert page.count("Perangkat ini") == 1


def test_one_session_can_be_ended(browse):
    member = make_user()
    me, other = browse(member), browse(member)
    assert me.post(f"/akun/sesi/{session_ids(member)[1]}/akhiri").location == "/akun/sesi"
    assert is_signed_in(me)
    assert not is_signed_in(other)


def test_ending_this_session_signs_out(browse):
    member = make_user()
    me = browse(member)
    assert me.post(f"/akun/sesi/{session_ids(member)[0]}/akhiri").location == "/masuk"
    assert not is_signed_in(me)


def test_the_session_of_another_person_is_not_there(browse):
    stranger = make_user()
    victim = browse(stranger)
    assert browse(make_user()).post(f"/akun/sesi/{session_ids(stranger)[0]}/akhiri").status_code == 404
    assert is_signed_in(victim)


def test_all_others_can_be_ended(browse):
    member = make_user()
    me, others = browse(member), [browse(member) for _ in range(3)]
    me.post("/akun/sesi/akhiri", {"which": "others"})
    assert is_signed_in(me)
    assert not any(map(is_signed_in, others))


def test_everything_can_be_ended(browse):
    member, stranger = make_user(), make_user()
    me, other, untouched = browse(member), browse(member), browse(stranger)
    assert me.post("/akun/sesi/akhiri", {"which": "all"}).location == "/masuk"
    assert not is_signed_in(me)
    assert not is_signed_in(other)
    assert is_signed_in(untouched)


def test_a_dead_session_is_told_with_401_and_the_text_is_kept(browse):
    member = make_user()
    me, other = browse(member), browse(member)
    me.post("/akun/sesi/akhiri", {"which": "others"})
    answer = other.post("/akun", {"name": "Nama yang sudah saya ketik"})
    assert answer.status_code == 401
    assert "Nama yang sudah saya ketik" in answer.text


def test_network_hashes_go_after_thirty_days_and_dead_sessions_at_once(browse, in_request):
    member = make_member()
    sign_in(Browser(in_request))
    browse(member)
    write(
        lambda: db.session.execute(
            update(UserSession).values(created_at=now() - timedelta(days=31), network_hash="x")
        )
    )
    (first, second) = session_ids(member)
    write(lambda: db.session.execute(update(UserSession).where(UserSession.id == first).values(expires_at=now())))
    sessions.sweep()
    assert session_ids(member) == [second]
    assert scalar(select(UserSession.network_hash)) == ""


def test_visitors_make_no_sessions(app):
    for _ in range(20):
        Browser(app).get("/masuk")
    assert count(UserSession) == 0


def test_what_was_used_is_remembered(browse, in_request):
    member = make_user()
    browse(member)
    write(lambda: db.session.execute(update(UserSession).values(last_seen_at=now() - timedelta(days=2))))
    sessions.note_seen({session_ids(member)[0]: 1})
    assert scalar(select(UserSession.last_seen_at)) > now() - timedelta(minutes=1)
