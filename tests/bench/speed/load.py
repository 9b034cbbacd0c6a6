"""Send requests as fast as they are answered, over a number of kept connections."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path

APART = b"\0"  # between requests in the file that wrk reads
SCRIPT = Path(__file__).with_name("requests.lua")


@dataclass(frozen=True)
class Sample:
    """What a run brought; times in milliseconds."""

    requests: int
    seconds: float
    errors: int  # answers of 400 and above, and broken connections
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests in a second."""
        return self.requests / self.seconds


@dataclass
class Load:
    """Requests, whole and ready, that are sent one after the other and then from the start again."""

    requests: Sequence[bytes]
    sent: int = field(default=0)  # a later run goes on where the last one ended

    def run(self, port: int, connections: int, seconds: float) -> Sample:
        """Send them for a while, by wrk when it is installed, else by threads of this process."""
        send = _by_wrk if shutil.which("wrk") else _by_threads
        sample = send(self, port, connections, seconds)
        self.sent += sample.requests + connections
        return sample


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Write one request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _by_wrk(load: Load, port: int, connections: int, seconds: float) -> Sample:
    with tempfile.NamedTemporaryFile() as file:
        file.write(APART.join(load.requests))
        file.flush()
        environment = {**os.environ, "BENCH_REQUESTS": file.name, "BENCH_FIRST": str(load.sent)}
        options = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", str(SCRIPT)]
        command = ["wrk", *options, f"http://127.0.0.1:{port}"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise RuntimeError(f"wrk told no result: {done.stdout[-300:]}{done.stderr[-300:]}")
    number, microseconds, errors, p50, p99 = map(float, line.split()[1:])
    return Sample(int(number), microseconds / 1e6, int(errors), p50 / 1000, p99 / 1000)


def _by_threads(load: Load, port: int, connections: int, seconds: float) -> Sample:
    start = load.sent % len(load.requests)
    source = itertools.islice(itertools.cycle(load.requests), start, None)
    begun = time.perf_counter()
    crew = [_Sender(source, port, begun + seconds) for _ in range(connections)]
    for sender in crew:
        sender.start()
    for sender in crew:
        sender.join()
    times = sorted(each * 1000 for sender in crew for each in sender.times) or [0.0]
    errors = sum(sender.errors for sender in crew)
    p99 = times[int(len(times) * 0.99)]
    return Sample(len(times), time.perf_counter() - begun, errors, statistics.median(times), p99)


class _Sender(threading.Thread):
    """One connection. It costs more processor time than wrk does, so its figures are lower."""

    _turn = threading.Lock()

    def __init__(self, source: Iterator[bytes], port: int, end: float) -> None:
        super().__init__(daemon=True)
        self._source, self._port, self._end = source, port, end
        self._link: socket.socket | None = None
        self.times: list[float] = []
        self.errors = 0

    def run(self) -> None:
        """Ask until the time is over."""
        while (start := time.perf_counter()) < self._end:
            with self._turn:
                request = next(self._source)
            try:
                self.errors += self._ask(request) >= 400
            except (OSError, HTTPException):
                self.errors += 1
                self._hang_up()
            self.times.append(time.perf_counter() - start)
        self._hang_up()

    def _ask(self, request: bytes) -> int:
        if self._link is None:
            self._link = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        self._link.sendall(request)
        with HTTPResponse(self._link, method=request.split(b" ", 1)[0].decode()) as answer:
            answer.begin()
            answer.read()
            if answer.will_close:
                self._hang_up()
            return answer.status

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = None
