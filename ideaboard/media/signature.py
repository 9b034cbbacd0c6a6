"""What the first bytes and the structure of a file tell, before any picture library looks at it."""

import re
from typing import Literal

Kind = Literal["JPEG", "PNG", "WEBP", "OTHER"]

# Pictures too, so the answer to their senders can be more helpful than "not a picture".
_OTHER_PICTURES = re.compile(
    rb"GIF8|BM....\x00\x00|II\*\x00|MM\x00\*|8BPS|\x00\x00\x01\x00|\xff\x0a|\x00\x00\x00\x0cJXL |"
    rb"....ftyp(?:hei|hev|mif|msf|avi)|\s{0,99}<(?:svg|\?xml)",
    re.DOTALL,
)
_JPEG_MARKER = re.compile(rb"\xff([\xc0-\xcf\xd8-\xfe])")
_END, _SCAN = 0xD9, 0xDA
# An ordinary progressive JPEG has about 10 scans and at most some hundred segments.
_MOST_SCANS = 40
_MOST_SEGMENTS = 2_000


def kind_of(data: bytes) -> Kind | None:
    """Return which kind of picture `data` claims to be, "OTHER" for kinds we refuse, None for no picture."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    return "OTHER" if _OTHER_PICTURES.match(data) else None


def is_cut_off(data: bytes, kind: Kind) -> bool:
    """Say whether a PNG lacks its last chunk, which its decoder would not miss; the others notice themselves."""
    return kind == "PNG" and b"IEND\xae\x42\x60\x82" not in data


def wastes_time(data: bytes, kind: Kind) -> bool:
    """Say whether a small file is built to keep a decoder busy for minutes.

    Each scan of a JPEG costs a pass over all its pixels and can be 40 bytes long; each colour profile of a
    PNG can unpack to a megabyte. Neither counts towards any limit of the library.
    """
    return _has_many_scans(data) if kind == "JPEG" else data.count(b"iCCP") > 4


def _has_many_scans(data: bytes) -> bool:
    scans, segments, at = 0, 0, 2
    while marker := _JPEG_MARKER.search(data, at):
        if marker[1][0] == _END:
            break
        segments += 1
        scans += marker[1][0] == _SCAN
        if scans > _MOST_SCANS or segments > _MOST_SEGMENTS:
            return True
        at = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
    return False
