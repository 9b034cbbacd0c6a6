"""Texts of our own writing that the tests of the learned part share."""

from __future__ import annotations

ADS = [
    f"{call} {site}, {promise} {end}"
    for call in ("ayo main di", "daftar sekarang", "coba kakak gabung", "buruan klik")
    for site in ("garuda77", "naga88", "mawar138", "singa99", "elang303", "kuda4d")
    for promise in ("menang terus", "bonus tiap hari", "modal kecil jadi besar", "putaran gratis")
    for end in ("bosku", "pasti cair")
]
TALK = [
    f"{thing} {quality}, {wish} {end}"
    for thing in ("keripiknya", "batik ini", "kopi susunya", "kemasannya", "rasa pedasnya", "ongkirnya")
    for quality in ("enak sekali", "terlalu mahal", "bagus warnanya", "kurang besar")
    for wish in ("saya pesan dua", "semoga ada ukuran lain", "kapan buka lagi", "tolong dibalas")
    for end in ("ya kak", "terima kasih")
]
