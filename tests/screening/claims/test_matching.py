"""Known claims are found in any wording, and only there."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideaboard.screening.claims.matching import AGAINST, ASKS, FOR, Claims, Known, Match
from ideaboard.screening.normalise import normalise
from ideaboard.screening.signals import MEDIUM, WEAK

with (Path(__file__).parent / "pairs.csv").open(newline="") as _file:
    PAIRS = list(csv.DictReader(_file))
ALL = Claims(Known(number, pair["claim"], "false") for number, pair in enumerate(PAIRS))
LEMON = "Minum air lemon menyembuhkan kanker"


def found(text: str, *claims: str, verdict: str = "false") -> list[Match]:
    known = (Known(number, claim, verdict, "https://cek.contoh.example/1") for number, claim in enumerate(claims))
    return Claims(known).matches(normalise(text))


def stance(text: str, claim: str) -> str:
    (match,) = found(text, claim)
    return match.stance


def recall(half: str) -> float:
    numbers = [number for number, pair in enumerate(PAIRS) if pair["half"] == half]
    hits = [
        any(match.claim.id == number and match.stance == FOR for match in ALL.matches(normalise(text)))
        for number in numbers
        for text in [PAIRS[number]["rewording"]]
    ]
    return sum(hits) / len(hits)


def test_there_are_two_hundred_pairs_of_our_own():
    assert len(PAIRS) == len({pair["claim"] for pair in PAIRS}) == 200


def test_reworded_claims_are_found_where_the_words_were_tuned():
    assert recall("a") >= 0.95


def test_reworded_claims_are_found_in_the_half_whose_misses_were_never_looked_at():
    assert recall("b") >= 0.9


def test_most_pairs_that_were_written_after_everything_was_tuned_are_found():
    """The honest figure for words that nobody thought of: lower, and it must not get worse."""
    with (Path(__file__).parent / "fresh.csv").open(newline="") as file:
        fresh = list(csv.DictReader(file))
    claims = Claims(Known(number, pair["claim"], "false") for number, pair in enumerate([*fresh, *PAIRS]))
    hits = [
        any(match.claim.id == number for match in claims.matches(normalise(pair["rewording"])))
        for number, pair in enumerate(fresh)
    ]
    assert sum(hits) / len(hits) >= 0.7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tumor bisa hilang kalau rutin minum perasan lemon", FOR),
        ("Minum lemon tidak bisa menyembuhkan kanker, tetap ke dokter ya", AGAINST),
        ("Hoaks! Air lemon menyembuhkan kanker, jangan disebar", AGAINST),
        ("Klaim lemon sebagai obat kanker itu mitos", AGAINST),
        ("Benarkah minum lemon bisa mengobati kanker?", ASKS),
        ("Tidak hanya segar, minum air lemon juga menyembuhkan kanker", FOR),
    ],
)
def test_the_stance_of_a_text_is_told(text, expected):
    assert stance(text, LEMON) == expected


def test_the_opposite_word_is_no_repetition():
    assert stance("Air galon itu aman diminum", "Air galon berbahaya bila diminum") == AGAINST


@pytest.mark.parametrize("text", ["Bansos 600rb cair besok", "Bansos enam ratus ribu cair besok"])
def test_numbers_are_one_however_they_are_written(text):
    assert found(text, "Bansos Rp600.000 cair besok")


def test_another_illness_is_another_claim():
    assert found("Minum air lemon menyembuhkan batuk", LEMON) == []


def test_a_shared_subject_alone_is_no_match():
    assert found("Es lemon di warung ini segar, kami minum dua gelas", LEMON) == []


def test_words_far_apart_are_no_match():
    filler = "Tempatnya nyaman, pelayannya ramah, parkirnya luas, dan pemandangan gunungnya indah sekali. "
    assert found("Kami minum lemon. " + filler * 3 + "Paman dulu sakit kanker tetapi sudah sembuh.", LEMON) == []


def test_disguise_does_not_help():
    assert found("Minum air 𝗹𝗲𝗺𝗼𝗻 men\u200byembuhkan k4nker", LEMON)


def test_the_match_says_where_it_stands_in_the_text_as_typed():
    text = "Halo semua!! Air lemon menyembuhkan kanker, katanya."
    (match,) = found(text, LEMON)
    assert text[slice(*match.span)] == "Air lemon menyembuhkan kanker"


def test_the_label_of_a_fact_check_is_not_part_of_the_claim():
    assert stance(LEMON, "[SALAH] " + LEMON) == FOR


@pytest.mark.parametrize(
    ("text", "verdict", "strength"),
    [
        (LEMON, "false", MEDIUM),
        (LEMON, "true", None),
        ("Tidak benar lemon menyembuhkan kanker", "false", None),
        ("Tidak benar lemon menyembuhkan kanker", "true", MEDIUM),
        ("Apa benar lemon menyembuhkan kanker?", "misleading", WEAK),
    ],
)
def test_a_signal_is_given_only_to_who_is_wrong(text, verdict, strength):
    (match,) = found(text, LEMON, verdict=verdict)
    assert (match.signal.strength if match.signal else None) == strength


def test_the_signal_is_a_known_claim_of_the_hoax_family():
    (signal,) = Claims([Known(1, LEMON, "false")]).find(normalise(LEMON))
    assert (signal.name, signal.certain) == ("hoax.known_claim", False)


def test_no_claims_find_nothing():
    assert Claims([]).matches(normalise(LEMON)) == []


@settings(deadline=None)
@given(st.text(max_size=400))
def test_whatever_is_typed_is_read(text):
    for match in ALL.matches(normalise(text)):
        assert 0 <= match.span[0] <= match.span[1] <= len(text)
