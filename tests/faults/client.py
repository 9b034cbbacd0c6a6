"""A small HTTP client: one connection a request, so that what a dying server leaves behind is seen plainly."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

BOUNDARY = "fault-boundary"


@dataclass
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")


@dataclass
class Client:
    """Somebody's browser. Raises OSError or HTTPException when no whole answer came."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    source: str = "127.0.0.1"  # each writer has an address of its own, for limits by network
    timeout: float = 30.0

    def get(self, path: str, **headers: str) -> Answer:
        """Load a page."""
        return self.send("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Answer:
        """Send a form."""
        body = urlencode({"csrf_token": self.token, **fields}).encode()
        return self.send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def upload(self, path: str, fields: dict[str, Any], name: str, file: bytes) -> Answer:
        """Send a form with one picture."""
        parts = [_part(key, str(value).encode()) for key, value in {"csrf_token": self.token, **fields}.items()]
        parts.append(_part(name, file, '; filename="a.png"\r\nContent-Type: image/png'))
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        return self.send("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Send one request and read its whole answer."""
        began = time.monotonic()
        link = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=self.timeout, source_address=(self.source, 0)
        )
        try:
            link.request(method, path, body, {"Connection": "close", **self._cookie_header(), **headers})
            answer = link.getresponse()
            content = answer.read()
            self._keep_cookies(answer.headers)
        finally:
            link.close()
        return Answer(answer.status, answer.headers, content, time.monotonic() - began)

    def take_token(self, path: str) -> Answer:
        """Load a page with a form and keep its token."""
        answer = self.get(path)
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        self.token = found[1] if found else self.token
        return answer

    def _cookie_header(self) -> dict[str, str]:
        return (
            {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())} if self.cookies else {}
        )

    def _keep_cookies(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}


def _part(name: str, content: bytes, more: str = "") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + content + b"\r\n"
