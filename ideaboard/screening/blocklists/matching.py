"""The blocklist as it is asked: compiled once, pure, never changed."""

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ideaboard.data.clock import now
from ideaboard.data.words import without_ending
from ideaboard.screening.blocklists.models import ACTIONS, ALLOW, DOMAIN, HOLD, LOG, NETWORK, PATTERN, REFUSE, WORD
from ideaboard.screening.blocklists.patterns import WordPattern
from ideaboard.screening.contacts import Link, links_in
from ideaboard.screening.normalise import Normalised, Word
from ideaboard.screening.signals import MEDIUM, PERSONAL, STRONG, WEAK, Signal, Span

BOARD = "board"  # the family of signals that come from this board's own lists: "board.hold"
_STRENGTHS = {LOG: WEAK, "warn": MEDIUM, HOLD: STRONG, REFUSE: STRONG}


@dataclass(frozen=True)
class Rule:
    """An entry as it is matched."""

    id: int
    mode: str
    kind: str
    key: str
    action: str = LOG
    shadow_until: datetime | None = None

    def action_at(self, moment: datetime) -> str:
        """Return what it does now: in shadow it only logs."""
        return LOG if self.shadow_until is not None and moment < self.shadow_until else self.action


@dataclass(frozen=True)
class Hit:
    """An entry that was found."""

    rule: Rule
    action: str  # what it does at this moment
    span: Span  # in the text as typed


class Blocklist:
    """All entries of the board."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._words: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
        self._patterns: list[tuple[list[WordPattern], Rule]] = []
        self._domains: dict[str, list[Rule]] = {}
        self._networks: list[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, Rule]] = []
        for rule in rules:
            self._add(rule)

    def _add(self, rule: Rule) -> None:
        if rule.kind == WORD:
            keys = tuple(rule.key.split())
            self._words.setdefault(keys[0], []).append((keys, rule))
        elif rule.kind == PATTERN:
            self._patterns.append(([WordPattern.read(part) for part in rule.key.split()], rule))
        elif rule.kind == DOMAIN:
            self._domains.setdefault(rule.key, []).append(rule)
        elif rule.kind == NETWORK:
            self._networks.append((ipaddress.ip_network(rule.key), rule))

    def apply(self, read: Normalised, signals: list[Signal]) -> list[Signal]:
        """Return the signals without what is allowed here, and with one for each action of what is blocked."""
        found = list(self._all(read, links_in(read.raw)))
        allowed = [hit.span for hit in found if hit.rule.mode == ALLOW]
        kept = [left for signal in signals if (left := _excused(signal, allowed))]
        hits = _blocked(found, allowed)
        for action in ACTIONS:
            spans = tuple(sorted({hit.span for hit in hits if hit.action == action}))
            if spans:
                kept.append(Signal(f"{BOARD}.{action}", _STRENGTHS[action], spans, certain=action == REFUSE))
        return kept

    def find(self, read: Normalised, links: Sequence[Link] | None = None) -> list[Hit]:
        """Return what is blocked in a text and not allowed; `links` are those of the text, if they are known."""
        found = list(self._all(read, links_in(read.raw) if links is None else links))
        return _blocked(found, [hit.span for hit in found if hit.rule.mode == ALLOW])

    def find_network(self, address: str) -> Hit | None:
        """Return the sternest entry for the network of an address, unless one allows it."""
        try:
            known = ipaddress.ip_address(address)
        except ValueError:
            return None
        rules = [rule for network, rule in self._networks if known in network]
        if not rules or any(rule.mode == ALLOW for rule in rules):
            return None
        moment = now()
        hits = [Hit(rule, rule.action_at(moment), (0, 0)) for rule in rules]
        return max(hits, key=lambda hit: ACTIONS.index(hit.action))

    def _all(self, read: Normalised, links: Sequence[Link]) -> Iterator[Hit]:
        moment = now()
        for rule, span in self._spans(read, links):
            yield Hit(rule, rule.action_at(moment), span)

    def _spans(self, read: Normalised, links: Sequence[Link]) -> Iterator[tuple[Rule, Span]]:
        words = read.words
        for at in range(len(words)) if self._words or self._patterns else ():
            for rule, count in self._at(words, at):
                yield rule, read.span(words[at].begin, words[at + count - 1].end)
        for link in links if self._domains else ():
            labels = link.host.split(".")
            for first in range(len(labels) - 1):
                for rule in self._domains.get(".".join(labels[first:]), ()):
                    yield rule, link.span

    def _at(self, words: list[Word], at: int) -> Iterator[tuple[Rule, int]]:
        """Give the entries that begin at a word, and how many words they take."""
        key = words[at].key
        for beginning in {key, without_ending(key)}:
            for keys, rule in self._words.get(beginning, ()):
                if _follow(keys, words, at):
                    yield rule, len(keys)
        for parts, rule in self._patterns:
            near = words[at : at + len(parts)]
            if len(near) == len(parts) and all(part.fits(word) for part, word in zip(parts, near, strict=True)):
                yield rule, len(parts)


def _follow(keys: tuple[str, ...], words: list[Word], at: int) -> bool:
    near = words[at : at + len(keys)]
    return len(near) == len(keys) and all(
        key in (word.key, without_ending(word.key)) for key, word in zip(keys, near, strict=True)
    )


def _blocked(found: list[Hit], allowed: list[Span]) -> list[Hit]:
    return [hit for hit in found if hit.rule.mode != ALLOW and not _inside(hit.span, allowed)]


def _excused(signal: Signal, allowed: list[Span]) -> Signal | None:
    """Return a signal without the places that are allowed; personal data is never excused."""
    if not allowed or not signal.spans or signal.family == PERSONAL:
        return signal
    left = tuple(span for span in signal.spans if not _inside(span, allowed))
    return replace(signal, spans=left) if left else None


def _inside(span: Span, allowed: list[Span]) -> bool:
    return any(begin <= span[0] and span[1] <= end for begin, end in allowed)
