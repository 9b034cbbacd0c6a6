"""A whole group made little: "orang daerah sana mana bisa ...". No hard word is needed for that."""

import re

from ideaboard.screening.lexicon import Hit, Lexicon
from ideaboard.screening.normalise import Normalised
from ideaboard.screening.signals import Signal

_REACH = 6  # words between the group and what is said of it
_ENOUGH = 200  # groups: a text with more says nothing new
_BREAK = re.compile(r"[.!?;\n]")
_OWN = frozenset({"kami", "kita", "saya", "aku", "gue", "gua", "we"})


def demeaning(read: Normalised, hits: list[Hit]) -> list[Signal]:
    """Return where a group is said to be unable, bad or all alike. `hits` are those of the list of groups."""
    sayings = [hit for hit in hits if hit.label in ("denial", "reproach")]
    if not sayings:
        return []
    groups = Lexicon.load("group_names").find(read, _ENOUGH)
    found: dict[str, list[Hit]] = {}
    for said in sayings:
        if any(_about(read, group, said) for group in groups):
            found.setdefault(said.strength, []).append(said)
    return [_signal(strength, said) for strength, said in found.items()]


def _signal(strength: str, said: list[Hit]) -> Signal:
    return Signal("abuse.group", strength, tuple(sorted({hit.span for hit in said})))


def _about(read: Normalised, group: Hit, said: Hit) -> bool:
    if not 0 < said.first - group.last <= _REACH:
        return False
    between = read.words[group.last + 1 : said.first]
    return not _BREAK.search(read.text, group.end, said.begin) and not any(word.key in _OWN for word in between)
