"""Abuse: words that hurt people, whether said to one person, to a shop or of a whole group.

Taste, prices and things may be called anything: what counts is that somebody is meant. A shout among friends
is weak, and two weak signs are still no reason to stop a post.
"""

from ideaboard.screening.families.aims import Aims
from ideaboard.screening.families.groups import demeaning
from ideaboard.screening.lexicon import Hit, Lexicon
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import MEDIUM, STRONG, WEAK, Signal

_LISTS = ("abuse", "abuse_aimed", "abuse_weak", "threats", "groups")
_PILE = 3  # so many different insults at once are no slip of the tongue
_INSULTS = ("slur", "phrase", "curse")
_HURTFUL = (*_INSULTS, "obscene", "sneer")
_IF_CALLED = ("wit", "shout", "trait", "animal")
_LONG = 20  # words
_ENOUGH = 200  # hits: a text with more says nothing new


def find(read: Normalised) -> list[Signal]:
    """Return what a text says against people."""
    aims = Aims(read)
    hits = Lexicon.load(*_LISTS).find(read, _ENOUGH)
    hurtful = [hit for hit in hits if hit.label in _HURTFUL and not aims.dish(hit)]
    called = [hit for hit in hits if hit.label in _IF_CALLED and aims.called(hit)]
    meant = _weighty(read, aims, [hit for hit in hurtful if not aims.softened(hit)]) + called
    found = [
        *_signal("abuse.insult", [hit for hit in meant if hit.label in _INSULTS]),
        *_signal("abuse.called", called),
        *(signal for label in ("obscene", "sneer") for signal in _labelled(label, meant)),
        *_labelled("threat", hits, STRONG),
        *(signal for label in ("taunt", "incitement") for signal in _labelled(label, hits)),
        *demeaning(read, hits),
    ]
    if len({read.text[hit.begin : hit.end] for hit in meant}) >= _PILE:
        found += _signal("abuse.pile", meant)
    return found or _mild(aims, hits, hurtful)


def _weighty(read: Normalised, aims: Aims, hurtful: list[Hit]) -> list[Hit]:
    """Leave out a single hard word in a long text that nobody is called by: that is grumbling."""
    lone = len(hurtful) == 1 and len(read.words) > _LONG and hurtful[0].label in _INSULTS
    return [] if lone and not aims.called(hurtful[0]) else hurtful


def _mild(aims: Aims, hits: list[Hit], hurtful: list[Hit]) -> list[Signal]:
    """Return the weak sign: a shout, or a hard word said of oneself or quoted from somebody."""
    shouts = [hit for hit in hits if hit.label == "intensifier" and not aims.dish(hit)]
    return _signal("abuse.intensifier", shouts, WEAK) or _signal("abuse.softened", hurtful, WEAK)


def _labelled(label: str, hits: list[Hit], strength: str = MEDIUM) -> list[Signal]:
    return _signal(f"abuse.{label}", [hit for hit in hits if hit.label == label], strength)


def _signal(name: str, hits: list[Hit], strength: str = MEDIUM) -> list[Signal]:
    return [Signal(name, strength, tuple(sorted({hit.span for hit in hits})))] if hits else []
