"""Gambling: its words, its places, and what only looks like them."""

import pytest

from ideaboard.screening.families.gambling import find
from ideaboard.screening.normalise import normalise
from ideaboard.screening.scoring import score
from ideaboard.screening.signals import GAMBLING, MEDIUM, STRONG, WEAK
from ideaboard.screening.sites import sites_of

HELD = 0.75


def signals(text):
    return {signal.name: signal for signal in find(normalise(text))}


def score_of(text):
    return score(GAMBLING, signals(text).values())


@pytest.mark.parametrize(
    "text",
    [
        "Kemarin maxwin lagi di kakek zeus, wd lancar",
        "Cari slot gacor? daftar di naga88 sekarang",
        "Main di kudalumping777 langsung cair 5 juta",
        "Modal 20rb jadi 2 juta, depo receh aja bosku",
        "Bocoran RTP live malam ini pola gacor",
        "Ora ngapusi, dolanan slot ning kene jp terus",
        "Togel SGP malam ini angka jitu dijamin",
        "⭐ N A G A E M A S 8 8 ⭐ memang terbaik",
        "Rezeki dari 𝐍𝐀𝐆𝐀𝐄𝐌𝐀𝐒𝟖𝟖 luar biasa",
        "Gabung n.a.g.a.e.m.a.s88 ya, pasti menang",
        "NAGAEMAS4D memang paling mantap",
        "Coba ke na ga ho ki, jepe terus",
        "sl0t g4c0r depo 10rb",
    ],
)
def test_an_invitation_to_gamble_is_held(text):
    assert score_of(text) >= HELD


@pytest.mark.parametrize(
    "text",
    [
        "Dagangannya lagi gacor, sehari laku 50 bungkus",
        "Burung murai saya gacor tiap pagi",
        "Slot parkir depan warung selalu penuh",
        "Mesin cuci saya rusak waktu spin",
        "Modal 20 ribu sudah dapat untung 5 ribu per bungkus",
        "Setuju dengan usul dewi17, idenya keren banget",
        "Makasih budi88, sarannya mantap",
        "Densus88 datang ke desa kami waktu pameran",
        "Bonus untuk pelanggan tiap hari raya",
        "Anak saya kecanduan judol, tolong adakan penyuluhan",
        "Hati-hati promo judi online di kolom komentar",
        "Dulu banyak yang bangkrut karena togel, jangan sampai terulang",
        "Cuan usaha keripik naik 2 juta sebulan",
        "Paket hemat 25rb isi 10, harga 2500 per buah",
        "Kelas10 dan kelas11 ikut lomba, hadiahnya menang 500rb",
        "Depo air minum isi ulang RT05",
    ],
)
def test_what_only_sounds_like_it_is_not(text):
    assert score_of(text) < HELD


def test_words_against_gambling_make_its_words_milder():
    assert signals("situs slot lagi")["gambling.game"].strength == STRONG
    assert signals("blokir situs slot")["gambling.game"].strength == MEDIUM


def test_a_name_with_a_number_alone_is_no_more_than_a_hint():
    assert signals("kata andini17 begitu")["gambling.site"].strength == WEAK


def test_a_dressed_up_name_is_a_strong_sign():
    assert signals("lihat 𝐍𝐀𝐆𝐀𝐄𝐌𝐀𝐒𝟖𝟖")["gambling.masked_site"].strength == STRONG


def test_only_a_praised_name_in_disguise_is_certain():
    assert not signals("main di nagaemas88, cair terus")["gambling.touted_site"].certain
    assert signals("main di 𝐍𝐀𝐆𝐀𝐄𝐌𝐀𝐒𝟖𝟖, cair terus, memang terbaik")["gambling.touted_site"].certain


def test_the_place_in_the_text_is_the_name_as_typed():
    text = "ayo ke ⭐ N A G A 8 8 ⭐ ya"
    begin, end = signals(text)["gambling.masked_site"].spans[0]
    assert text[begin:end] == "N A G A 8 8"


@pytest.mark.parametrize(
    "text", ["pilpres2019", "jam12", "rp50", "covid19", "uud1945", "@andi88", "tebet ribet kawin"]
)
def test_years_measures_and_handles_are_no_sites(text):
    assert sites_of(normalise(text)) == []


def test_a_text_full_of_names_is_not_listed_to_its_end():
    assert len(sites_of(normalise("naga88 " * 500))) < 50


@pytest.mark.parametrize("number", ["Tujuh Tujuh Tujuh", "Tujjuuhh Tuuujuh Ttuujuuh", "Ddelapaan Delappan"])
def test_a_number_in_words_is_found_however_its_letters_are_stretched(number):
    assert signals(f"Main di Ra Jawali {number} biar cuan")["gambling.masked_site"].strength == STRONG
