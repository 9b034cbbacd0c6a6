"""The signs of a pattern of votes, in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ideaboard.votes.rings import signs

# The strongest first. Each is said of so many pairs of all.
SENTENCES: dict[str, Any] = {
    signs.AT_ONCE: _l("Several ideas of this author within ten minutes of each other: %(n)s of %(all)s pairs."),
    signs.BURST: _l("Nearly all their support for this author came within the same hours: %(n)s of %(all)s pairs."),
    signs.YOUNG: _l("Both accounts were less than a day old: %(n)s of %(all)s pairs."),
    signs.LOYAL: _l("Both give much of their support to this author: %(n)s of %(all)s pairs."),
    signs.PLACE: _l("Both used one network or one phone: %(n)s of %(all)s pairs."),
    signs.MUTUAL: _l("They support each other's ideas: %(n)s of %(all)s pairs."),
    signs.FEW: _l("The support for this author comes from few people: %(n)s of %(all)s pairs."),
}


def sentences(votes: int, people: int, pairs: int, shown: dict[str, int]) -> list[str]:
    """Return plain sentences about a pattern, without names; the last one says what may explain it."""
    first = ngettext("This is about %(num)s support.", "This is about %(num)s supports.", votes)
    group = _("%(n)s accounts seem to support together.", n=people)
    told = [str(SENTENCES[name]) % {"n": shown[name], "all": pairs} for name in SENTENCES if shown.get(name)]
    return [
        first,
        group,
        *told,
        _("Families, shops and schools share networks and phones: look at the whole picture."),
    ]
