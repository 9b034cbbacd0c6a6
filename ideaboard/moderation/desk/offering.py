"""What templates may ask for: words of the moderators' pages, and the number beside their link."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from ideaboard.moderation.blueprint import bp
from ideaboard.moderation.cases.topics import TOPICS
from ideaboard.moderation.desk import outcomes
from ideaboard.moderation.desk.choices import MEASURES, OPTIONS
from ideaboard.moderation.desk.durations import in_words
from ideaboard.moderation.desk.filters import NAMES
from ideaboard.moderation.desk.numbers import waiting_for
from ideaboard.moderation.models import SUSPEND, TRUST
from ideaboard.moderation.outcomes import lately
from ideaboard.moderation.precision import measured
from ideaboard.moderation.reasons import REASONS

KEYS = [
    ("J", _l("Next case of the list")),
    ("K", _l("Case before it")),
    ("O", _l("Open the case (Enter too)")),
    ("1 – 7", _l("Choose the reason")),
    ("Enter", _l("Apply")),
    *((option.key.upper(), option.name) for option in OPTIONS.values()),
    ("W", MEASURES["warn"]),
    ("B", _l("Silence; again for longer")),
    ("L", _l("Label a claim")),
    ("D", _l("Hide now and tell the admins")),
    ("N", _l("Skip")),
    ("U", _l("Undo")),
    ("/", _l("Search")),
    ("G A", _l("Numbers")),
    ("?", _l("This page")),
]
bp.app_template_filter("span")(in_words)


@bp.app_context_processor
def offer() -> dict[str, Any]:
    """Offer what other pages ask for only when they show it: the navigation of moderators, the admin's numbers."""
    return {"posts_waiting": posts_waiting, "caught_and_missed": lately, "what_was_taught": measured}


@bp.context_processor
def offer_words() -> dict[str, Any]:
    """Offer the words of lists to the moderators' own pages."""
    return {
        "case_parts": NAMES,
        "case_topics": TOPICS,
        "report_reasons": REASONS,
        "decision_words": outcomes.WORDS,
        "measure_words": {**MEASURES, TRUST: _l("author trusted"), SUSPEND: _l("account suspended")},
        "moderator_keys": KEYS,
    }


def posts_waiting() -> int:
    """Return how many cases wait for this moderator; asked once a request."""
    if "posts_waiting" not in g:
        g.posts_waiting = waiting_for(current_user)
    return int(g.posts_waiting)
