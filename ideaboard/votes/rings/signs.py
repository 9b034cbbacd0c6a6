"""The signs that two people support together: what they do, and what ties them."""

from ideaboard.votes.rings.pairs import Company, Key
from ideaboard.votes.rings.settings import Settings
from ideaboard.votes.rings.votes import Ledger

AT_ONCE = "at_once"  # several ideas within ten minutes of each other
BURST = "burst"  # nearly all their support for the author within the same hours
YOUNG = "young"  # both accounts less than a day old
LOYAL = "loyal"  # both give much of their support to this author
FEW = "few"  # the author's votes come from few people
MUTUAL = "mutual"  # they support each other's ideas
PLACE = "place"  # one network or device
SIGNS = (AT_ONCE, BURST, YOUNG, LOYAL, FEW, MUTUAL, PLACE)
_CONDUCT = frozenset((AT_ONCE, BURST, YOUNG))


def signs_of(key: Key, company: Company, ledger: Ledger, settings: Settings) -> frozenset[str]:
    """Return the names of the signs that this pair shows with this author."""
    one, other, author = key
    shown = {
        AT_ONCE: company.at_once >= settings.often_at_once,
        BURST: _keep_hours(key, company, ledger, settings),
        YOUNG: company.both_young,
        LOYAL: all(_is_loyal(who, author, ledger, settings) for who in (one, other)),
        FEW: company.together >= settings.often_together and ledger.thinness(author) <= settings.thin,
        MUTUAL: bool(ledger.given[one][other] and ledger.given[other][one]),
        PLACE: _share_a_place(one, other, ledger, settings),
    }
    return frozenset(name for name, is_shown in shown.items() if is_shown)


def is_tie(signs: frozenset[str]) -> bool:
    """Say whether a pair shows two signs or more, and one of them is something that they do.

    Families share a phone and love the same cook: what ties people is no sign against them by itself, and a shared
    place counts only beside youth or haste.
    """
    counted = signs if signs & {YOUNG, AT_ONCE} else signs - {PLACE}
    return len(counted) >= 2 and bool(counted & _CONDUCT)


def _keep_hours(key: Key, company: Company, ledger: Ledger, settings: Settings) -> bool:
    one, other, author = key
    most = max(ledger.given[one][author], ledger.given[other][author])
    return company.together >= settings.often_together and company.together >= settings.nearly_always * most


def _is_loyal(who: int, author: int, ledger: Ledger, settings: Settings) -> bool:
    given = ledger.given[who]
    return given[author] >= settings.often_together and given[author] >= settings.loyal * given.total()


def _share_a_place(one: int, other: int, ledger: Ledger, settings: Settings) -> bool:
    shared = ledger.places_of[one] & ledger.places_of[other]
    return any(len(ledger.places[place]) <= settings.crowded for place in shared)
