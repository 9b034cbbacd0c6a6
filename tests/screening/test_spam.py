"""Spam: advertisements under other people's ideas, and shops that may speak of their wares."""

import pytest

from ideaboard.screening.context import Context
from ideaboard.screening.engine import HOLD, screen
from ideaboard.screening.families.spam import find
from ideaboard.screening.normalise import normalise
from ideaboard.screening.scoring import score
from ideaboard.screening.signals import SPAM

HELD = 0.75
ADVERTISEMENT = "Jual kardus bekas dan plastik termurah se-kota, minat chat ya!!!"


def names(text):
    return {signal.name for signal in find(normalise(text))}


def score_of(text):
    return score(SPAM, find(normalise(text)))


@pytest.mark.parametrize(
    "text",
    [
        ADVERTISEMENT,
        "GROSIR TERMURAH!! semua barang ready stock, bukan ide tapi solusi",
        "Numpang promosi kak, ready stock sepatu, minat chat WA 081200000000",
        "Jasa follower murah, testimoni ribuan, order sekarang bit.ly/xyz",
    ],
)
def test_an_advertisement_is_held(text):
    assert score_of(text) >= HELD


@pytest.mark.parametrize(
    "text",
    [
        "Jual keripiknya dalam kemasan kecil supaya anak sekolah mampu beli",
        "Harga grosir untuk pelanggan tetap biar mereka kembali",
        "Buat stok lebih banyak menjelang lebaran!",
        "Cuci gudang tiap akhir bulan bisa menarik pembeli baru",
        "IDE BAGUS SEKALI PAK, SAYA SETUJU",
        "Lihat contohnya di https://www.youtube.com/watch?v=abc",
        "Pakan pelet lele bisa dibuat sendiri",
    ],
)
def test_talk_about_selling_is_not(text):
    assert score_of(text) < HELD


def test_shouting_is_noticed_and_no_more():
    assert names("IDE BAGUS SEKALI PAK SAYA SETUJU") == {"spam.capitals"}


def test_one_word_over_and_over_is_noticed():
    assert "spam.stuffing" in names("murah " * 20)


def test_a_link_to_nobody_known_is_noticed():
    assert "spam.link" in names("cek warung.example")
    assert "spam.link" not in names("cek https://dinkes.go.id")


@pytest.mark.parametrize("post", ["business", "challenge", "update"])
def test_a_business_may_praise_its_wares_on_its_own_pages(post):
    assert screen(ADVERTISEMENT).verdict == HOLD
    assert screen(ADVERTISEMENT, Context(post=post)).verdict != HOLD
