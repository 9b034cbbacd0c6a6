"""How long what is kept: one table, read by the jobs that delete and shown on the privacy page."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Rule:
    """What is deleted, and how long after `since` it is."""

    name: str
    period: timedelta
    what: Any
    since: Any


def _rule(name: str, what: Any, since: Any, **period: float) -> Rule:
    return Rule(name, timedelta(**period), what, since)


RULES = (
    _rule("sign-ins", _l("Sign-ins, with the name of browser and system"), _l("since signing in"), days=60),
    _rule("idle sign-ins", _l("Sign-ins that are not used"), _l("since their last use"), days=21),
    _rule("sign-in networks", _l("Fingerprint of the network of a sign-in"), _l("since signing in"), days=30),
    _rule("vote origins", _l("Fingerprints of network and browser of support"), _l("since supporting"), days=30),
    _rule("report networks", _l("Fingerprint of the network of a report"), _l("since reporting"), days=1),
    _rule("attempts", _l("Counted attempts to sign in or sign up"), _l("since the attempt"), days=1),
    _rule("links", _l("Links in mails"), _l("since the mail"), hours=1),
    _rule("waiting", _l("What you were about to do before confirming your address"), _l("since then"), days=30),
    _rule("invitations", _l("Invitations to a business"), _l("since they ran out or were used"), days=30),
    _rule("drafts", _l("Drafts that nobody goes on with"), _l("since the last change"), days=365),
    _rule("withdrawn", _l("Text and pictures of what you took back"), _l("since taking it back"), days=90),
    _rule("unused pictures", _l("Pictures that were sent and not used"), _l("since sending"), hours=24),
    _rule("notices", _l("Notices behind the bell"), _l("since the notice"), days=180),
    _rule("sent mails", _l("The note that a mail was sent (its text goes at once)"), _l("since sending"), days=60),
    _rule("stuck mails", _l("Mails that could not be delivered"), _l("since the last attempt"), days=30),
    _rule("previews", _l("Drawn pictures behind links"), _l("since drawing"), days=30),
    _rule(
        "sealed copies", _l("Sealed copies of what a legal order hid"), _l("since the order was lifted"), days=90
    ),
    _rule("exports", _l("Copies of your data that you asked for"), _l("since they are ready"), hours=72),
    _rule("asked exports", _l("The note that you asked for a copy"), _l("since asking"), days=30),
)
_BY_NAME = {rule.name: rule for rule in RULES}


def kept_for(name: str) -> timedelta:
    """Return how long what this rule names is kept."""
    return _BY_NAME[name].period
