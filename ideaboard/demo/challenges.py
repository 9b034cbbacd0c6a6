"""The challenges of the demo, in every stage that can be recorded."""

from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from ideaboard.businesses.sectors import sector_from_slug
from ideaboard.challenges.models import OPEN, Cancellation, Challenge, Criterion, Prize
from ideaboard.challenges.wizard.prizes import PrizeText, headline_of
from ideaboard.challenges.wizard.service import texts_of
from ideaboard.data.clock import now
from ideaboard.demo.board import Board, Content, move_to
from ideaboard.demo.files import attach_drawn
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT, PUBLISHED
from ideaboard.posts.service import submit

LICENCE = {"izin_pakai": "permit", "beli_putus": "buyout", "terbuka": "cc_by"}
MOMENTS = {"opens": "opens_at", "submissions_close": "ideas_close_at", "voting_closes": "support_close_at"}


def add_challenges(board: Board) -> None:
    """Add every challenge in the open transaction, the oldest first."""
    for item in sorted(board.content["challenges"], key=_opens):
        challenge = _challenge(board, item)
        fields = {**texts_of(challenge), "body": item["brief"]}
        submit(challenge, fields, status=DRAFT if item["stage"] == "draft" else PUBLISHED)
        opens = challenge.opens_at or now()
        move_to(challenge, min(opens, now()) - timedelta(days=3), min(opens, now()) - timedelta(days=1))
        _add_parts(challenge, item)
        if item["id"] in board.drawn:
            challenge.cover_id = attach_drawn(challenge, board.drawn[item["id"]])[0].id
        if "cancelled" in item:
            _cancel(board, challenge, item["cancelled"])
        board.challenges[item["id"]] = challenge


def _challenge(board: Board, item: Content) -> Challenge:
    schedule = _schedule(board, item)
    return Challenge(
        author_id=board.people[item["owner"]].id,
        business_id=board.businesses[item["business"]].id,
        **{name: item[name] for name in ("slug", "title", "city", "zone", "problem", "support_rule")},
        sector=sector_key(item["sector"]),
        limits="\n".join(item["limits"]),
        licence=LICENCE[item["rights"]],
        promise=item["iap2_level"],
        promise_text=_with_date(item["promise"], schedule.get("answers_due_on")),
        prize_headline=headline_of(_prizes(item)),
        wizard_step=item.get("wizard_step", 5),
        **schedule,
    )


def sector_key(word: str) -> str:
    """Return the key of a sector that the content names as readers do."""
    sector = sector_from_slug(word.replace(" ", "-"))
    if sector is None:
        raise ValueError(f"no sector is called {word}")
    return sector.key


def _schedule(board: Board, item: Content) -> dict[str, Any]:
    days = item.get("offset_days")
    if not days:
        return {}
    moments: dict[str, Any] = {
        column: board.at(days[name], 9 if name == "opens" else 20, item["zone"]) for name, column in MOMENTS.items()
    }
    if item["support_rule"] == OPEN:
        moments["support_close_at"] = moments["ideas_close_at"]
    due = board.today + timedelta(days=days["decision_due"])
    return {**moments, "answers_due_on": due, "prize_due_on": due + timedelta(days=14)}


def _with_date(text: str, due: date | None) -> str:
    return text.format(decision_due=format_date(due, "d MMMM y", locale="id") if due else "")


def _prizes(item: Content) -> list[PrizeText]:
    return [PrizeText(prize["kind"], prize.get("amount"), prize.get("description", "")) for prize in item["prizes"]]


def _add_parts(challenge: Challenge, item: Content) -> None:
    for position, criterion in enumerate(item["criteria"], start=1):
        db.session.add(Criterion(challenge_id=challenge.id, position=position, **criterion))
    for position, prize in enumerate(item["prizes"], start=1):
        db.session.add(Prize(challenge_id=challenge.id, position=position, **prize))


def _cancel(board: Board, challenge: Challenge, cancelled: Content) -> None:
    at = board.at(-cancelled["days_ago"], 16, challenge.zone)
    owner, reason = challenge.author_id, cancelled["reason"]
    db.session.add(Cancellation(challenge_id=challenge.id, by_id=owner, reason=reason, at=at))
    challenge.cancelled_at = at
    challenge.on_status_change()


def _opens(item: Content) -> int:
    return int(item.get("offset_days", {}).get("opens", 0))
