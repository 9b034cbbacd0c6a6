"""Sign-in by password."""
from tests.accounts.steps import *

def test_the_right_password_signs_in(browser):
    make_member()
    r = sign_in(browser)
    assert r.status_code == 303
    assert is_signed_in(browser)

def test_pages(app, browser, browse):
    u = make_member()
    for p in ["/masuk","/daftar","/lupa-sandi","/konfirmasi","/akun/tampilan","/periksa-surel"]:
        r = browser.get(p); assert r.status_code == 200, (p, r.text)
    b = browse(u)
    for p in ["/akun","/akun/sandi","/akun/surel","/akun/sesi","/akun/tutup","/akun/tampilan","/keluar"]:
        r = b.get(p); assert r.status_code == 200, (p, r.text)

def test_sign_up(app, browser, mailbox):
    r = sign_up(browser)
    assert r.status_code == 303, r.text
    p = last_link(mailbox)
    r = browser.get(p); assert r.status_code==200
    r = browser.post(p); assert r.status_code==303
    assert is_signed_in(browser)
