"""What is left of decisions when an account is closed."""

from __future__ import annotations

from ideaboard.accounts.privacy.erasing import erase
from tests.database import fresh, write
from tests.factories import make_user
from tests.moderation.judging.steps import decide
from tests.moderation.steps import make_held_comment, make_moderator


def test_what_was_decided_stays_without_the_words(app):
    dewi, author = make_moderator(), make_user()
    words = {"facts": "Ia menulis nomor orang lain.", "message": "Tolong jangan."}
    about = decide(make_held_comment(author=author), dewi, "remove", reason="personal", **words)
    other = decide(make_held_comment(), dewi, "remove", reason="personal", **words)
    write(lambda: erase(author.id))
    found = fresh(about)
    assert (found.action, found.reason, found.facts, found.message) == ("remove", "personal", "", "")
    assert fresh(other).message == "Tolong jangan."
