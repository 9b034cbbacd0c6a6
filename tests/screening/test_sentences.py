"""Sentences: every signal says what it is, twice, and teaches nobody how to get round it."""

import re

import pytest

from ideaboard.config import ROOT
from ideaboard.screening.families import disguise, fraud, hoax
from ideaboard.screening.lexicon import sections_of
from ideaboard.screening.sentences import ANY, LANGUAGES, sentence, sentences

SOURCES = [path.read_text() for path in (ROOT / "ideaboard" / "screening").rglob("*.py")]
FAMILIES = ("gambling", "fraud", "abuse", "hoax", "spam", "personal", "disguise", "behaviour")


def named_in_the_code():
    """Give every name that stands in the code in full, and those that are put together from lists."""
    pattern = re.compile(rf'"((?:{"|".join(FAMILIES)})\.[a-z_]+)"')
    names = {name for source in SOURCES for name in pattern.findall(source)}
    names |= {f"gambling.{label}" for label in ("game", "term")}
    names |= {f"fraud.{label}" for label in sections_of("fraud")} - {"fraud.goods", "fraud.offer"}
    names |= {pair.name for pair in fraud._PAIRS}
    names |= {f"spam.{label}" for label in sections_of("spam")}
    names |= {f"hoax.{cue}" for cue in hoax.CUES}
    names |= {f"abuse.{label}" for label in ("obscene", "sneer", *sections_of("threats"))}
    return names | {f"personal.{name}" for name in ("nik", "account", "phone", "email", "address")}


@pytest.mark.parametrize("name", sorted(named_in_the_code()))
def test_a_signal_has_a_sentence_of_its_own_in_both_languages(name):
    family, _, noun = name.partition(".")
    indonesian, english = sentences()[family][noun]
    for text in (indonesian, english):
        assert text[0].isupper()
        assert text.endswith(".")
    assert indonesian != english


def test_every_disguise_has_a_sentence():
    assert set(disguise._KINDS) <= set(sentences()["disguise"])


def test_what_has_no_sentence_of_its_own_gets_its_familys():
    assert sentence("gambling.of_tomorrow", "en") == sentences()["gambling"][ANY][1]


def test_a_boards_own_list_gets_a_sentence():
    assert [sentence("list.words", language) for language in LANGUAGES] == list(sentences()[ANY][ANY])


def test_any_other_language_reads_english():
    assert sentence("gambling.game", "de") == sentence("gambling.game", "en")


def test_no_sentence_is_left_of_signals_that_are_gone():
    known = named_in_the_code() | {f"disguise.{kind}" for kind in sentences()["disguise"]}
    told = {f"{family}.{noun}" for family, nouns in sentences().items() for noun in nouns if noun != ANY}
    assert told - known == set()
