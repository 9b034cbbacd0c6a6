"""What htmx gets after a vote: the button and what is left, kept with blanks for what each idea has of its own.

A template would be made anew for every vote, since no two ideas have the same number. So the button is made once
for numbers that no idea has, and these are replaced. Whether a count is one decides its wording; other counts
differ in the number alone, in both of our languages.
"""

import secrets
from typing import Any

from flask import render_template, request
from markupsafe import escape

from ideaboard.votes.queries import BallotView
from ideaboard.web.fragments import fill_holes, fragment, hole, with_token

# Too long for any id or count, and unknown to whoever writes on our pages.
_IDEA, _VOTES = (10**17 * first + secrets.randbelow(10**17) for first in (3, 4))


def answer_to(idea: Any, mine: BallotView, others: list[int]) -> str:
    """Return the button, what is left and, when they changed, the buttons of `others`."""
    state = mine.state(idea)
    if others or state not in {"on", "off"}:
        return with_token(render_template("votes/_answer.html", idea=idea, ballot=mine, others=others))
    used = (True, mine.challenge.is_fair, mine.used, "after a vote")
    left = fragment("votes/_left.html", used, ballot=mine, oob=True)
    return with_token(_button(idea, mine, state)) + str(left)


def _button(idea: Any, mine: BallotView, state: str) -> str:
    back, votes = request.form.get("back"), None if mine.challenge.counts_are_sealed else idea.vote_count
    shown = votes if votes in (None, 1) else _VOTES
    own = {"idea_id": _IDEA, "votes": shown, "back": hole("back") if back else None}
    made = fragment("votes/_button.html", (state, shown, bool(back)), state=state, ballot=mine, **own)
    return fill_holes(made.replace(str(_IDEA), str(idea.id)).replace(str(_VOTES), str(votes)), back=escape(back))
