"""Requests meant to harm, over real connections: refused fast, with a page that arrives, while others go on."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import make_idea, make_user
from tests.faults.client import BOUNDARY, Answer, Client
from tests.faults.running import Site

MB = 1024 * 1024


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all of these, since none of them may harm it."""
    site = Site(tmp_path_factory.mktemp("requests"))
    site.app  # noqa: B018
    site.start()
    yield site
    assert '"trace"' not in site.logged()
    site.close()


@pytest.fixture
def client(served: Site) -> Client:
    return served.client()


def memory_of(site: Site) -> int:
    """Return the resident bytes of the server."""
    status = Path(f"/proc/{site.processes[-1].pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def friendly(answer: Answer, status: int, words: str) -> None:
    assert answer.status == status
    assert words in answer.text
    assert "<h1>" in answer.text
    assert "Content-Security-Policy" in answer.headers


def raw(site: Site, sent: bytes, wait: float = 10) -> bytes:
    """Send bytes and return what comes back until the server ends the connection."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=wait) as link:
        link.sendall(sent)
        link.shutdown(socket.SHUT_WR)
        answer = b""
        while part := link.recv(65536):
            answer += part
    return answer


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_plain_form_of_many_megabytes_is_refused_at_once_and_told_why(served, client, language):
    before = memory_of(served)
    answer = client.post("/masuk", {"email": "x" * 17 * MB}, **{"Accept-Language": language})
    friendly(answer, 413, {"id": "Terlalu besar", "en": "Too large"}[language])
    assert answer.seconds < 5
    assert memory_of(served) - before < 20 * MB


def test_without_its_length_a_plain_form_is_bounded_too(served):
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    head = b"POST /masuk HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    assert raw(served, head + form + chunk * 40).startswith(b"HTTP/1.1 413")


def test_only_pages_with_pictures_take_much(client):
    picture = b"x" * MB
    friendly(client.upload("/masuk", {}, "pictures", picture), 413, "<h1>")
    # One that takes pictures asks who it is first.
    assert client.upload("/usaha/baru", {}, "logo", picture).status != 413


def test_one_byte_more_than_pictures_may_weigh_is_refused_at_its_headers(served):
    head = f"POST /usaha/baru HTTP/1.1\r\nHost: x\r\nContent-Length: {17 * MB + 1}\r\nExpect: 100-continue\r\n"
    answer = raw(served, f"{head}Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"100 Continue" not in answer


def test_a_hundred_thousand_fields_are_refused(client):
    body = b"&".join(b"a=1" for _n in range(60_000))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    friendly(client.send("POST", "/masuk", body, kind), 413, "<h1>")


def test_a_hundred_thousand_parameters_are_refused(client):
    friendly(client.get("/?" + "&".join("a=1" for _n in range(100_000))), 414, "<h1>")
    friendly(client.get("/?" + "&".join("a=1" for _n in range(6_000))), 414, "<h1>")


@pytest.mark.parametrize("name", ["Cookie", "X-Anything"])
def test_a_header_of_64_kilobytes_is_refused(client, name):
    answer = client.get("/", **{name: "a" * 65536})
    friendly(answer, 431, "cookie" if name == "Cookie" else "<h1>")
    assert answer.seconds < 2


def test_what_is_no_http_gets_a_page_too(served):
    answer = raw(served, b"GET / HTTP/1.1\r\nHost x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.0 400")
    assert b"<h1>" in answer


def test_a_compressed_body_is_not_unpacked(client):
    answer = client.send("POST", "/masuk", b"\x1f\x8b" + b"0" * 99, {"Content-Encoding": "gzip"})
    friendly(answer, 415, "<h1>")


def test_two_hundred_half_open_connections_keep_nobody_from_being_served(served, client):
    links = [socket.create_connection(("127.0.0.1", served.port)) for _n in range(200)]
    try:
        for link in links:
            link.sendall(b"POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n")
        assert client.get("/healthz").seconds < 1
    finally:
        for link in links:
            link.close()


def test_after_two_hundred_broken_uploads_the_next_write_is_quick(served):
    idea, voter = make_idea(), make_user()
    member = served.signed_in(voter)
    for _n in range(200):
        with socket.create_connection(("127.0.0.1", served.port)) as link:
            link.sendall(b"POST /i/1/dukung HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n" + b"x" * 100)
    answer = member.post(f"/i/{idea.id}/dukung", {})
    assert answer.status == 303
    assert answer.seconds < 2
    until = time.monotonic() + 90
    while len(list(Path(f"/proc/{served.processes[-1].pid}/fd").iterdir())) > 100 and time.monotonic() < until:
        time.sleep(0.1)
    assert len(list(Path(f"/proc/{served.processes[-1].pid}/fd").iterdir())) < 100
