"""Filled forms of the five steps, as a browser sends them."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from tests.browser import Browser
from tests.database import rows
from tests.factories import make_business, make_user

NEW = "/tantangan/baru"
_keys = itertools.count(1)

BRIEF = "Kami membuat keripik pisang sejak 2011 dan mencari satu rasa baru yang khas untuk oleh-oleh."
PROBLEM = {
    "title": "Rasa baru keripik pisang",
    "sector": "food",
    "city": "Metro",
    "brief": BRIEF,
    "problem": "Penjualan turun dari 400 menjadi 310 bungkus seminggu.",
    "good_example": "Rasa yang bisa dijelaskan dalam satu kalimat.",
    "audience": "anyone",
    "audience_note": "",
}
LIMITS = {
    "limits": "Paling mahal Rp18.000\n\n- Semua bahan halal",
    "name_1": "Bahan mudah didapat",
    "weight_1": "40",
    "name_2": "Khas",
    "weight_2": "35",
    "name_3": "Tahan 60 hari",
    "weight_3": "25",
    "name_4": "",
    "weight_4": "",
}
PRIZES = {
    "rows": "2",
    "kind_1": "money",
    "amount_1": "1.250.000",
    "description_1": "Juara pertama",
    "kind_2": "goods",
    "amount_2": "",
    "description_2": "24 bungkus cetakan pertama",
    "prize_due_on": "2026-12-31",
    "licence": "buyout",
}
SCHEDULE = {
    "opens": "now",
    "opens_on": "",
    "opens_time": "",
    "support_rule": "fair",
    "ideas_close_on": "2026-12-05",
    "ideas_close_time": "20.00",
    "support_close_on": "2026-12-12",
    "support_close_time": "20.00",
    "answers_due_on": "2026-12-19",
    "promise": "involve",
    "promise_text": "Tiga ide kami coba.",
}
TODAY = "2026-11-21T05:00:00+00:00"  # noon in the west
STEPS: dict[int, dict[str, str]] = {2: LIMITS, 3: PRIZES, 4: SCHEDULE}


def problem(**changes: Any) -> dict[str, Any]:
    """A whole step 1 with a key of its own; None leaves a field out."""
    data = {**PROBLEM, "idempotency_key": f"wizard-{next(_keys)}", "do": "next", **changes}
    return {name: value for name, value in data.items() if value is not None}


def path(challenge: Challenge, number: int) -> str:
    """The address of a step."""
    return f"/tantangan/{challenge.id}/langkah/{number}"


def newest() -> Challenge:
    """The challenge made last."""
    return rows(select(Challenge).order_by(Challenge.id.desc()))[0]


def send(browser: Browser, challenge: Challenge, number: int, **changes: Any) -> Any:
    """Send a whole step at the version the draft has now."""
    from tests.database import fresh

    data = {**STEPS.get(number, PROBLEM), "version": str(fresh(challenge).version), "do": "next", **changes}
    return browser.post(path(challenge, number), data)


def owner_of_a_business(**columns: Any) -> User:
    """Somebody who runs one business."""
    owner = make_user()
    make_business(owner, **columns)
    return owner


def draft_up_to(browser: Browser, step: int, **changes: Any) -> Challenge:
    """A draft whose steps before `step` are done."""
    assert browser.post(NEW, problem(**changes)).status_code == 303
    challenge = newest()
    for number in range(2, step):
        answer = send(browser, challenge, number)
        assert answer.status_code == 303, answer.text
    return newest()
