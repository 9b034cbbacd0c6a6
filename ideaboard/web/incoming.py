"""What a request must be before any handler reads it: text that can be decoded, in amounts that a page can need.

Addresses and forms are UTF-8 without NUL, which PostgreSQL neither stores nor compares. Headers and cookies that
cannot be read are as good as absent: browsers carry those of other sites on the same machine too.
"""

from collections.abc import Iterable, Mapping
from typing import IO, Any
from urllib.parse import parse_qsl, unquote_to_bytes

from flask import Request
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, RequestURITooLarge
from werkzeug.formparser import FormDataParser

LONGEST_QUERY = 8_000  # bytes; the longest search in the widest script takes some 2,000
MOST_FIELDS = 500  # of a form without files; those with files have MAX_FORM_PARTS


def check_address(request: Request) -> None:
    """Raise 400 when the path or the query is no text, 414 when the query is endless."""
    query = request.query_string
    if len(query) > LONGEST_QUERY:
        request.__dict__["args"] = request.parameter_storage_class()  # so that the refusal repeats none of it
        raise RequestURITooLarge
    path = request.environ.get("PATH_INFO", "")
    if not _is_text(path.encode("latin-1")) or (query and not _is_text(unquote_to_bytes(query))):
        raise BadRequest


def _is_text(data: bytes) -> bool:
    """Say whether `data` is UTF-8 without NUL."""
    if data.isascii():
        return b"\0" not in data
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


class _Forms(FormDataParser):
    """Werkzeug bounds the fields of multipart forms; this bounds plain ones as well and decodes them strictly."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:
        """Return stream, fields and files. Raises 400 and 413."""
        if mimetype == "application/x-www-form-urlencoded":
            return stream, self.cls(_fields(self._read(stream))), self.cls()
        found = super().parse(stream, mimetype, content_length, options)
        _refuse_nul(found[1].items(multi=True))
        return found

    def _read(self, stream: IO[bytes]) -> bytes:
        most = self.max_form_memory_size
        data = stream.read() if most is None else stream.read(most + 1)
        if (most is not None and len(data) > most) or data.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        return data


def _fields(data: bytes) -> list[tuple[str, str]]:
    try:
        fields = parse_qsl(data.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise BadRequest from None
    _refuse_nul(fields)
    return fields


def _refuse_nul(fields: Iterable[tuple[str, str]]) -> None:
    if any("\0" in name or "\0" in value for name, value in fields):
        raise BadRequest


class Incoming(Request):
    """A request whose form is refused once when it is bad, and empty for whoever answers the refusal."""

    form_data_parser_class = _Forms

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except HTTPException:
            nothing: Mapping[str, Any] = {}
            self.__dict__["form"] = self.__dict__["files"] = self.parameter_storage_class(nothing)
            raise
