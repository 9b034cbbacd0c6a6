"""Keep what screening said, and find it again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, true

from ideaboard.data.clock import now
from ideaboard.data.inserts import upsert
from ideaboard.extensions import db
from ideaboard.screening.fields import Screened
from ideaboard.screening.models import ScreeningResult
from ideaboard.screening.signals import BEHAVIOUR, PERSONAL, WEAK

ENGINE = "rules-1"
_LONGEST_WORDS = 80


def keep_result(screened: Screened, *, warned_at: datetime | None = None, **subject: int) -> None:
    """Store the newest result of a post, a person or a business (post_id, user_id or business_id)."""
    result = screened.result
    values: dict[str, Any] = {
        "verdict": result.verdict,
        "score": result.score,
        "scores": dict(result.scores),
        "signals": signals_as_data(screened),
        "masked": screened.masked,
        "advice": dict(result.advice),
        "needs_source": result.needs_source,
        "engine": ENGINE,
        "warned_at": warned_at,
        "at": now(),
    }
    # Whoever was asked once stays asked, whatever the text became in between.
    changed = values if warned_at else {name: value for name, value in values.items() if name != "warned_at"}
    upsert(
        ScreeningResult,
        {**values, **subject},
        changed,
        key=[*subject],
        where=true(),
        returning=ScreeningResult.id,
    )


def results_of(post_ids: Iterable[int]) -> dict[int, ScreeningResult]:
    """Return the newest results of these posts, by post; one statement."""
    wanted = select(ScreeningResult).where(ScreeningResult.post_id.in_(list(post_ids)))
    return {result.post_id or 0: result for result in db.session.scalars(wanted)}


def signals_as_data(screened: Screened) -> list[dict[str, Any]]:
    """Return the signals as JSON can hold them; the words of personal data are not repeated."""
    found = []
    for signal in screened.result.signals:
        places = screened.places(signal.spans)
        words = "" if signal.family == PERSONAL or not places else screened.words(places[0])[:_LONGEST_WORDS]
        found.append(
            {
                "name": signal.name,
                "strength": signal.strength,
                "certain": signal.certain,
                "places": [list(place) for place in places],
                "words": words,
            }
        )
    return found


def evidence_in(signals: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """Return what of these signals speaks against the text itself: name and words of all that are not weak."""
    return {
        (signal["name"], signal["words"].casefold())
        for signal in signals
        if signal["strength"] != WEAK and not signal["name"].startswith((f"{PERSONAL}.", f"{BEHAVIOUR}."))
    }
