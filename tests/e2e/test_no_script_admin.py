"""What an admin does about people without JavaScript: each form sent by hand."""

from __future__ import annotations

from sqlalchemy import func, select

from ideaboard.accounts.models import UserSession
from ideaboard.accounts.two_step.models import TwoStep
from tests.e2e.secured import someone_in_two_steps
from tests.e2e.steps import all_were_asked_for, download, ready, send, unsent

OF_ADMINS = ("/admin/orang",)


def test_an_admin_gives_out_subscriber_information(site, visit):
    dewi = site.person("Dewi")
    path = f"/admin/orang/{dewi.id}/keterangan"
    page = visit(path, site.person("Admin Papan"))
    button = ready(page, path, recipient="Polresta Bandar Lampung", reason="Surat 12/2026, pasal 11")
    assert dewi.email in download(button).read_text()


def test_an_admin_gives_a_role_and_ends_sessions(site, visit):
    dewi = site.person("Dewi")
    page = visit(f"/admin/orang/{dewi.id}", site.person("Admin Papan"))
    send(page, f"/admin/orang/{dewi.id}/peran")
    assert site.person("Dewi").is_moderator
    visit("/akun", dewi)
    page.goto(f"/admin/orang/{dewi.id}")
    send(page, f"/admin/orang/{dewi.id}/sesi")
    assert site.one(select(func.count()).where(UserSession.user_id == dewi.id)) == 0
    putri = site.person("Putri Ayuningtyas")
    page.goto(f"/admin/orang/{putri.id}")
    send(page, f"/admin/orang/{putri.id}/konfirmasi")
    assert site.mailed_link("putri@contoh.example", "/konfirmasi/")


def test_an_admin_takes_two_step_sign_in_away(site, visit):
    reza = site.person("Reza")
    someone_in_two_steps(site, reza)
    page = visit(f"/admin/orang/{reza.id}", site.person("Admin Papan"))
    send(page, f"/admin/orang/{reza.id}/dua-langkah", choose_reason="lost")
    assert site.one(select(TwoStep.user_id).where(TwoStep.user_id == reza.id)) is None


def test_every_form_about_people_was_sent(request, site):
    """Counts what the tests above sent, unless only some were asked for."""
    if all_were_asked_for(request):
        assert unsent(site, *OF_ADMINS) == set()
