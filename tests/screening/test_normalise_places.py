"""Every letter that was read knows where it was typed, whatever the text."""

import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ideaboard.screening.normalise import normalise
from tests.bench.disguises import DISGUISES, disguised

SENTENCE = "Buruan daftar di situs slot gacor hari ini, bonus deposit tanpa potongan"
# Letters, digits, signs and marks that the reader has rules about, so that random texts meet those rules.
STRANGE = st.text(
    "aAgl iIo0134578@$!|.*-_ \n/:x2\u0301\u0336\u200b\u200d\ufe0f\u20e3αеІ𝐆ａᴀⓐ4️⃣👩🇮ﬁ㎏½語ééΣİ", max_size=60
)


def check(raw):
    read = normalise(raw)
    assert read.raw == raw
    assert len(read.places) == len(read.text) + 1
    assert list(read.places) == sorted(read.places)
    assert all(0 <= place <= len(raw) for place in read.places)
    for before, word in zip([None, *read.words], read.words, strict=False):
        assert before is None or before.end <= word.begin
        begin, end = read.span(word.begin, word.end)
        assert 0 <= begin < end <= len(raw)
        assert word.form
        assert " " not in word.form
        assert word.key
    for begin, end in (span for spans in read.unmasked.values() for span in spans):
        assert 0 <= begin < end <= len(raw)
    assert read.plain == " ".join(word.key for word in read.words)


@given(st.text())
@example("\ud800 \x00\x1c\x85\u2028")
def test_any_text_can_be_read(raw):
    check(raw)


@given(STRANGE)
def test_any_text_of_what_there_are_rules_for_can_be_read(raw):
    check(raw)


@given(st.sampled_from(sorted(DISGUISES)), st.integers(0, 10**6))
def test_a_disguised_text_can_be_read(name, seed):
    check(disguised(SENTENCE, name, seed))


@given(st.lists(st.text("abdegiklmnorstu", min_size=2, max_size=12)))
def test_plain_words_read_as_themselves(words):
    assert normalise(" ".join(words)).text == " ".join(words)


@pytest.mark.parametrize(
    ("raw", "word", "typed"),
    [
        ("main 𝐬𝐥𝐨𝐭 yuk", "slot", "𝐬𝐥𝐨𝐭"),
        ("main s l o t yuk", "slot", "s l o t"),
        ("main s\u200bl\u200bo\u200bt yuk", "slot", "s\u200bl\u200bo\u200bt"),
        ("main s̶l̶o̶t̶ yuk", "slot", "s̶l̶o̶t̶"),
        ("oke👩‍👩‍👧 sl0t!", "slot", "sl0t"),
        ("e\u0301 ﬁlm ½ bagus", "film", "ﬁlm"),
        ("ya @njing", "njing", "njing"),
        ("sllloooot", "slot", "sllloooot"),
    ],
)
def test_a_span_is_what_was_typed(raw, word, typed):
    read = normalise(raw)
    (found,) = [each for each in read.words if each.key == word]
    begin, end = read.span(found.begin, found.end)
    assert raw[begin:end] == typed


def test_a_span_of_nothing_is_empty():
    read = normalise("dua kata")
    assert read.span(3, 3) == (3, 3)


@pytest.mark.parametrize("name", sorted(set(DISGUISES) - {"leet", "mixed"}))
def test_disguised_sentences_read_as_the_plain_one(name):
    plain = normalise(SENTENCE).plain
    for seed in range(20):
        assert normalise(disguised(SENTENCE, name, seed)).plain == plain


@pytest.mark.parametrize(("name", "share"), [("leet", 0.75), ("mixed", 0.8)])
def test_most_words_of_a_hard_disguise_are_read(name, share):
    wanted = [word.key for word in normalise(SENTENCE).words]
    found = sum(key in _ways(disguised(SENTENCE, name, seed)) for seed in range(30) for key in wanted)
    assert found >= share * 30 * len(wanted)


def _ways(text):
    return {key for word in normalise(text).words for key in (word.key, *word.readings)}


def test_a_text_of_too_many_different_signs_is_read_in_part():
    signs = [chr(code) for code in range(0xC0, 0x3000) if unicodedata.category(chr(code))[0] == "L"]
    random.Random(1).shuffle(signs)
    check("".join(signs))
