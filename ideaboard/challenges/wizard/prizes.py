"""Prizes as typed and as shown: reading money, the headline, the advice."""

import re
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ideaboard.web.formats import money

MONEY, GOODS = "money", "goods"
HIGHEST = 1_000_000_000  # rupiah for one prize
LOW = 750_000  # below this in total, people may take the prize for a joke (ux.md E26)
HEADLINE = 160
_AMOUNT = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,-|,00)?", re.IGNORECASE)


@dataclass(frozen=True)
class PrizeText:
    """One prize: an amount of money, or something else that is described."""

    kind: str
    amount: int | None
    description: str


def amount_of(text: Any) -> int | None:
    """Read whole rupiah: 1250000, 1.250.000, Rp1.250.000; None for anything else."""
    found = _AMOUNT.fullmatch(str(text or "").strip())
    digits = found[1].replace(".", "") if found else ""
    return int(digits) if digits.isascii() and 0 < len(digits) <= 15 else None


def headline_of(prizes: list[PrizeText]) -> str:
    """Sum up the prizes in one line: the money together, then the rest."""
    total = money_of(prizes)
    parts = [money(total)] if total else []
    line = ", ".join([*parts, *(prize.description for prize in prizes if prize.kind == GOODS)])
    return line if len(line) <= HEADLINE else line[: HEADLINE - 1].rstrip(" ,") + "…"


def money_of(prizes: list[PrizeText]) -> int:
    """Return all the money together."""
    return sum(prize.amount or 0 for prize in prizes if prize.kind == MONEY)


def advice_on(prizes: list[PrizeText]) -> list[str]:
    """Say what an owner may want to think over; nothing of it is a duty."""
    total = money_of(prizes)
    several = sum(1 for prize in prizes if prize.kind == MONEY) > 1
    found = []
    if 0 < total < LOW:
        found.append(_("This may feel low for design work. Consider another form of thanks."))
    if total and not several:
        parts = [money(total * share // 100) for share in (50, 30, 20)]
        found.append(
            _(
                "Several prizes bring more people back than one. For example 50/30/20: %(a)s, %(b)s and %(c)s.",
                a=parts[0],
                b=parts[1],
                c=parts[2],
            )
        )
    return found
