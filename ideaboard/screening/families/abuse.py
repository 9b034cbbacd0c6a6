"""Abuse: words that hurt people, whether said to one person, to a shop or of a whole group.

Taste, prices and things may be called anything: what counts is that somebody is meant. A shout among friends
is weak, and two weak signs are still no reason to stop a post.
"""

from ideaboard.screening.families.aims import Aims
from ideaboard.screening.families.groups import demeaning
from ideaboard.screening.lexicon import Hit, Lexicon
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import MEDIUM, STRONG, WEAK, Signal

_PILE = 3  # so many different insults at once are no slip of the tongue
_INSULTS = ("slur", "phrase", "curse")
_LONG = 20  # words


def find(read: Normalised) -> list[Signal]:
    """Return what a text says against people."""
    aims = Aims(read)
    hurtful = [hit for hit in Lexicon.load("abuse").find(read) if not aims.dish(hit)]
    called = [hit for hit in Lexicon.load("abuse_aimed").find(read) if aims.called(hit)]
    meant = _weighty(read, aims, [hit for hit in hurtful if not aims.softened(hit)]) + called
    found = [
        *_signal("abuse.insult", [hit for hit in meant if hit.label in _INSULTS]),
        *_signal("abuse.called", called),
        *_signal("abuse.obscene", [hit for hit in meant if hit.label == "obscene"]),
        *_signal("abuse.sneer", [hit for hit in meant if hit.label == "sneer"]),
        *_threats(read),
        *demeaning(read),
    ]
    if len({read.text[hit.begin : hit.end] for hit in meant}) >= _PILE:
        found += _signal("abuse.pile", meant)
    return found or _mild(read, aims, hurtful)


def _weighty(read: Normalised, aims: Aims, hurtful: list[Hit]) -> list[Hit]:
    """Leave out a single hard word in a long text that nobody is called by: that is grumbling."""
    lone = len(hurtful) == 1 and len(read.words) > _LONG and hurtful[0].label in _INSULTS
    return [] if lone and not aims.called(hurtful[0]) else hurtful


def _threats(read: Normalised) -> list[Signal]:
    hits = Lexicon.load("threats").find(read)
    return [
        *_signal("abuse.threat", [hit for hit in hits if hit.label == "threat"], STRONG),
        *_signal("abuse.taunt", [hit for hit in hits if hit.label == "taunt"]),
        *_signal("abuse.incitement", [hit for hit in hits if hit.label == "incitement"]),
    ]


def _mild(read: Normalised, aims: Aims, hurtful: list[Hit]) -> list[Signal]:
    """Return the weak sign: a shout, or a hard word said of oneself or quoted from somebody."""
    shouts = [hit for hit in Lexicon.load("abuse_weak").find(read) if not aims.dish(hit)]
    return _signal("abuse.intensifier", shouts, WEAK) or _signal("abuse.softened", hurtful, WEAK)


def _signal(name: str, hits: list[Hit], strength: str = MEDIUM) -> list[Signal]:
    return [Signal(name, strength, tuple(sorted({hit.span for hit in hits})))] if hits else []
