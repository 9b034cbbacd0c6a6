"""Fraud: prizes with a fee, borrowed names, pleas of dear ones, loans, requests for papers and codes."""

import re
from collections import defaultdict
from dataclasses import dataclass

from ideaboard.screening.contacts import links_in, numbers_of
from ideaboard.screening.lexicon import Hit, Lexicon
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import STRONG, WEAK, Signal, Span

_NEVER = 99


@dataclass(frozen=True)
class _Pair:
    """What is only suspicious, and what makes it a snare when it stands beside."""

    name: str
    label: str
    beside: frozenset[str]
    phrases: int = _NEVER  # so many different ones of the label are enough
    certain_with: frozenset[str] = frozenset()


def _pair(name: str, label: str, beside: str, phrases: int = _NEVER, certain_with: str = "") -> _Pair:
    return _Pair(f"fraud.{name}", label, frozenset(beside.split()), phrases, frozenset(certain_with.split()))


_PAIRS = (
    _pair("prize_lure", "prize", "fee account papers phone link pin", 2, certain_with="fee account free_host"),
    _pair("fee_demand", "fee", "account phone prize", certain_with="account"),
    _pair("payment_request", "swap", "account phone urgent", 2),
    _pair("papers_request", "papers", "link urgent aid phone prize", certain_with="free_host prize"),
    _pair("aid_lure", "aid", "free_host papers link fee phone"),
    _pair("family_plea", "family", "phone account", 2, certain_with="account"),
    _pair("property_story", "property", "phone", 2),
    _pair("loan_offer", "loan", "phone", 2),
    _pair("easy_money", "investment", "phone account link", 3),
    _pair("cheap_goods", "goods", "prices&phone prices&free_host offer&phone offer&free_host"),
)
_PRICE = re.compile(r"\b(?:rp\.? ?)?\d{1,3}(?:[.,]\d{1,3}){0,3} ?(?:rb|ribu|jt|juta|k)\b|\brp\.? ?\d")
_PIN = re.compile(r"\bpin\b[\w\s]{0,20}[\W_]{1,3}(?=\w*\d)(?=\w*[a-z])\w{5,10}\b")
_TO_A_MACHINE = re.compile(
    r"\*\d{2,4}(?:\*\w{1,12}){0,6}+#|\bketik\b.{1,40}\b(?:kirim|ke)\W+\d{3,5}\b|\btsel\.me\b"
)
_MIXED = ("account", "phone", "link", "free_host")


def find(read: Normalised) -> list[Signal]:
    """Return what speaks for fraud."""
    by_label: dict[str, list[Hit]] = defaultdict(list)
    for hit in Lexicon.load("fraud").find(read):
        by_label[hit.label].append(hit)
    places = _contacts(read)
    if not by_label and not places:
        return []
    facts = _facts(read, by_label, places)
    found = [_words(label, hits, facts) for label, hits in by_label.items() if label not in _SILENT]
    if places["account"]:
        found.append(Signal("fraud.account_number", WEAK, tuple(places["account"])))
    return found + [signal for pair in _PAIRS if (signal := _snare(pair, facts, by_label))]


_SILENT = ("goods", "offer")  # of trade, and only together with more
_CALLS = ("official", "call", "urgent")


def _words(label: str, hits: list[Hit], facts: set[str]) -> Signal:
    weak = label in _CALLS or ("machine" in facts and label == "prize")
    return Signal(f"fraud.{label}", WEAK if weak else hits[0].strength, tuple(hit.span for hit in hits))


def _contacts(read: Normalised) -> dict[str, list[Span]]:
    numbers = numbers_of(read)
    links = [link for link in links_in(read.raw) if not link.is_known]
    places: dict[str, list[Span]] = defaultdict(list)
    places["phone"] += numbers.phones
    places["account"] += numbers.accounts
    places["link"] += [link.span for link in links]
    places["free_host"] += [link.span for link in links if link.is_free_host or link.is_short]
    return places if any(places.values()) else defaultdict(list)


def _facts(read: Normalised, by_label: dict[str, list[Hit]], places: dict[str, list[Span]]) -> set[str]:
    facts = {label for label, hits in by_label.items() if hits} | {name for name, spans in places.items() if spans}
    prices = _PRICE.findall(read.text)
    if _TO_A_MACHINE.search(read.text):
        facts.add("machine")
        facts.discard("link")
    if "prize" in facts and _PIN.search(read.text):
        facts.add("pin")
    if len(prices) > 1:
        facts |= {f"prices&{name}" for name in _MIXED if name in facts}
    if "offer" in facts:
        facts |= {f"offer&{name}" for name in _MIXED if name in facts}
    return facts


def _snare(pair: _Pair, facts: set[str], by_label: dict[str, list[Hit]]) -> Signal | None:
    hits = by_label.get(pair.label, [])
    if not hits or ("machine" in facts and not facts & {"phone", "account", "free_host"}):
        return None
    if not facts & pair.beside and len({hit.phrase for hit in hits}) < pair.phrases:
        return None
    certain = bool(facts & pair.certain_with)
    return Signal(pair.name, STRONG, tuple(hit.span for hit in hits), certain)
