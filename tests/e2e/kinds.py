"""Every kind of page, and who looks at it. Paths may hold {idea:Title}, {draft}, {update} and {comment}."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.unsubscribing import way_out
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from tests.e2e.appealed import something_appealed, something_counted, something_to_appeal
from tests.e2e.claimed import something_claimed, something_labelled, something_ordered, something_to_label
from tests.e2e.moderated import case_about, something_held, something_listed, something_removed
from tests.e2e.secured import someone_in_two_steps
from tests.e2e.site import Demo

OPEN, FAIR = "/t/antar-jemput-cucian-hemat", "/t/rasa-baru-keripik-pisang"
SPICY = "Keripik pisang sambal seruit"
BUSINESS = "/usaha/keripik-bu-marni"
MODERATOR = "Tono"
TWO_STEPS = "Wati Handayani"
ASKED = "Rizal Nugroho"  # nobody else in these tests
VISITOR, MEMBER, AUTHOR, OWNER, ADMIN, NEWCOMER = (
    *("", "Rina", "Hasnah"),
    *("Bu Marni", "Admin Papan", "Putri Ayuningtyas"),
)
# name: (who, path, status)
KINDS: dict[str, tuple[str, str, int]] = {
    "home": (VISITOR, "/", 200),
    "home of a member": (MEMBER, "/", 200),
    "list": (VISITOR, "/tantangan", 200),
    "list filtered": (VISITOR, "/tantangan?sektor=kuliner&tahap=dukung", 200),
    "list empty": (VISITOR, "/tantangan?sektor=lainnya", 200),
    "board open": (VISITOR, OPEN, 200),
    "board open, member": (MEMBER, OPEN, 200),
    "board open, most supported": (VISITOR, f"{OPEN}?urut=terbanyak", 200),
    "board fair": (VISITOR, FAIR, 200),
    "board fair, member": (MEMBER, FAIR, 200),
    "board fair, newcomer": (NEWCOMER, FAIR, 200),
    "board, owner": (OWNER, FAIR, 200),
    "board scheduled": (VISITOR, "/t/bingkisan-lebaran-dari-mendong", 200),
    "board in review": (VISITOR, "/t/nama-sabun-jelantah", 200),
    "board cancelled": (VISITOR, "/t/paket-cuci-sepatu-anak-sekolah", 200),
    "counts at closing": (VISITOR, "/t/nama-sabun-jelantah/hitungan", 200),
    "brief": (VISITOR, f"{FAIR}/brief", 200),
    "versions of a brief": (OWNER, f"{FAIR}/brief/riwayat", 200),
    "rules": (VISITOR, f"{FAIR}/aturan", 200),
    "idea": (VISITOR, "{idea:Jadwal per lorong}", 200),
    "idea, member": (MEMBER, "{idea:Kopi robusta gula aren}", 200),
    "own idea": (AUTHOR, "{idea:Jadwal per lorong}", 200),
    "idea with two pictures": (VISITOR, "{idea:Panel tenun lepas-pasang}", 200),
    "idea form, visitor": (VISITOR, f"{OPEN}/ide/baru", 200),
    "idea form": (MEMBER, f"{OPEN}/ide/baru", 200),
    "edit idea": (AUTHOR, "{idea:Jadwal per lorong}/ubah", 200),
    "end mails": (VISITOR, "{mails}", 200),
    "source of a claim": (AUTHOR, "/sumber/{claim}", 200),
    "withdraw idea": (AUTHOR, "{idea:Jadwal per lorong}/tarik", 200),
    "versions of an idea": (VISITOR, f"{{idea:{SPICY}}}/riwayat", 200),
    "own versions": (AUTHOR, "{idea:Jadwal per lorong}/riwayat", 200),
    "conversation": (VISITOR, f"{{idea:{SPICY}}}/komentar", 200),
    "comment form": (MEMBER, f"{{idea:{SPICY}}}/komentar?tulis=1", 200),
    "comment": (VISITOR, "/k/{comment}", 200),
    "reply form": (OWNER, "/k/{comment}?balas=1", 200),
    "edit comment": (MEMBER, "/k/{comment}/ubah", 200),
    "delete comment": (MEMBER, "/k/{comment}/hapus", 200),
    "versions of a comment": (MEMBER, "/k/{comment}/riwayat", 200),
    "report": (VISITOR, "/lapor/{post:Jadwal per lorong}", 200),
    "report, member": (MEMBER, "/lapor/{post:Jadwal per lorong}", 200),
    "updates": (VISITOR, f"{FAIR}/kabar", 200),
    "updates, owner": (OWNER, f"{FAIR}/kabar", 200),
    "update": (VISITOR, f"{FAIR}/kabar/{{update}}", 200),
    "edit update": (OWNER, f"{FAIR}/kabar/{{update}}/ubah", 200),
    "delete update": (OWNER, f"{FAIR}/kabar/{{update}}/hapus", 200),
    "poster": (OWNER, f"{FAIR}/poster", 200),
    "ballot": (MEMBER, f"{FAIR}/dukungan", 200),
    "business": (VISITOR, BUSINESS, 200),
    "my businesses": (OWNER, "/usaha", 200),
    "business form": (MEMBER, "/usaha/baru", 200),
    "edit business": (OWNER, f"{BUSINESS}/ubah", 200),
    "team": (OWNER, f"{BUSINESS}/tim", 200),
    "new challenge": (OWNER, "/tantangan/baru", 200),
    **{f"wizard {number}": (OWNER, f"{{draft}}/langkah/{number}", 200) for number in (1, 2, 3)},
    "delete draft of a challenge": (OWNER, "{draft}/hapus", 200),
    "cancel challenge": (OWNER, f"{FAIR}/batalkan", 200),
    "person": (VISITOR, "/u/rina", 200),
    "sign in": (VISITOR, "/masuk", 200),
    "sign up": (VISITOR, "/daftar", 200),
    "forgotten password": (VISITOR, "/lupa-sandi", 200),
    "resend confirmation": (VISITOR, "/konfirmasi", 200),
    "check your mail": (VISITOR, "/periksa-surel", 200),
    "dead link": (VISITOR, "/konfirmasi/tidak-ada", 410),
    "profile": (MEMBER, "/akun", 200),
    "e-mail address": (MEMBER, "/akun/surel", 200),
    "password": (MEMBER, "/akun/sandi", 200),
    "sessions": (MEMBER, "/akun/sesi", 200),
    "two-step sign-in, off": (MEMBER, "/akun/dua-langkah", 200),
    "two-step sign-in, on": (TWO_STEPS, "/akun/dua-langkah{two_steps}", 200),
    "new recovery codes": (TWO_STEPS, "/akun/dua-langkah/kode{two_steps}", 200),
    "switch two-step sign-in off": (TWO_STEPS, "/akun/dua-langkah/matikan{two_steps}", 200),
    "display": (VISITOR, "/akun/tampilan", 200),
    "own data": (MEMBER, "/akun/data", 200),
    "rules agreed to": (MEMBER, "/akun/persetujuan", 200),
    "rules changed": (ASKED, "{asked}/akun/persetujuan", 200),
    "close account": (MEMBER, "/akun/tutup", 200),
    "sign out": (MEMBER, "/keluar", 200),
    "notices": (MEMBER, "/pemberitahuan", 200),
    "no notices": (NEWCOMER, "/pemberitahuan", 200),
    "search": (VISITOR, "/cari", 200),
    "search results": (VISITOR, "/cari?q=keripik", 200),
    "nothing found": (VISITOR, "/cari?q=zzzz", 200),
    "help": (VISITOR, "/bantuan", 200),
    "about": (VISITOR, "/tentang", 200),
    "house rules": (VISITOR, "/tata-tertib", 200),
    "privacy": (VISITOR, "/privasi", 200),
    "admin": (ADMIN, "/admin", 200),
    "moderation queue": (MODERATOR, "/moderasi?saring=semua{held}", 200),
    "moderation queue, empty": (MODERATOR, "/moderasi?topik=legal", 200),
    "case": (MODERATOR, "/moderasi/kasus/{case}", 200),
    "decisions": (MODERATOR, "/moderasi/riwayat?milik=semua", 200),
    "keys": (MODERATOR, "/moderasi/pintasan", 200),
    "numbers": (MODERATOR, "/moderasi/angka{counted}", 200),
    "transparency": (VISITOR, "/transparansi{counted}", 200),
    "decisions about one's posts": (MEMBER, "/akun/putusan", 200),
    "decision about one's post": (MEMBER, "/akun/putusan/{removed}", 200),
    "appeal form": (MEMBER, "/banding/{decision}", 200),
    "appeal": (AUTHOR, "/banding/{appealed}", 200),
    "log": (ADMIN, "/admin/catatan", 200),
    "log, nothing found": (ADMIN, "/admin/catatan?objek=tidak-ada", 200),
    "screening": (ADMIN, "/admin/saringan", 200),
    "learned": (ADMIN, "/admin/saringan/belajar", 200),
    "lists": (ADMIN, "/admin/saringan/daftar", 200),
    "one entry of a list": (ADMIN, "/admin/saringan/daftar/{entry}", 200),
    "known claims": (ADMIN, "/admin/saringan/klaim", 200),
    "people": (ADMIN, "/admin/orang", 200),
    "label a claim": (MODERATOR, "/moderasi/kasus/{doubted}/label", 200),
    "labelled comment": (VISITOR, "/k/{labelled}", 200),
    "legal orders": (ADMIN, "/admin/perintah", 200),
    "enter an order": (ADMIN, "/admin/perintah/baru", 200),
    "one order": (ADMIN, "/admin/perintah/{order}", 200),
    "order about one's post": (NEWCOMER, "/akun/perintah/{order}", 200),
    "businesses": (ADMIN, "/admin/usaha", 200),
    "one business, admin": (ADMIN, "/admin/usaha/1", 200),
    "subscriber information": (ADMIN, "/admin/orang/{person}/keterangan", 200),
    "one person": (ADMIN, "/admin/orang/{person}", 200),
    "not found": (VISITOR, "/tidak-ada", 404),
    "not allowed": (MEMBER, "/admin", 403),
}


def open_kind(site: Demo, name: str) -> tuple[User | None, str, int]:
    """Return who looks at a kind of page, its real path and the status it has."""
    who, path, status = KINDS[name]
    path = re.sub(r"\{idea:(.+?)\}", lambda found: f"/i/{site.idea(found[1]).id}", path)
    path = re.sub(r"\{post:(.+?)\}", lambda found: str(site.idea(found[1]).id), path)
    if "{draft}" in path:
        draft = site.one(select(Challenge.id).where(Challenge.slug == "kemasan-kecil-untuk-warung"))
        path = path.replace("{draft}", f"/tantangan/{draft}")
    if "{update}" in path:
        board = site.one(select(Challenge.id).where(Challenge.slug == FAIR.rpartition("/")[2]))
        news = site.one(select(Update.id).where(Update.challenge_id == board).order_by(Update.id).limit(1))
        path = path.replace("{update}", str(news))
    if "{comment}" in path:
        path = path.replace("{comment}", str(site.fresh_comment(SPICY, MEMBER)))
    path = path.replace("{person}", str(site.person(MEMBER).id) if "{person}" in path else "")
    if "{claim}" in path:
        path = path.replace("{claim}", str(something_claimed(site, site.person(AUTHOR))))
    if "{held}" in path:
        path = path.replace("{held}", f"&pos={something_held(site, site.person(NEWCOMER))}")
    if "{case}" in path:
        path = path.replace("{case}", str(case_about(site, something_held(site, site.person(NEWCOMER)))))
    path = path.replace("{mails}", _mails_of(site, MEMBER) if "{mails}" in path else "")
    path = path.replace("{entry}", str(something_listed(site)) if "{entry}" in path else "")
    path = _with_claims(site, _with_appeals(site, _with_accounts(site, path)))
    if "{removed}" in path:
        gone = something_removed(site, site.person(MEMBER), site.person(MODERATOR))
        path = path.replace("{removed}", str(gone))
    return site.person(who) if who else None, path, status


def _mails_of(site: Demo, who: str) -> str:
    """Return the path of the link that ends the mails of somebody."""
    with site.app.test_request_context():
        return urlsplit(way_out(site.person(who).id)).path


def _with_accounts(site: Demo, path: str) -> str:
    """See to it that somebody signs in in two steps, and that somebody has to agree again."""
    if "{asked}" in path:
        site.ask_again(site.person(ASKED))
        path = path.replace("{asked}", "")
    mark = "{two_steps}"
    return path.replace(mark, someone_in_two_steps(site, site.person(TWO_STEPS))) if mark in path else path


def _with_appeals(site: Demo, path: str) -> str:
    """Fill in what has to do with appeals."""
    moderator = site.person(MODERATOR)
    for mark, who, make in (
        ("{decision}", MEMBER, something_to_appeal),
        ("{appealed}", AUTHOR, something_appealed),
        ("{counted}", AUTHOR, something_counted),
    ):
        if mark in path:
            path = path.replace(mark, str(make(site, site.person(who), moderator)))
    return path


def _with_claims(site: Demo, path: str) -> str:
    """Fill in what has to do with labels and orders."""
    newcomer = site.person(NEWCOMER)
    if "{doubted}" in path:
        path = path.replace("{doubted}", str(something_to_label(site, site.person(MEMBER))))
    if "{labelled}" in path:
        path = path.replace("{labelled}", str(something_labelled(site, newcomer, site.person(MODERATOR))))
    if "{order}" in path:
        path = path.replace("{order}", str(something_ordered(site, newcomer, site.person(ADMIN))))
    return path
