"""What is called a disguise, how much it says, and where it stands."""

import pytest

from ideaboard.screening.families.disguise import disguise
from ideaboard.screening.normalise import normalise
from ideaboard.screening.signals import DISGUISE, MEDIUM, WEAK


def found(text):
    return {signal.name: signal.strength for signal in disguise(normalise(text))}


@pytest.mark.parametrize(
    ("text", "name", "strength"),
    [
        ("salam dari 𝓡𝓲𝓷𝓪 di Bogor", "styled", WEAK),
        ("salam ʀɪɴᴀ", "styled", WEAK),
        ("main di Ⓟⓤⓛⓐⓤ⑦⑦⑦", "styled", WEAK),
        ("coba KYT4️⃣D", "styled", WEAK),
        ("main di gасоr aja", "lookalikes", MEDIUM),
        ("main di AGUSTОTО aja", "lookalikes", MEDIUM),
        ("ambil РАУР aja kak", "lookalikes", MEDIUM),
        ("harga sl0t murah", "leet", WEAK),
        ("sl0t g4c0r m4xw1n", "leet", MEDIUM),
        ("ga\u200bcor hari ini", "invisible", MEDIUM),
        ("p͟u͟l͟a͟u͟ hari ini", "invisible", MEDIUM),
        ("main G A C O R yuk", "spaced", WEAK),
        ("main s.l.o.t yuk", "spaced", WEAK),
        ("gaaacooor banget", "stretched", WEAK),
        ("main 𝐆 𝐀 𝐂 𝐎 𝐑", "spaced", MEDIUM),
        ("main 𝐆𝟒𝐂𝟎𝐑", "leet", MEDIUM),
    ],
)
def test_a_disguise_is_called_by_its_name(text, name, strength):
    assert found(text)[f"disguise.{name}"] == strength


def test_the_signals_are_of_the_family_of_disguises():
    assert {signal.family for signal in disguise(normalise("sl0t G A C O R"))} == {DISGUISE}


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("ayo main 𝐬𝐥𝐨𝐭 yuk", "𝐬𝐥𝐨𝐭"),
        ("ayo gасоr yuk", "gасоr"),
        ("ayo sl0t yuk", "sl0t"),
        ("ayo s l o t yuk", "s l o t"),
        ("ayo s.l.o.t!", "s.l.o.t"),
        ("ayo sllooot sslllooot yuk", "sslllooot"),
    ],
)
def test_the_span_is_the_disguised_word_as_typed(text, typed):
    (signal,) = disguise(normalise(text))
    assert [text[begin:end] for begin, end in signal.spans] == [typed]


def test_the_span_of_hidden_signs_covers_them():
    text = "ayo s\u200bl\u200bot"
    (signal,) = disguise(normalise(text))
    ((begin, end),) = signal.spans
    assert "\u200bl\u200b" in text[begin:end]


@pytest.mark.parametrize(
    "text",
    [
        "Nasi goreng 2 porsi Rp50.000, buka jam 8.30 s.d. 21.00 ya kak",
        "Kopi susu 250ml cuma 15rb, beli 2 gratis 1!!! 😍😍",
        "anak2 suka bangeeet, mantaaap, hahahaha",
        "K.H. Ahmad Dahlan, R.A. Kartini, PT. X, U S B, a b c",
        "Café José menjual crème brûlée",
        "Terima kasih 🙏🏽❤️ dari keluarga 👨‍👩‍👧‍👦",
        "Это магазин, これは店, 가게",
    ],
)
def test_ordinary_talk_is_no_disguise(text):
    assert found(text) == {}


def test_one_disguise_laid_over_another_is_more_than_decoration():
    assert found("𝓡𝓲𝓷𝓪 jual sl0t")["disguise.styled"] == WEAK
    assert found("jual 𝓼𝓵0𝓽")["disguise.styled"] == MEDIUM
