"""How a request is read from a connection: what is too large is refused at its headers, before the rest arrives."""

import copy
from typing import Any

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.utilities import BadRequest, RequestEntityTooLarge, RequestHeaderFieldsTooLarge

from ideaboard.web.bounds import PLAIN_BODY, PLAIN_TYPES

HEADERS = 32 * 1024  # bytes of the first line and all headers: a browser sends one or two thousand


class AddressTooLong(BadRequest):
    """Not even the first line came to an end."""

    code = 414
    reason = "URI Too Long"


def bounded(adjustments: Adjustments) -> Adjustments:
    """Return the same adjustments with the bound of bodies that hold no files."""
    plain = copy.copy(adjustments)
    plain.max_request_body_size = min(PLAIN_BODY, adjustments.max_request_body_size) + 1  # waitress asks for >=
    return plain


class Reader(HTTPRequestParser):
    """Reads one request. Only a form that may hold files may be large."""

    adj: Any
    error: Any

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.seen_line = False

    def received(self, data: bytes) -> int:
        """Take what arrived and return how much of it belongs to this request."""
        if self.body_rcv is None:
            self.seen_line = self.seen_line or b"\n" in data
        consumed = int(super().received(data))
        if isinstance(self.error, RequestHeaderFieldsTooLarge) and not self.seen_line:
            self.error = AddressTooLong("the address is too long")
        if isinstance(self.error, RequestEntityTooLarge):
            self.expect_continue = False  # Or the client would be asked to send what is refused.
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers; they say which bound the body has."""
        super().parse_header(header_plus)
        kind = self.headers.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if kind in PLAIN_TYPES:
            self.adj = self.adj.plain
