"""Gambling: what is played, the places it is played at, and how they are praised."""

import re
from collections import defaultdict

from ideaboard.screening.lexicon import Hit, Lexicon
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import MEDIUM, STRONG, WEAK, Signal, Span
from ideaboard.screening.sites import Site, sites_of

_MONEY = r"(?:rp\.? ?)?\d[\d.,]* ?(?:rb|ribu|rebu|k|jt|juta|jeti|perak|m|miliar)?\w{0,3}"
# "Stake little, take home a lot", as nobody says of a stall.
_STAKE_AND_GAIN = re.compile(
    rf"\b(?:modal|depo\w*|deposit|spin|bet|isi)\W{{1,3}}(?:cuma|hanya|receh|\w{{1,8}})?\W{{0,2}}{_MONEY}"
    rf"\W{{1,3}}(?:\w+\W{{1,3}}){{0,5}}?(?:pulang|jadi|dapat|dapet|dpt|wd|wede|cair|balik|menang|tembus|untung|jp)"
    rf"\W{{1,3}}(?:\w+\W{{1,3}}){{0,2}}?{_MONEY}"
)
_PAID_OUT = re.compile(
    r"\b(?:wd|wede|jp|jepe|withdraw|jackpot|maxwin|scatter)\W{1,3}(?:\w+\W{1,3}){0,2}?"
    r"\d[\d.,]* ?(?:rb|ribu|jt|juta)"
)
_MOST = 50  # places of a text where winnings are looked for
_REACH = 200  # signs between the name of a place and its praise
_BESIDE = 4  # "main X", "main di X"
_ENOUGH_PRAISE, _PLENTY = 2, 4


def find(read: Normalised) -> list[Signal]:
    """Return what speaks for gambling."""
    by_label: dict[str, list[Hit]] = defaultdict(list)
    for hit in Lexicon.load("gambling").find(read):
        by_label[hit.label].append(hit)
    sites = sites_of(read)
    warned_of = bool(by_label["against"])
    found = [*_words(by_label, warned_of), *_places(sites, read, by_label, warned_of)]
    return [*found, *_winnings(read, by_label, warned_of)]


def _words(by_label: dict[str, list[Hit]], warned_of: bool) -> list[Signal]:
    found = []
    for label in ("game", "term"):
        if hits := by_label[label]:
            strength = hits[0].strength
            found.append(_signal(f"gambling.{label}", _milder(strength) if warned_of else strength, hits))
    if len({hit.phrase for hit in by_label["term"]}) > 1 and not warned_of:
        found.append(_signal("gambling.terms", MEDIUM, by_label["term"]))
    return found


def _places(sites: list[Site], read: Normalised, by_label: dict[str, list[Hit]], warned_of: bool) -> list[Signal]:
    found = []
    masked = [site for site in sites if site.masked]
    if masked:
        found.append(Signal("gambling.masked_site", STRONG, _spans(read, masked)))
    plain = [site for site in sites if not site.masked]
    if plain:
        strength = STRONG if any(site.certain for site in plain) else MEDIUM
        if warned_of or not any(site.lucky for site in plain):
            strength = WEAK
        found.append(Signal("gambling.site", strength, _spans(read, plain)))
    praise = max((_praise(site, by_label) for site in sites), default=0)
    if praise and not warned_of:
        strength = STRONG if praise >= _ENOUGH_PRAISE else MEDIUM
        found.append(
            Signal(
                "gambling.touted_site", strength, _spans(read, sites), certain=bool(masked) and praise >= _PLENTY
            )
        )
    return found


def _praise(site: Site, by_label: dict[str, list[Hit]]) -> int:
    """Weigh what is said near a place: 0 nothing, 1 something, 2 and more that people are called there."""
    playing = _near(site, [*by_label["playing"], *by_label["term"], *by_label["game"]])
    if not playing:
        return 0
    beside = any(0 <= site.begin - hit.end <= _BESIDE for hit in by_label["playing"] + by_label["term"])
    return site.lucky + min(len(playing), 2) + bool(_near(site, by_label["praise"])) + beside


def _near(site: Site, hits: list[Hit]) -> set[str]:
    begin, end = site.begin - _REACH, site.end + _REACH
    return {hit.phrase for hit in hits if hit.begin < end and hit.end > begin}


def _winnings(read: Normalised, by_label: dict[str, list[Hit]], warned_of: bool) -> list[Signal]:
    said = {hit.begin for label in ("game", "term", "playing") for hit in by_label[label]}
    found = []
    for name, pattern in (("gambling.winnings", _STAKE_AND_GAIN), ("gambling.payout", _PAID_OUT)):
        matches = [match for begin in sorted(said)[:_MOST] if (match := pattern.match(read.text, begin))]
        if matches:
            spans = tuple(read.span(*match.span()) for match in matches)
            found.append(Signal(name, WEAK if warned_of else MEDIUM, spans))
    return found


def _signal(name: str, strength: str, hits: list[Hit]) -> Signal:
    return Signal(name, strength, tuple(hit.span for hit in hits))


def _spans(read: Normalised, sites: list[Site]) -> tuple[Span, ...]:
    return tuple(read.span(site.begin, site.end) for site in sites)


def _milder(strength: str) -> str:
    return {STRONG: MEDIUM}.get(strength, WEAK)
