"""Static files carry a hash in their address, so browsers may keep them for good."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app


@lru_cache(maxsize=256)
def _digest(path: str, modified: float) -> str:
    return hashlib.blake2b(Path(path).read_bytes(), digest_size=6).hexdigest()


def static_hash(filename: str) -> str | None:
    """Return the hash of a static file as it is now, or None when there is no such file."""
    path = Path(str(current_app.static_folder), filename)
    return _digest(str(path), path.stat().st_mtime) if path.is_file() else None


def init_statics(app: Flask) -> None:
    """Add `v=<hash>` to every address of a static file, and tell templates whether htmx is there."""

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, Any]) -> None:
        digest = static_hash(values["filename"]) if endpoint == "static" else None
        if digest:
            values["v"] = digest

    app.jinja_env.globals["htmx_available"] = Path(str(app.static_folder), "vendor", "htmx.min.js").is_file()
