"""Static files carry a hash in their address, so browsers may keep them for good, and are compressed once."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

WORTH_IT = {".css", ".js", ".svg"}  # the others are compressed by what they are


@lru_cache(maxsize=256)
def _digest(path: str, modified: float) -> str:
    return hashlib.blake2b(Path(path).read_bytes(), digest_size=6).hexdigest()


@lru_cache(maxsize=64)
def _zipped(path: str, modified: float) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


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

    @app.after_request
    def compress(response: Response) -> Response:
        named = (request.view_args or {}).get("filename", "") if request.endpoint == "static" else ""
        if response.status_code == 200 and Path(named).suffix in WORTH_IT:
            _compress(response, Path(str(app.static_folder), named))
        return response

    app.jinja_env.globals["htmx_available"] = Path(str(app.static_folder), "vendor", "htmx.min.js").is_file()


def _compress(response: Response, path: Path) -> None:
    """Send the file as gzip where the browser reads that; its mark is weak then, for the bytes are others."""
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return
    mark = response.get_etag()[0]
    response.close()  # of the file that was opened to be sent
    response.direct_passthrough = False
    response.set_data(_zipped(str(path), path.stat().st_mtime))
    response.headers["Content-Encoding"] = "gzip"
    if mark:
        response.set_etag(mark, weak=True)
