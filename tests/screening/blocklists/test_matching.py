"""The compiled blocklist finds what is meant, excuses what is allowed, and is never slow."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideaboard.data.clock import now
from ideaboard.screening.blocklists.entries import key_of
from ideaboard.screening.blocklists.matching import Blocklist, Rule
from ideaboard.screening.blocklists.models import (
    ALLOW,
    BLOCK,
    DOMAIN,
    HOLD,
    LOG,
    NETWORK,
    PATTERN,
    REFUSE,
    WARN,
    WORD,
)
from ideaboard.screening.normalise import normalise
from ideaboard.screening.signals import MEDIUM, STRONG, Signal


def rule(kind: str, text: str, action: str = HOLD, mode: str = BLOCK, **more) -> Rule:
    return Rule(1, mode, kind, key_of(kind, text), action, **more)


def spans(text: str, *rules: Rule) -> list[str]:
    found = Blocklist(rules).find(normalise(text))
    return [text[slice(*hit.span)] for hit in found]


@pytest.mark.parametrize(
    ("kind", "entry", "text", "expected"),
    [
        (WORD, "gacor", "Situs GACOOOR nih", ["GACOOOR"]),
        (WORD, "gacor", "gacornya mantap", ["gacornya"]),
        (WORD, "gacor", "segacor itu", []),
        (WORD, "hoki besar", "Dapat hoki, besar sekali", ["hoki, besar"]),
        (PATTERN, "slot*", "main slotmania dan slot", ["slotmania", "slot"]),
        (PATTERN, "*toto", "situs pulautoto", ["pulautoto"]),
        (PATTERN, "gac*r men*", "gacor menang terus", ["gacor menang"]),
        (PATTERN, "hoki*88", "hokibet88 hokibet8", ["hokibet88"]),
        (DOMAIN, "judi.example", "cek main.judi.example/daftar ya", ["main.judi.example/daftar"]),
        (DOMAIN, "judi.example", "cek https://bukanjudi.example ya", []),
        (WORD, "gacor", "𝗚𝗔𝗖𝗢𝗥", ["𝗚𝗔𝗖𝗢𝗥"]),
    ],
)
def test_an_entry_finds_what_is_meant(kind, entry, text, expected):
    assert spans(text, rule(kind, entry)) == expected


def test_what_is_allowed_is_not_blocked():
    allowed = rule(WORD, "slot waktu", mode=ALLOW)
    assert spans("Pilih slot waktu, bukan slot", rule(WORD, "slot"), allowed) == ["slot"]


def test_an_allowed_domain_may_stand_under_a_blocked_one():
    allowed = rule(DOMAIN, "toko.pasar.example", mode=ALLOW)
    text = "https://toko.pasar.example dan https://lain.pasar.example"
    assert spans(text, rule(DOMAIN, "pasar.example"), allowed) == ["https://lain.pasar.example"]


def test_a_new_entry_only_logs():
    later = now() + timedelta(days=7)
    (hit,) = Blocklist([rule(WORD, "gacor", shadow_until=later)]).find(normalise("gacor"))
    assert hit.action == LOG


def test_an_entry_acts_when_its_shadow_is_over():
    (hit,) = Blocklist([rule(WORD, "gacor", shadow_until=now())]).find(normalise("gacor"))
    assert hit.action == HOLD


def test_the_engine_gets_a_signal_for_each_action():
    board = Blocklist([rule(WORD, "gacor"), rule(WORD, "bonus", WARN), rule(DOMAIN, "judi.example", REFUSE)])
    found = board.apply(normalise("gacor bonus https://judi.example"), [])
    assert [(signal.name, signal.strength, signal.certain) for signal in found] == [
        ("board.warn", MEDIUM, False),
        ("board.hold", STRONG, False),
        ("board.refuse", STRONG, True),
    ]


def test_a_signal_of_the_rules_is_excused_where_the_board_allows_it():
    text = "Pilih slot waktu di kalender, jangan slot"
    signals = [Signal("gambling.term", STRONG, ((6, 10), (37, 41))), Signal("gambling.site", STRONG, ((6, 16),))]
    kept = Blocklist([rule(WORD, "slot waktu", mode=ALLOW)]).apply(normalise(text), signals)
    assert kept == [Signal("gambling.term", STRONG, ((37, 41),))]


def test_personal_data_is_never_excused():
    signals = [Signal("personal.phone", STRONG, ((0, 4),))]
    assert Blocklist([rule(WORD, "telepon", mode=ALLOW)]).apply(normalise("telepon"), signals) == signals


def test_a_network_is_found_by_its_addresses():
    board = Blocklist([rule(NETWORK, "203.0.113.0/24"), rule(NETWORK, "203.0.113.9", mode=ALLOW)])
    assert board.find_network("203.0.113.7").action == HOLD
    assert board.find_network("203.0.113.9") is None
    assert board.find_network("198.51.100.1") is None
    assert board.find_network("entah") is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(text):
    board = Blocklist([rule(WORD, "gacor"), rule(PATTERN, "*a*b*c*abc"), rule(DOMAIN, "judi.example")])
    for hit in board.find(normalise(text)):
        assert 0 <= hit.span[0] <= hit.span[1] <= len(text)
