"""Abuse: somebody is called something. Food, animals, shouts and oneself are left in peace."""

import pytest

from ideaboard.screening.families import abuse
from ideaboard.screening.normalise import normalise
from ideaboard.screening.scoring import score
from ideaboard.screening.signals import MEDIUM, STRONG, WEAK


def found(text):
    return {signal.name: signal for signal in abuse.find(normalise(text))}


def strengths(text):
    return {signal.strength for signal in found(text).values()}


INSULTS = (
    "dasar gila",
    "kamu bodoh",
    "Kamu itu memang bodoh banget",
    "yang usul bodoh",
    "Hahaha toples pecah semua, yang setuju ide ini bodoh.",
    "Idenya jelek banget, yang usul pasti malas mikir. Dasar otak udang.",
    "si goblok yang bikin menu ini",
    "otaknya kosong",
    "dasar pelit",
    "dasar monyet",
    "anjing lu!",
    "kamu kayak babi",
    "anj lu gblk bgt",
    "dasar bgst",
    "kontl lu",
    "kowe pancen goblok",
    "cok raimu",
    "sia mah belegug pisan",
    "aing teu resep ka sia anjing",
    "pukimak kau",
    "telaso ko",
    "dasar kafir",
    "you are an idiot",
    "you stupid owner",
    "mampus lu",
    "Sok pintar lu, jualan saja tidak laku",
    "juri anjing semua",
    "dasar cewek murahan",
    "You people are trash",
)

HARMLESS = (
    "mie setan level 5 pedas sekali",
    "Es setan dan seblak jahanam paling laku",
    "ayam gepuk gila bikin nagih",
    "nasi goreng jancuk porsi jumbo",
    "rawon setan buka sampai malam",
    "anjing peliharaan saya suka kue ini",
    "anjing kamu lucu sekali",
    "kamu punya anjing?",
    "Ada kandang monyet di kebun binatang",
    "Menu babi panggang tolong dipisah dapurnya",
    "sate babi, babi guling, lawar",
    "Gulai otak sapi dan tikar pandan",
    "Pupuk dari tai kambing dan tai ayam",
    "Tikus dan kecoa di gudang, tolong usul",
    "bahan dasar babi tidak halal",
    "Harga dasar murah, rasa dasar gurih",
    "Anak saya dibilang bodoh oleh gurunya",
    "Saya bodoh sekali waktu itu",
    "Rasanya bodo amat, yang penting murah",
    "Hajar saja sambalnya, habisi stok lama, bakar ayamnya dulu",
    "samperin warungnya yuk, enak",
    "Orang cina, jawa dan madura belanja di sini",
    "Warga desa kami mana bisa beli semahal itu",
    "Orang tua saya tidak bisa baca tulisan kecil",
    "Karyawan sakit, malas antre, harga jelek",
    "Kamu sakit? Semoga lekas sembuh",
    "Ayam kampus: warung dekat kampus",
    "Air ini bebas bakteri E. coli",
    "Datangi rumahnya untuk antar pesanan",
    "Apa kamu punya menu untuk anak autis?",
    "Saya tuli, tolong pakai teks. Kamu buta warna? Pilih palet ini",
    "Dasar pemikiran saya begini: dasar kue dari tepung beras",
    "Idenya jelek dan payah, tidak sesuai anggaran",
    "Serbu promonya, bantai harga, habisi semua stok",
    "Jangan pelit kasih sambal, ukurannya pelit banget",
)

SHOUTS = (
    "Gila, idenya keren banget! Spanduk bekas jadi barang mahal, sakit sih ini.",
    "anjir enak banget",
    "lu gila, keren banget bro",
    "ide ini gila sih, saya suka",
    "enak bangsat rasanya",
    "maaf saya goblok soal pajak",
)


@pytest.mark.parametrize("text", INSULTS)
def test_whoever_is_called_names_is_protected(text):
    assert score("abuse", found(text).values()) >= 0.5


@pytest.mark.parametrize("text", HARMLESS)
def test_food_animals_and_things_are_no_insult(text):
    assert found(text) == {}


@pytest.mark.parametrize("text", SHOUTS)
def test_a_shout_among_friends_is_weak(text):
    assert strengths(text) == {WEAK}


@pytest.mark.parametrize(
    "text",
    [
        "Orang daerah sana mana bisa bikin barang rapi, mending beli dari kota saja.",
        "Perempuan tempatnya di dapur",
        "Tukang ojek mana ngerti soal rasa",
    ],
)
def test_a_group_made_little_is_weak_without_a_hard_word(text):
    assert found(text)["abuse.group"].strength == WEAK


def test_a_group_called_bad_is_medium():
    assert found("Orang kampung sebelah memang licik semua")["abuse.group"].strength == MEDIUM


def test_a_group_and_what_is_said_in_the_next_sentence_are_apart():
    assert found("Banyak orang datang. Mana bisa saya layani sendiri") == {}


@pytest.mark.parametrize(
    "text", ["gue bunuh lu", "bakar saja tokonya", "Usir cina dari sini", "i know where you live"]
)
def test_a_threat_is_strong(text):
    assert found(text)["abuse.threat"].strength == STRONG


def test_sending_people_to_somebodys_door_is_medium():
    text = "Yang punya binatu ini orangnya begitu, samperin saja kalau kecewa."
    assert found(text)["abuse.incitement"].strength == MEDIUM


def test_the_place_of_the_word_is_known_in_the_text_as_typed():
    text = "Wah, G0BL0K kamu"
    assert [text[begin:end] for begin, end in found(text)["abuse.insult"].spans] == ["G0BL0K"]


def test_one_hard_word_in_a_long_text_is_grumbling():
    text = "Antre di kantor itu lama sekali dan sistemnya goblok, " + "lalu kami menunggu giliran lagi " * 5
    assert strengths(text) == {WEAK}


def test_many_insults_weigh_more_than_one():
    assert score("abuse", found("goblok").values()) < score("abuse", found("goblok, bajingan, dongok").values())
