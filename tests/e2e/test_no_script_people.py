"""Accounts without JavaScript: each form is sent by a browser that has none."""

from __future__ import annotations

import zipfile
from urllib.parse import urlsplit

from sqlalchemy import func, select

from ideaboard.accounts.consents import TERMS_VERSION
from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.privacy.unsubscribing import way_out
from ideaboard.accounts.two_step.models import TwoStep
from ideaboard.data.clock import now
from tests.e2e.kinds import OPEN
from tests.e2e.secured import PAGE, set_up
from tests.e2e.site import NEW_PASSWORD, PASSWORD
from tests.e2e.steps import (
    all_were_asked_for,
    download,
    fill,
    follow_mail,
    form_to,
    press,
    ready,
    send,
    unsent,
    write_idea,
)


def test_sign_up_confirm_and_send_an_idea_with_a_picture(site, visit):
    page = visit("/daftar")
    email = "sekar.arum@contoh.example"
    page.wait_for_timeout(3500)  # nobody fills in the form faster
    send(page, "/daftar", name="Sekar Arum", email=email, password=NEW_PASSWORD, adult=True, terms=True)
    page.wait_for_url("**/periksa-surel*")
    path = follow_mail(site, page, email, "/konfirmasi/")
    send(page, path)
    assert site.person("Sekar Arum").is_confirmed
    page.goto(f"{OPEN}/ide/baru")
    body = "Bel kecil di gerobak jemputan, supaya penghuni lantai atas tahu kurir sudah datang."
    write_idea(page, "Bel untuk rumah bertingkat", body, picture=True)
    page.locator("[name=consent]").check()
    press(form_to(page, f"{OPEN}/ide/baru").locator("button[type=submit]:not([formaction])").last)
    page.wait_for_url("**/i/*")
    picture = page.locator("main img").first
    assert picture.get_attribute("alt") == "Kantong kain kuning."
    assert page.request.get(picture.get_attribute("src")).headers["content-type"] == "image/webp"


def test_what_a_visitor_was_about_to_do_can_be_dropped(visit):
    page = visit(OPEN)
    press(page.locator(".idea-card a[href*='niat=vote']").first)
    press(page.locator("button[formaction='/masuk/batal']"))
    assert page.locator("form#sign-in, .idea-card").first.is_visible()
    assert page.locator("button[formaction='/masuk/batal']").count() == 0


def test_a_confirmation_is_mailed_again(site, visit):
    page = visit("/konfirmasi", site.person("Putri Ayuningtyas"))
    form = form_to(page, "/konfirmasi")
    if form.locator("[name=email]:visible").count():
        fill(form, email="putri@contoh.example")
    press(form.locator("button[type=submit]").first)
    assert site.mailed_link("putri@contoh.example", "/konfirmasi/")


def test_a_person_changes_name_and_address(site, visit):
    page = visit("/akun", site.person("Melki"))
    send(page, "/akun", name="Melki Bano", city="Kupang")
    page.goto("/akun/surel")
    send(page, "/akun/surel", email="melki.bano@contoh.example", current_password=PASSWORD)
    link = follow_mail(site, page, "melki.bano@contoh.example", "/konfirmasi/")
    send(page, f"{link}/surel")
    assert site.person("Melki Bano").email == "melki.bano@contoh.example"


def test_a_person_changes_the_password_and_ends_sessions(site, visit):
    tiwi = site.person("Tiwi")
    page, elsewhere = visit("/akun/sandi", tiwi), visit("/akun", tiwi)
    send(page, "/akun/sandi", current_password=PASSWORD, password=NEW_PASSWORD)
    elsewhere.reload()
    assert "/masuk" in elsewhere.url
    visit("/akun", tiwi)
    newest = site.one(select(func.max(UserSession.id)).where(UserSession.user_id == tiwi.id))
    page.goto("/akun/sesi")
    send(page, f"/akun/sesi/{newest}/akhiri")
    assert site.one(select(UserSession.id).where(UserSession.id == newest)) is None
    page.goto("/akun/sesi")
    press(page.locator("main form[action='/akun/sesi/akhiri'] button").last)
    page.goto("/akun")
    assert "/masuk" in page.url


