"""The pages of orders: admins enter, open and lift; authors read and object; others find nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.erasing import erase
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.orders.models import LegalOrder, SealedCopy
from ideaboard.moderation.orders.queries import Counts, counts
from ideaboard.posts.models import HIDDEN, PUBLISHED
from tests.browser import Browser
from tests.comments.steps import make_comment
from tests.database import context, count, fresh, rows, write
from tests.factories import make_challenge, make_idea, make_update, make_user
from tests.moderation.orders.steps import GROUND, OUTCOME, form, lift, make_admin, order
from tests.notifications.steps import deliver, told

Browse = Callable[..., Browser]
NEW = "/admin/perintah/baru"


@pytest.fixture
def admin(app: Flask) -> User:
    """An admin."""
    return make_admin()


def enter(browser: Browser, address: str, post_id: int, **fields: str) -> None:
    """Enter an order in both steps."""
    assert browser.post(NEW, form(address, **fields)).status_code == 200
    answer = browser.post(NEW, form(address, confirmed=str(post_id), **fields))
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("columns", [{}, {"is_moderator": True}])
def test_only_admins_get_in(browse: Browse, browser: Browser, columns: dict[str, bool]) -> None:
    idea = make_idea()
    one = order(idea)
    me = browse(make_user(**columns))
    for path in ("/admin/perintah", NEW, f"/admin/perintah/{one.id}"):
        assert (me.get(path).status_code, browser.get(path).status_code) == (403, 303)
    for path in (NEW, f"/admin/perintah/{one.id}/cabut", f"/admin/perintah/{one.id}/salinan"):
        assert (me.post(path).status_code, browser.post(path).status_code) == (403, 401)
    assert rows(select(AuditEntry.action)) == ["order.apply"]


def test_the_post_is_shown_first_and_hidden_by_the_second_press(browse: Browse, admin: User) -> None:
    idea, me = make_idea(title="Rak dari bambu"), browse(admin)
    first = me.post(NEW, form(idea))
    assert (first.status_code, "Rak dari bambu" in first.text, fresh(idea).status) == (200, True, PUBLISHED)
    answer = me.post(NEW, form(idea, confirmed=str(idea.id)))
    [one] = rows(select(LegalOrder))
    assert (answer.status_code, answer.location) == (303, f"/admin/perintah/{one.id}")
    assert (fresh(idea).status, one.entered_by_id, one.hours) == (HIDDEN, admin.id, 4)
    assert one.due_at - one.received_at == timedelta(hours=4)
    assert one.is_in_time


def test_a_confirmation_of_another_post_hides_nothing(browse: Browse, admin: User) -> None:
    idea, other = make_idea(), make_idea()
    assert browse(admin).post(NEW, form(idea, confirmed=str(other.id))).status_code == 200
    assert {fresh(idea).status, fresh(other).status} == {PUBLISHED}


def test_posts_are_found_by_their_addresses(app: Flask, browse: Browse, admin: User) -> None:
    challenge = make_challenge(owner=(owner := make_user()))
    idea = make_idea(challenge)
    comment, update = make_comment(idea), make_update(challenge, owner)
    base = app.config["BASE_URL"]
    named = {
        f"{base}{idea.path}?urut=ramai#komentar": idea,
        f"#{comment.id}": comment,
        comment.path: comment,
        f"{challenge.path}/kabar/{update.id}": update,
        f"{base}{challenge.path}/brief": challenge,
    }
    for address, post in named.items():
        enter(browse(admin), address, post.id, reference=f"R/{post.id}/{len(address)}")
        lift(rows(select(LegalOrder).order_by(LegalOrder.id.desc()))[0], admin)


@pytest.mark.parametrize(
    "address", ["999", "https://lain.example/i/1", "/i/999-apa", "halo", "//", "http://[", "9" * 30, "/t/tidak-ada"]
)
def test_what_is_no_post_of_this_site_is_said(browse: Browse, admin: User, address: str) -> None:
    make_idea()
    answer = browse(admin).post(f"{NEW}?bahasa=en", form(address))
    assert (answer.status_code, "No post of this site" in answer.text) == (422, True)
    assert count(LegalOrder) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"reference": ""},
        {"authority": "x"},
        {"ground": "pendek"},
        {"ground": "x" * 601},
        {"hours": "5"},
        {"hours": ""},
        {"received_time": "25.00"},
        {"received_on": "kemarin"},
        {"received_on": "2020-01-01"},
        {"received_on": "2099-01-01"},
    ],
)
def test_wrong_fields_are_refused_and_kept(browse: Browse, admin: User, fields: dict[str, str]) -> None:
    idea = make_idea()
    answer = browse(admin).post(NEW, form(idea, confirmed=str(idea.id), **fields))
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert (count(LegalOrder), fresh(idea).status) == (0, PUBLISHED)


def test_an_order_carried_out_late_says_so(browse: Browse, admin: User) -> None:
    one = order(make_idea(), admin, hours=4, received_at=now() - timedelta(hours=5))
    assert "Carried out late" in browse(admin).get(f"/admin/perintah/{one.id}?bahasa=en").text


def test_lifting_needs_words_and_restores(browse: Browse, admin: User) -> None:
    idea, me = make_idea(), browse(admin)
    one = order(idea, admin)
    assert me.post(f"/admin/perintah/{one.id}/cabut", {"outcome": ""}).status_code == 422
    answer = me.post(f"/admin/perintah/{one.id}/cabut", {"outcome": OUTCOME})
    assert (answer.status_code, fresh(idea).status) == (303, PUBLISHED)
    assert me.post(f"/admin/perintah/{one.id}/cabut", {"outcome": OUTCOME}).status_code == 409
    assert me.post("/admin/perintah/999/cabut", {"outcome": OUTCOME}).status_code == 404


def test_each_opening_of_the_copy_is_in_the_log(browse: Browse, admin: User) -> None:
    one = order(make_idea(body="Rak dari bambu tali, <b>kuat</b>."), admin)
    me = browse(admin)
    for _n in range(2):
        page = me.post(f"/admin/perintah/{one.id}/salinan")
        assert (page.status_code, "Rak dari bambu tali, &lt;b&gt;kuat" in page.text) == (200, True)
        assert page.headers["Cache-Control"] == "private, no-store"
    opened = rows(select(AuditEntry).where(AuditEntry.action == "order.open"))
    assert [(entry.actor_id, entry.object_id) for entry in opened] == [(admin.id, one.id)] * 2
    assert me.get(f"/admin/perintah/{one.id}/salinan").status_code == 405


def test_a_changed_copy_is_noticed(browse: Browse, admin: User) -> None:
    one = order(make_idea(), admin)
    write(lambda: setattr(db.session.get_one(SealedCopy, one.id), "pictures", [{"name": "0" * 32, "alt": ""}]))
    page = browse(admin).post(f"/admin/perintah/{one.id}/salinan?bahasa=en").text
    assert "somebody changed it" in page


def test_the_list_shows_all_or_those_in_force(browse: Browse, admin: User) -> None:
    lift(order(make_idea(), admin, reference="LAMA-1"), admin)
    order(make_idea(), admin, reference="BARU-2")
    me = browse(admin)
    assert [name in me.get("/admin/perintah").text for name in ("LAMA-1", "BARU-2")] == [True, True]
    shown = me.get("/admin/perintah?saring=berlaku").text
    assert [name in shown for name in ("LAMA-1", "BARU-2")] == [False, True]


def test_the_author_is_told_the_ground_and_of_the_end(browse: Browse, admin: User) -> None:
    idea = make_idea(author=(author := make_user()))
    one = order(idea, admin)
    deliver()
    assert told(author) == ["order_applied"]
    notices = browse(author).get("/pemberitahuan?bahasa=en").text
    assert "An order of Kementerian Komunikasi dan Digital (B-17/2026) hides this" in notices
    page = browse(author).get(f"/akun/perintah/{one.id}?bahasa=en").text
    assert (GROUND in page, "How to object" in page) == (True, True)
    lift(one, admin)
    deliver()
    assert told(author) == ["order_applied", "order_lifted"]
    assert OUTCOME in browse(author).get(f"/akun/perintah/{one.id}").text


def test_nobody_but_the_author_reads_it(browse: Browse, admin: User) -> None:
    one = order(make_idea(author=make_user()), admin)
    for reader in (browse(make_user()), browse(admin)):
        assert reader.get(f"/akun/perintah/{one.id}").status_code == 404
        assert reader.post(f"/akun/perintah/{one.id}", {"objection": "Ini tidak benar."}).status_code == 404
    assert browse().get(f"/akun/perintah/{one.id}").status_code == 303
    assert fresh(one).objection == ""


@pytest.mark.parametrize("silenced", [False, True])
def test_the_author_objects_once_and_admins_are_told(browse: Browse, admin: User, silenced: bool) -> None:
    more = {"silenced_until": now() + timedelta(days=1)} if silenced else {}
    one = order(make_idea(author=(author := make_user(**more))), admin)
    me = browse(author)
    words = {"objection": "Putusan itu bukan tentang tulisan saya."}
    assert me.post(f"/akun/perintah/{one.id}", {"objection": "Salah"}).status_code == 422
    assert me.post(f"/akun/perintah/{one.id}", words).status_code == 303
    assert me.post(f"/akun/perintah/{one.id}", words).status_code == 409
    deliver()
    assert told(admin) == ["order_objected"]
    page = browse(admin).get(f"/admin/perintah/{one.id}").text
    assert words["objection"] in page


def test_a_closed_account_leaves_no_words_behind(browse: Browse, admin: User) -> None:
    one = order(make_idea(author=(author := make_user())), admin)
    browse(author).post(f"/akun/perintah/{one.id}", {"objection": "Nama saya Sari, tolong dibuka."})
    write(lambda: erase(author.id))
    assert "Sari" not in fresh(one).objection
    assert fresh(one).objected_at is not None


def test_the_numbers_count_each_order_once(app: Flask, admin: User) -> None:
    lift(order(make_idea(), admin), admin)
    order(make_idea(), admin, hours=4, received_at=now() - timedelta(hours=5))
    with context():
        assert counts() == Counts(received=2, in_time=1, lifted=1, in_force=1, objected=0)
        assert counts(until=now() - timedelta(days=1)) == Counts(0, 0, 0, 0, 0)


def test_the_public_numbers_tell_of_orders(browser: Browser, admin: User) -> None:
    assert "No authority ordered anything" in browser.get("/transparansi?bahasa=en").text
    lift(order(make_idea(), admin), admin)
    page = browser.get("/transparansi?bahasa=en").text
    assert "Orders of authorities" in page
    assert "B-17/2026" not in page
    rows_of_table = browser.get("/transparansi.csv").text.split()
    assert {"legal_orders,,,1,1", "legal_orders,,in_time,1,1", "legal_orders,,in_force,0,1"} <= set(rows_of_table)
