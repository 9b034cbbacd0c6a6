"""Lists: how they are written, and what they find."""

import pytest

from ideaboard.screening.lexicon import BadList, Lexicon
from ideaboard.screening.normalise import normalise

LIST = """
# What this list is about.
[winning strong]
jackpot
gacor*
auto sultan
auto sultan mendadak
slot + depo, main*
bonus - raya, lebaran  # the holiday bonus is honest
[loss]
kalah
[ordinary]
slot waktu
gacor burung
"""


def found(text, lines=LIST):
    read = normalise(text)
    return [(hit.label, hit.strength, text[slice(*hit.span)]) for hit in Lexicon(lines.splitlines()).find(read)]


def test_a_word_is_found_where_it_stands():
    assert found("Dapat JACKPOT lagi") == [("winning", "strong", "JACKPOT")]


def test_a_section_without_a_strength_is_medium():
    assert found("kalah terus") == [("loss", "medium", "kalah")]


def test_a_star_takes_every_ending():
    assert found("gacornya lagi") == [("winning", "strong", "gacornya")]


def test_without_a_star_the_whole_word_counts():
    assert found("jackpotan") == []


def test_stretched_letters_change_nothing():
    assert found("jaaackpottt") == [("winning", "strong", "jaaackpottt")]


def test_the_longest_phrase_is_taken():
    assert found("auto sultan mendadak") == [("winning", "strong", "auto sultan mendadak")]


def test_punctuation_between_the_words_of_a_phrase_is_no_matter():
    assert found("auto-sultan") == [("winning", "strong", "auto-sultan")]


@pytest.mark.parametrize(("text", "count"), [("main slot dulu", 1), ("slot parkir kosong", 0)])
def test_a_word_may_need_company(text, count):
    assert len(found(text)) == count


def test_company_is_near_only_within_a_few_words():
    assert found("slot di sini ya kak yang di sana itu depo") == []


@pytest.mark.parametrize(("text", "count"), [("bonus besar", 1), ("bonus hari raya", 0)])
def test_company_may_excuse_a_word(text, count):
    assert len(found(text)) == count


def test_nothing_inside_a_harmless_phrase_is_found():
    assert found("slot waktu depo") == []


def test_a_harmless_phrase_excuses_only_itself():
    assert found("slot waktu, main slot") == [("winning", "strong", "slot")]


def test_the_list_is_read_as_texts_are():
    assert found("ＪＡＣＫＰＯＴ", "[a]\nJackpott") == [("a", "medium", "ＪＡＣＫＰＯＴ")]


@pytest.mark.parametrize("lines", ["word", "[a huge]\nword", "[a]\nab*", "[a]\n!!"])
def test_a_line_that_cannot_be_read_is_named(lines):
    with pytest.raises(BadList, match="line"):
        Lexicon(lines.splitlines())
