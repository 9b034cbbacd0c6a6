"""Accounts without JavaScript: each form is sent by a browser that has none."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from ideaboard.accounts.models import User, UserSession
from tests.e2e.site import NEW_PASSWORD, PASSWORD
from tests.e2e.steps import fill, follow_mail, form_to, send

pytestmark = pytest.mark.xdist_group("no-script")


def test_a_confirmation_is_mailed_again(site, visit):
    page = visit("/konfirmasi", site.person("Putri Ayuningtyas"))
    form = form_to(page, "/konfirmasi")
    if form.locator("[name=email]:visible").count():
        fill(form, email="putri@contoh.example")
    form.locator("button[type=submit]").first.click()
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
    page.locator("main form[action='/akun/sesi/akhiri'] button").last.click()
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
    page.locator("button[formaction='/masuk/tautan']").click()
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
