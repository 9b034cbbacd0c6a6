"""The one text that stands for the counts of a challenge, and its hash. Pure."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

FORMAT = "ideaboard-counts-1"
Row = tuple[int, int, int]  # idea, counted, being checked


def canonical(challenge_id: int, closed_at: datetime, voters: int, rows: Iterable[Row]) -> str:
    """Return canonical JSON: keys in order, no spaces, plain ASCII, ideas by number."""
    content = {
        "format": FORMAT,
        "challenge": challenge_id,
        "closed_at": closed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "people": voters,
        "ideas": [list(row) for row in sorted(rows)],
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the SHA-256 of a canonical text, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()
