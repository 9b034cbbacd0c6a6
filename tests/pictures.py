"""Picture files for tests, good and bad, and pictures already received."""

from __future__ import annotations

import io
import secrets
import struct
import zlib

from PIL import Image
from werkzeug.datastructures import FileStorage

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from tests.database import context, write
from tests.factories import make_user


def picture_bytes(kind: str = "JPEG", size: tuple[int, int] = (64, 48), colour: str = "tomato") -> bytes:
    """A small true picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def chosen(data: bytes | None = None, name: str = "foto.jpg") -> tuple[io.BytesIO, str]:
    """A chosen file, as the test client sends it."""
    return io.BytesIO(picture_bytes() if data is None else data), name


def upload(data: bytes | None = None, name: str = "foto.jpg") -> FileStorage:
    """A chosen file, as a handler gets it."""
    stream, filename = chosen(data, name)
    return FileStorage(stream, filename=filename, content_type="image/jpeg")


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 50,000 x 50,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 900))
        + chunk(b"IEND", b"")
    )


BAD_FILES = {
    "too large": b"\xff\xd8\xff" + b"\0" * (5 * 1024 * 1024),
    "a text": b"Ini bukan gambar.",
    "a drawing that can run": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a bomb": bomb(),
    "cut in the middle": picture_bytes(size=(600, 400))[:900],
    "empty": b"",
}


def make_picture(owner: User | None = None, *, post_id: int | None = None, attached: bool = False) -> Picture:
    """A received picture with its files; attached to a post, or (attached=True) to a public thing."""
    attached_at = now() if attached or post_id else None
    picture = Picture(
        name=secrets.token_hex(16),
        owner_id=(owner or make_user()).id,
        post_id=post_id,
        alt="Keripik di piring" if attached_at else "",
        width=64,
        height=48,
        thumb_width=64,
        thumb_height=48,
        full_bytes=100,
        thumb_bytes=100,
        attached_at=attached_at,
    )
    write(lambda: db.session.add(picture))
    with context():
        for file in files_of(picture.name):
            store().put(file, picture_bytes("WEBP"))
    return picture


def stored_files() -> list[str]:
    """Names of all files in the store."""
    with context():
        return sorted(path.name for path in store().root.glob("*/*/*"))  # type: ignore[attr-defined]


def forget_files() -> None:
    """Empty the store."""
    with context():
        for path in store().root.glob("*/*/*"):  # type: ignore[attr-defined]
            path.unlink()
