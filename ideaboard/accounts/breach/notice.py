"""What people are told when their data got out, in both languages, with all that the law asks for.

Article 46 of Law 27/2022 on personal data: within 3 × 24 hours, in writing, to the people and to the authority; at
least which data, when and how it got out, and what is done about it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from ideaboard.web.formats import date_time

WITHIN = timedelta(hours=3 * 24)
PEOPLE, AUTHORITY = "people", "authority"
LANGUAGES = ("id", "en")
# What a row of a table tells of a person, in words that they understand.
DATA = {
    "users": _l("name, e-mail address, city, and the password in a scrambled form"),
    "sessions": _l("devices on which you were signed in"),
    "posts": _l("what you wrote here, including drafts"),
    "post_versions": _l("earlier versions of what you wrote here"),
    "ideas": _l("your ideas, including drafts"),
    "comments": _l("your comments"),
    "updates": _l("your updates about a challenge"),
    "votes": _l("which ideas you support"),
    "ballots": _l("how many supports you have given"),
    "pictures": _l("your pictures"),
    "memberships": _l("the businesses that you run"),
    "invitations": _l("invitations to a business"),
    "notices": _l("what you were notified of"),
    "reports": _l("what you reported"),
    "sanctions": _l("measures of moderators about your account"),
    "decisions": _l("decisions of moderators about your posts"),
    "appeals": _l("your appeals"),
    "legal_orders": _l("legal orders about your posts, and your objections"),
}


@dataclass(frozen=True)
class Facts:
    """What is known of the breach. Free texts come as (Indonesian, English)."""

    tables: tuple[str, ...]
    since: datetime | None
    until: datetime
    found_at: datetime
    how: tuple[str, str]
    handling: tuple[str, str]
    contact: str
    people: int
    more_data: tuple[str, str] = ("", "")
    zone: str = "WIB"

    @property
    def deadline(self) -> datetime:
        """Until when everybody must be told."""
        return self.found_at + WITHIN


def unnamed(tables: tuple[str, ...]) -> list[str]:
    """Return the tables for which there are no words yet: what they hold must be said by hand."""
    return [name for name in tables if name not in DATA]


def notice(facts: Facts, language: str, to: str = PEOPLE) -> str:
    """Return the text in one language, for the people or for the authority."""
    at = LANGUAGES.index(language)
    with force_locale(language):
        data = [str(DATA[name]) for name in facts.tables if name in DATA]
        return render_template(
            "mail/breach.txt",
            to=to,
            data=[*data, *filter(None, [facts.more_data[at]])],
            since=date_time(facts.since, facts.zone) if facts.since else "",
            until=date_time(facts.until, facts.zone),
            found=date_time(facts.found_at, facts.zone),
            how=facts.how[at],
            handling=facts.handling[at],
            contact=facts.contact,
            people=facts.people,
            has_password="users" in facts.tables,
            site=current_app.config["BASE_URL"],
        ).strip()