def test_a_forgotten_password_is_replaced(site, visit):
    page = visit("/lupa-sandi")
    send(page, "/lupa-sandi", email="rahmat@contoh.example")
    send(page, follow_mail(site, page, "rahmat@contoh.example", "/sandi/"), password=NEW_PASSWORD)
    page = visit("/masuk")
    send(page, "/masuk", email="rahmat@contoh.example", password=NEW_PASSWORD)
    page.goto("/akun")
    assert page.url.endswith("/akun")


def test_a_mailed_link_signs_in_and_the_button_signs_out(site, visit):
    page = visit("/masuk")
    page.locator("#sign-in [name=email]").fill("rudi@contoh.example")
    press(page.locator("button[formaction='/masuk/tautan']"))
    send(page, follow_mail(site, page, "rudi@contoh.example", "/masuk/tautan/"))
    page.goto("/keluar")
    send(page, "/keluar")
    page.goto("/akun")
    assert "/masuk" in page.url


def test_language_and_theme_are_chosen(visit):
    page = visit("/akun/tampilan")
    send(page, "/akun/tampilan", choose_bahasa="en", choose_tema="dark")
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_accounts_are_closed_with_a_password_or_a_mailed_link(site, visit):
    page = visit("/akun/tutup", site.person("Opa Daan"))
    send(page, "/akun/tutup", current_password=PASSWORD)
    assert site.one(select(func.count()).select_from(User).where(User.name == "Opa Daan")) == 0
    linked = site.one(select(User).where(User.password_hash.is_(None), User.closed_at.is_(None)).limit(1))
    page = visit("/akun/tutup", linked)
    send(page, "/akun/tutup/tautan")
    send(page, follow_mail(site, page, linked.email, "/akun/tutup/"))
    assert site.one(select(User.closed_at).where(User.id == linked.id)) is not None


def test_a_person_has_a_copy_of_their_data_and_ends_mails(site, visit):
    rina = site.person("Rina")
    page = visit("/akun/data", rina)
    send(page, "/akun/data", current_password=PASSWORD)
    site.deliver()
    page.reload()
    assert zipfile.is_zipfile(download(page.locator("main .list a.button").first))
    send(page, "/akun/data/surat")
    assert not site.one(select(User.answer_mails).where(User.id == rina.id))
    path = way_out_of(site, rina)
    send(visit(path), path)
    site.ask_again(rina)
    page.goto("/akun/persetujuan")
    send(page, "/akun/persetujuan")
    assert site.one(select(User.terms).where(User.id == rina.id)) == TERMS_VERSION


def way_out_of(site, person):
    with site.app.test_request_context():
        return urlsplit(way_out(person.id)).path


def test_a_person_signs_in_in_two_steps(site, visit):
    galuh = site.person("Galuh Prameswari")
    page = visit("/akun", galuh)
    app, made = set_up(page)
    codes = download(ready(page, f"{PAGE}/kode.txt")).read_text()
    assert all(code in codes for code in made)
    page = visit("/masuk?next=/akun/sesi")
    send(page, "/masuk", email=galuh.email, password=PASSWORD)
    send(page, "/masuk/kode", code=app.at(now(), counter_offset=1))
    assert page.url.endswith("/akun/sesi")
    page.goto(f"{PAGE}/kode")
    send(page, f"{PAGE}/kode", current_password=PASSWORD, code=made[0])
    renewed = page.locator("pre.typed-code").inner_text().splitlines()
    page.goto(f"{PAGE}/matikan")
    send(page, f"{PAGE}/matikan", current_password=PASSWORD, code=renewed[0])
    assert site.one(select(TwoStep.user_id).where(TwoStep.user_id == galuh.id)) is None


def test_every_form_of_accounts_was_sent(request, site):
    """Counts what the tests above sent, unless only some were asked for."""
    if all_were_asked_for(request):
        assert {name for name in unsent(site) if name.startswith("accounts.")} == set()
