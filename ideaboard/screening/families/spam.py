"""Spam: advertising under other people's ideas, links that hide, shouting, one word over and over."""

from collections import defaultdict
from string import ascii_uppercase

from ideaboard.screening.contacts import Link, links_in, numbers_in
from ideaboard.screening.lexicon import Hit, Lexicon, index_of
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import MEDIUM, STRONG, WEAK, Signal

ADVERTISING = frozenset({"spam.wares", "spam.cheapest", "spam.call", "spam.pitch", "spam.capitals"})
_MANY_LINKS = 3
_SHOUTED = 12  # letters of a text that is long enough to shout
_CAPITALS = 0.6
_SOME_CAPITALS = 2  # words of four letters and more that are shouted
_MANY_WORDS, _STUFFED = 12, 0.34
_EXCLAIMED = 2
_ENOUGH_SIDES = 3


def find(read: Normalised) -> list[Signal]:
    """Return what speaks for advertising."""
    by_label: dict[str, list[Hit]] = defaultdict(list)
    for hit in Lexicon.load("spam").find(read):
        by_label[hit.label].append(hit)
    found = [_words(label, hits) for label, hits in by_label.items()]
    if pitch := _pitch(by_label, read):
        found.append(pitch)
    return [*found, *_links(links_in(read.raw), by_label), *_shape(read)]


def _words(label: str, hits: list[Hit]) -> Signal:
    return Signal(f"spam.{label}", hits[0].strength, tuple(hit.span for hit in hits))


def _pitch(by_label: dict[str, list[Hit]], read: Normalised) -> Signal | None:
    """Wares, a price nobody beats, "write to me", shouting: three of these are an advertisement."""
    wares = len({hit.phrase for hit in by_label["wares"]})
    if not wares and not by_label["service"]:
        return None
    loud = read.raw.count("!") >= _EXCLAIMED or _shouted_words(read) >= _SOME_CAPITALS
    reachable = bool(by_label["call"]) or bool(wares and numbers_in(read.raw).phones)
    sides = min(wares, 2) + bool(by_label["cheapest"]) + reachable + loud + bool(by_label["offtopic"])
    if sides < _ENOUGH_SIDES:
        return None
    hits = [hit for label in ("wares", "cheapest", "call", "offtopic") for hit in by_label[label]]
    return Signal("spam.pitch", STRONG if sides > _ENOUGH_SIDES else MEDIUM, tuple(hit.span for hit in hits))


def _links(links: tuple[Link, ...], by_label: dict[str, list[Hit]]) -> list[Signal]:
    unknown = [link for link in links if not link.is_known]
    found = []
    if unknown:
        found.append(Signal("spam.link", WEAK, tuple(link.span for link in unknown)))
    if hiding := [link for link in unknown if link.is_short or link.is_free_host]:
        strength = MEDIUM if by_label["call"] or by_label["cheapest"] or by_label["service"] else WEAK
        found.append(Signal("spam.hidden_link", strength, tuple(link.span for link in hiding)))
    if len(unknown) >= _MANY_LINKS:
        found.append(Signal("spam.many_links", MEDIUM, tuple(link.span for link in unknown)))
    return found


def _shape(read: Normalised) -> list[Signal]:
    found = []
    plain = read.raw.encode("ascii", "ignore")
    capitals = len(plain) - len(plain.translate(None, ascii_uppercase.encode()))
    if capitals >= _SHOUTED and capitals >= _CAPITALS * sum(map(str.isalpha, read.raw)):
        found.append(Signal("spam.capitals", WEAK))
    if len(read.words) >= _MANY_WORDS:
        word, places = max(index_of(read).keys.items(), key=lambda item: len(item[1]))
        if len(places) >= _STUFFED * len(read.words) and len(word) > 2:
            found.append(Signal("spam.stuffing", MEDIUM))
    return found


def _shouted_words(read: Normalised) -> int:
    return sum(1 for word in read.raw.split() if len(word) > 3 and word.isupper())
