"""Static files carry a hash in their address, so browsers may keep them for good."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask


@lru_cache(maxsize=256)
def _digest(path: str, modified: float) -> str:
    return hashlib.blake2b(Path(path).read_bytes(), digest_size=6).hexdigest()


def init_statics(app: Flask) -> None:
    """Add `v=<hash>` to every address of a static file, and tell templates whether htmx is there."""
    folder = Path(str(app.static_folder))

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, Any]) -> None:
        path = folder / str(values.get("filename", ""))
        if endpoint == "static" and path.is_file():
            values["v"] = _digest(str(path), path.stat().st_mtime)

    app.jinja_env.globals["htmx_available"] = (folder / "vendor" / "htmx.min.js").is_file()
