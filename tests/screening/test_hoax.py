"""Claims without a source get their chip; product talk, questions and sourced claims do not."""

import pytest

from ideaboard.screening.families import hoax
from ideaboard.screening.normalise import normalise
from ideaboard.screening.scoring import score
from ideaboard.screening.signals import MEDIUM, WEAK

CLAIM = "hoax.claim_without_source"


def found(text):
    return {signal.name: signal for signal in hoax.find(normalise(text))}


CLAIMS = (
    "Keripik yang digoreng dua kali pasti jadi plastik dan bikin kanker.",
    "Jamu ini menyembuhkan diabetes dan darah tinggi dalam 7 hari tanpa obat dokter. Dijamin 100 persen!",
    "Daun ini obat ampuh kanker",
    "Minum air ini setiap pagi, asam lambung langsung sembuh",
    "Mi instan menyebabkan usus bocor",
    "Bakso di pasar itu mengandung boraks",
    "Air rebusan ini bisa menurunkan kolesterol",
    "This tea cures cancer",
)

PRODUCT_TALK = (
    "Jahe bikin hangat badan, cocok untuk musim hujan",
    "Bahan alami tanpa pengawet",
    "Kue rendah gula untuk pelanggan yang diabetes",
    "Kemasan plastik jadi lebih murah",
    "Gorengannya renyah, dijamin enak, uang kembali",
    "Tolong jangan tulis bahwa jamu menyembuhkan diabetes",
    "Apa benar jahe menyembuhkan diabetes?",
    "Kami tidak mengklaim menyembuhkan kanker",
    "Saya takut tahunya mengandung formalin",
    "Bebas boraks dan bebas formalin",
    "Ibu saya sembuh, terima kasih kiriman buburnya",
    "Tempatnya bersih dan sejuk",
)

SOURCED = (
    "Menurut BPOM minuman itu mengandung boraks",
    "Jamu ini menurunkan kolesterol, lihat https://contoh.example/jurnal",
    "Kunyit mencegah kanker, lihat www.contoh.example",
    "Ada jurnal tentang daun ini yang menurunkan gula darah",
    "Uji lab menunjukkan tahunya mengandung formalin",
)


@pytest.mark.parametrize("text", CLAIMS)
def test_a_claim_about_health_wants_a_source(text):
    assert found(text)[CLAIM].strength == MEDIUM


@pytest.mark.parametrize("text", PRODUCT_TALK)
def test_talk_about_products_wants_none(text):
    assert CLAIM not in found(text)


@pytest.mark.parametrize("text", SOURCED)
def test_a_link_or_a_named_source_is_enough(text):
    assert CLAIM not in found(text)


def test_a_nameless_authority_is_no_source():
    text = "Sudah dibuktikan dokter luar negeri bahwa gorengan ini bikin kanker"
    assert found(text).keys() == {CLAIM, "hoax.authority"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sebarkan ke semua grup!", "hoax.chain"),
        ("Viralkan sebelum dihapus", "hoax.chain"),
        ("Kata orang dalam begitu", "hoax.authority"),
        ("Ramuan ajaib ini, sekali minum langsung reda", "hoax.miracle"),
        ("Waspadalah, jangan sampai keluarga Anda jadi korban", "hoax.urgency"),
    ],
)
def test_the_tone_of_a_chain_letter_is_weak(text, name):
    assert found(text)[name].strength == WEAK


def test_a_small_bottle_is_no_miracle():
    assert found("Ukuran kecil sekali minum, harga Rp7.000") == {}


def test_tone_alone_wants_no_source():
    assert score("hoax", found("Sebarkan! Kata orang dalam, jangan sampai jadi korban").values()) < 0.5


def test_the_claim_is_pointed_at_in_the_text_as_typed():
    text = "Jamu ini MENYEMBUHKAN diabetes"
    assert [text[begin:end] for begin, end in found(text)[CLAIM].spans] == ["MENYEMBUHKAN diabetes"]
