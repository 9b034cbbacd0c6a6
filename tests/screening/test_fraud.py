"""Fraud: what wants money or papers, and what only speaks of them."""

import pytest

from ideaboard.screening.contacts import links_in, numbers_in, numbers_of
from ideaboard.screening.families.fraud import find
from ideaboard.screening.normalise import normalise
from ideaboard.screening.scoring import score
from ideaboard.screening.signals import FRAUD, WEAK

HELD = 0.75


def signals(text):
    return {signal.name: signal for signal in find(normalise(text))}


def score_of(text):
    return score(FRAUD, signals(text).values())


@pytest.mark.parametrize(
    "text",
    [
        "SELAMAT nomor Anda terpilih sebagai pemenang, PIN pemenang 7h77k2. Info klik www.gebyar.blogspot.com",
        "Untuk pencairan hadiah transfer biaya admin Rp150.000 ke 0000-0000-00 a.n. panitia",
        "Mama pakai hp teman, tolong belikan pulsa 50rb ke nomor ini 081200000000 nanti diganti",
        "Mamah pangmeserkeun heula pulsa, tong nelpon nuju rapat",
        "Uangnya ditransfer ke BRI aja no rek 0000-01-000000-50-0 a/n Contoh",
        "Dana tunai tanpa jaminan bunga 0,9% cukup KTP hub 0812 0000 0000",
        "Bantuan UMKM cair hari ini, isi data KTP di bantuan.example sebelum jam 12",
        "Kirim kode OTP yang masuk ke nomor 081200000000 segera",
        "Ada paket untuk Anda, buka resi.apk lalu unduh",
        "Mengenai rumah bapak saya sudah cocok, soal harga hubungi suami saya 081200000000",
        "Kerja dari rumah gaji harian, tinggal like dan subscribe dibayar, daftar WA 081200000000",
        "iPhone black market murah 2,5jt, laptop 1,7jt hub 081200000000",
    ],
)
def test_a_snare_is_held(text):
    assert score_of(text) >= HELD


@pytest.mark.parametrize(
    "text",
    [
        "Hadiah lomba tahun lalu voucher belanja, pemenang diumumkan di papan",
        "Sediakan pembayaran lewat transfer BCA atau QRIS",
        "Kirim keripik pakai kurir kampung, ongkir 5 ribu",
        "Jangan pernah memberi kode OTP kepada siapa pun",
        "Hati-hati, ada yang minta pulsa mengatasnamakan warung ini",
        "Pinjaman KUR dari bank membantu modal usaha kami",
        "Nikmati EXTRA kuota 2GB, aktifkan di *363*49#. Cek tarif di tsel.me/x",
        "Selamat Anda mendapat bonus 50 SMS, ketik YA kirim ke 3636",
        "Rumah kami dekat pasar, harga sewanya masalah",
        "Biaya admin bank tiap bulan naik terus",
    ],
)
def test_honest_talk_of_money_is_not(text):
    assert score_of(text) < HELD


def test_a_prize_with_a_fee_is_certain():
    text = "Anda menang undian, transfer biaya admin ke rek BRI 0000-01-000000-50-0"
    assert signals(text)["fraud.prize_lure"].certain


def test_an_offer_by_an_operator_to_its_own_machine_is_weak():
    assert signals("Anda menang undian pulsa, cek di *123*4#")["fraud.prize"].strength == WEAK


def test_a_number_is_an_account_beside_a_bank_or_a_holder_only():
    text = "rek BRI 0000-01-000000-50-0, pesanan 12345678901"
    assert [text[slice(*span)] for span in numbers_in(text).accounts] == ["0000-01-000000-50-0"]


@pytest.mark.parametrize("number", ["0812-0000-0000", "+62 812 0000 0000", "081200000000", "021-5550000"])
def test_phone_numbers_are_found_however_grouped(number):
    assert [f"hub {number} ya"[slice(*span)] for span in numbers_in(f"hub {number} ya").phones] == [number]


@pytest.mark.parametrize("text", ["harga 1.000.000 per 12.500", "2024-10-11 jam 10.30", "ukuran 10-20-30 cm"])
def test_prices_dates_and_sizes_are_no_phones(text):
    assert numbers_in(text).phones == ()


def test_a_missing_blank_makes_no_link():
    assert links_in("enak.tapi mahal.sekali deh") == ()


def test_a_link_is_found_without_its_punctuation():
    (link,) = links_in("cek (https://warung.example/menu).")
    assert (link.host, link.path) == ("warung.example", "/menu")


@pytest.mark.parametrize(
    ("address", "known", "short", "free"),
    [
        ("dinkes.jabar.go.id", True, False, False),
        ("bit.ly/abc", False, True, False),
        ("toko.blogspot.com", False, False, True),
        ("warung.example", False, False, False),
    ],
)
def test_a_link_tells_what_kind_it_is(address, known, short, free):
    (link,) = links_in(f"lihat {address}")
    assert (link.is_known, link.is_short, link.is_free_host) == (known, short, free)


def test_an_account_is_found_whose_bank_is_hidden():
    text = "tr4nsf3r k3 m@ndir1 0000-01-000000-50-0 s3k4r4ng"
    assert [text[slice(*span)] for span in numbers_of(normalise(text)).accounts] == ["0000-01-000000-50-0"]
    assert numbers_of(normalise("p3s4n4n n0m0r 0000-01-000000-50-0")).accounts == ()
