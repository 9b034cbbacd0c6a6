"""Personal data is found in all its writings, masked exactly, and never seen in a price or a clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideaboard.screening.families import personal
from ideaboard.screening.normalise import normalise
from ideaboard.screening.signals import MEDIUM, STRONG, WEAK


def found(text):
    return personal.find(normalise(text))


def masked(text):
    """Every piece that is hidden, with the sort it is of."""
    return {(signal.name, text[begin:end]) for signal in found(text) for begin, end in signal.spans}


PHONES = (
    "081234567890",
    "0812-3456-7890",
    "0812 3456 7890",
    "0812.3456.7890",
    "0812–3456–7890",
    "(0812) 3456 7890",
    "+62 812-3456-7890",
    "+6281234567890",
    "62 812 3456 7890",
    "0 8 1 2 3 4 5 6 7 8 9 0",
    "0812 tiga empat lima enam 7890",
    "0812 strip 3456 strip 7890",
    "nol delapan satu dua tiga empat lima enam tujuh delapan",
    "enam dua delapan satu dua tiga empat lima enam tujuh",
    "kosong wolu siji loro telu papat limo enem pitu wolu",
    "O8l2 3456 789O",
    "０８１２３４５６７８９０",
    "𝟎𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎",
    "021-5551234",
)

OTHERS = (
    ("personal.nik", "3201014505900001"),
    ("personal.nik", "3201 0145 0590 0001"),
    ("personal.account", "4111 1111 1111 1111"),
    ("personal.email", "budi.santoso@contoh.example"),
    ("personal.email", "budi (at) contoh (dot) com"),
    ("personal.address", "Jl. Melati Raya No. 12, RT 03/RW 05"),
    ("personal.address", "Jalan Kenanga 2 no 5B"),
    ("personal.address", "Gg. Mawar Merah No 7"),
    ("personal.address", "RT 3 RW 5"),
    ("personal.address", "Blok C2 No. 7"),
)

HARMLESS = (
    "Rp1.250.000",
    "Rp 1.250.000.000",
    "Rp 0812.345.678",
    "0–6 bulan",
    "2024/2025",
    "08.00–17.00",
    "08.00-17.00 dan 19.00-21.00",
    "08.15 12.00 16.30",
    "Buka 08.00-12.00 13.00-17.00",
    "no pesanan 081234567890",
    "resi 0812345678901234",
    "nomor order 3201014505900001",
    "tanggal 03-10-2024 12.30",
    "05.12.2024-07.12.2024",
    "12345678",
    "harga 85.000, 90.000, 95.000",
    "20.000-25.000-30.000-35.000",
    "1.000.000.000.000",
    "085 gram",
    "satu dua tiga empat lima",
    "1 2 3 4 5 6 7 8 9 10",
    "SNI 01-2973-2011",
    "ISBN 978-602-03-3295-6",
    "barcode 8991234567890",
    "0,812345678 dan 3.1415926535897932",
    "Jalan-jalan ke Bandung, nomor satu",
    "Di Jalan Sudirman ramai",
    "Jalan kaki 5 menit",
    "Rumahnya dicat, rumahnya di kasih pagar",
    "RT kami ramai",
    "Bank BRI tahun 2018-2019",
    "Kirim ke @warung di kota",
)


@pytest.mark.parametrize("number", PHONES)
def test_a_phone_number_is_masked_however_it_is_written(number):
    assert masked(f"Telepon {number} ya") == {("personal.phone", number)}


@pytest.mark.parametrize(("name", "data"), OTHERS)
def test_other_personal_data_is_masked_exactly(name, data):
    assert masked(f"Ini dia: {data} ya") == {(name, data)}


@pytest.mark.parametrize("text", HARMLESS)
def test_prices_times_and_orders_are_no_personal_data(text):
    assert found(text) == []


def test_an_account_number_stands_by_its_bank():
    assert masked("Transfer ke BCA 1234567890 a.n. Contoh") == {("personal.account", "1234567890")}


def test_sixteen_digits_with_no_birthday_in_them_are_no_nik():
    assert found("angka 3201019945900001") == []


def test_a_card_number_with_a_wrong_sum_is_none():
    assert found("kartu 4111 1111 1111 1112") == []


def test_somebody_elses_data_is_strong():
    text = (
        "Yang punya binatu ini rumahnya di Jalan Contoh No. 0, nomor pribadinya 0812-0000-0001, "
        "samperin saja kalau kecewa."
    )
    assert masked(text) == {("personal.address", "Jalan Contoh No. 0"), ("personal.phone", "0812-0000-0001")}
    assert {signal.strength for signal in found(text)} == {STRONG}


def test_where_somebody_lives_is_found_without_a_street():
    text = "Rumahnya di belakang masjid biru"
    assert masked(text) == {("personal.address", "belakang masjid biru")}


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Hubungi kami di 0812 3456 7890", WEAK),
        ("Hotline 0812 3456 7890", WEAK),
        ("0812 3456 7890", MEDIUM),
        ("nomor istrinya 0812 3456 7890", STRONG),
        ("3201014505900001", STRONG),
        ("NIK saya 3201014505900001", MEDIUM),
    ],
)
def test_whose_it_is_decides_how_much_it_says(text, strength):
    assert [signal.strength for signal in found(text)] == [strength]


@pytest.mark.parametrize("post", personal.OWN_PAGES)
def test_a_business_may_show_its_contact_on_its_own_pages(post):
    (signal,) = found("Pesan lewat WA kami 0812 3456 7890")
    assert personal.is_public(signal, post)


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("0812 3456 7890", "comment"),
        ("nomor istrinya 0812 3456 7890", "business"),
        ("NIK saya 3201014505900001", "challenge"),
    ],
)
def test_nothing_else_may_be_shown(text, post):
    (signal,) = found(text)
    assert not personal.is_public(signal, post)


@given(st.integers(min_value=1, max_value=999_999_999))
def test_no_price_is_a_phone_number(amount):
    text = f"Harganya Rp{amount:,} saja".replace(",", ".")
    assert found(text) == []


@given(st.text(alphabet="08123 +-.()RTjlno@/xX\n٣𝟎", max_size=120))
def test_places_stay_inside_the_text(text):
    for signal in found(text):
        assert all(0 <= begin < end <= len(text) for begin, end in signal.spans)
