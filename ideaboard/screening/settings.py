"""What admins choose: an operating point per kind. Plain data, so that it can be stored and compared."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, HOAX, SPAM

# A point is named by the share of kept posts that it may reach by mistake.
POINTS = {"0.1%": 0.001, "0.3%": 0.003, "0.5%": 0.005, "1%": 0.01, "3%": 0.03}
NEVER = "never"


@dataclass(frozen=True)
class Choice:
    """Which point asks the author, which keeps a post back, which refuses it."""

    warn: str = NEVER
    hold: str = NEVER
    refuse: str = NEVER


# Where the points of the rules as shipped lie. Measured, see tests/bench/screening.py.
RULE_POINTS: Mapping[str, Mapping[str, float]] = {
    GAMBLING: {"0.1%": 0.9, "0.3%": 0.75, "0.5%": 0.75, "1%": 0.6, "3%": 0.5},
    FRAUD: {"0.1%": 0.9, "0.3%": 0.75, "0.5%": 0.75, "1%": 0.6, "3%": 0.5},
    ABUSE: {"0.1%": 0.95, "0.3%": 0.9, "0.5%": 0.8, "1%": 0.75, "3%": 0.5},
    SPAM: {"0.1%": 0.9, "0.3%": 0.75, "0.5%": 0.75, "1%": 0.6, "3%": 0.5},
    HOAX: {},
}
SHIPPED: Mapping[str, Choice] = {
    GAMBLING: Choice(hold="0.3%", refuse="0.1%"),
    FRAUD: Choice(hold="0.3%", refuse="0.1%"),
    ABUSE: Choice(warn="3%"),
    SPAM: Choice(hold="0.3%", refuse="0.1%"),
    HOAX: Choice(),  # never a machine's verdict
}


@dataclass(frozen=True)
class Settings:
    """The choices of a board."""

    choices: Mapping[str, Choice] = field(default_factory=lambda: dict(SHIPPED))
    points: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: dict(RULE_POINTS))
    source_score: float = 0.5  # a claim from here on gets the chip "butuh sumber"

    def threshold(self, kind: str, action: str, points: Mapping[str, float] | None = None) -> float:
        """Return the score from which on a kind is warned of, held or refused; above 1 when it never is."""
        name = getattr(self.choices.get(kind, Choice()), action)
        return {**self.points.get(kind, {}), **(points or {})}.get(name, 2.0)

    def as_data(self) -> dict[str, Any]:
        """Return the settings as JSON can hold them."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Settings":
        """Read what `as_data` gave; what is missing is as shipped."""
        choices = {kind: Choice(**chosen) for kind, chosen in data.get("choices", {}).items()}
        return cls(
            {**SHIPPED, **choices},
            {**RULE_POINTS, **data.get("points", {})},
            data.get("source_score", cls.source_score),
        )
