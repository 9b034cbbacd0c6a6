"""Which decision is suggested, from what was noticed and reported. Pure; nothing is ever preselected."""

from collections.abc import Iterable

from ideaboard.moderation.cases.models import POST
from ideaboard.moderation.desk.choices import SILENCED
from ideaboard.moderation.models import CHANGES, HIDE, KEEP, REMOVE
from ideaboard.screening.signals import MEDIUM, STRONG, WEAK

# topic: (with a strong sign, with a medium one)
_BY_TOPIC = {
    "fraud": (SILENCED, HIDE),
    "gambling": (SILENCED, REMOVE),
    "spam": (REMOVE, CHANGES),
    "abuse": (HIDE, CHANGES),
    "personal": (HIDE, CHANGES),
    "hoax": (CHANGES, CHANGES),
}


def suggestion(kind: str, topic: str, strengths: Iterable[str]) -> str:
    """Return the suggested option, or "" when what was noticed says too little."""
    found = set(strengths)
    if kind != POST or not found:
        return ""
    if found == {WEAK}:
        return KEEP
    strong, medium = _BY_TOPIC.get(topic, ("", ""))
    return strong if STRONG in found else medium if MEDIUM in found else ""
