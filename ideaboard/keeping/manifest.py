"""The manifest of a backup: what is in it, with the hash of every part."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

from ideaboard.data.clock import now
from ideaboard.keeping.refusals import Refused

FORMAT = 1
NAME = "manifest.json"
SQLITE_FILE = "database/ideaboard.db"
SECRET_KEY = "secret_key"  # noqa: S105  the name of a part
IN_ARCHIVE, LISTED = "in the archive", "listed"


@dataclass
class Manifest:
    """What stands in manifest.json. `members` maps each part to its SHA-256 and its size in bytes."""

    engine: str  # sqlite or postgresql
    engine_version: str
    revision: str
    tables: dict[str, int]  # rows
    columns: dict[str, list[str]] = field(default_factory=dict)  # of a table's part, in its order (PostgreSQL)
    sequences: dict[str, int] = field(default_factory=dict)  # the last number each gave (PostgreSQL)
    members: dict[str, tuple[str, int]] = field(default_factory=dict)
    pictures: str = IN_ARCHIVE  # or only LISTED, when a store of its own keeps them
    picture_names: list[str] = field(default_factory=list)
    pictures_missing: list[str] = field(default_factory=list)  # files that were not there when it was made
    secret_key_mark: str = ""
    format: int = FORMAT
    program: str = "ideaboard"
    version: str = field(default_factory=lambda: version("ideaboard"))
    made_at: str = field(default_factory=lambda: now().isoformat(timespec="seconds"))

    @property
    def rows(self) -> int:
        """Return how many rows all tables have together."""
        return sum(self.tables.values())

    def to_json(self) -> bytes:
        """Return it as it is stored."""
        return json.dumps(asdict(self), indent=1).encode()


def read_manifest(stored: bytes) -> Manifest:
    """Read what `to_json` wrote. Raises Refused when it is of another program or a later one."""
    try:
        values: dict[str, Any] = json.loads(stored)
        if values["program"] != "ideaboard":
            raise Refused("this is no backup of ideaboard")
        if values["format"] != FORMAT:
            raise Refused(f"this backup was made by version {values['version']}: use that version to restore it")
        values["members"] = {name: (digest, size) for name, (digest, size) in values["members"].items()}
        return Manifest(**values)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("this is no backup of ideaboard, or its list of contents is damaged") from None


def mark_of(secret: str) -> str:
    """Return what tells whether two secrets are the same, and nothing else of them."""
    return hmac.new(secret.encode(), b"ideaboard backup", hashlib.sha256).hexdigest()[:16]
