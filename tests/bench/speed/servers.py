"""Servers under measure: the board and the reference program, each on gunicorn and on waitress."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from ideaboard.config import ROOT
from tests.bench.speed.processes import cpu_seconds, family, shared_memory

GUNICORN = ("-m", "gunicorn", "--workers", "2", "--worker-class", "gthread", "--threads", "4", "--preload")
QUIET = ("--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--log-level", "warning")
PATIENCE = 60  # seconds until a first answer


class Server:
    """A server in a process of its own, on a free port of this machine."""

    def __init__(self, name: str, folder: Path, arguments: list[str], **settings: str) -> None:
        self.name, self.port = name, free_port()
        self.log = folder / f"{name}.log"
        self.also: Callable[[], list[int]] = list  # processes of its database
        command = [sys.executable, *(part.replace("$PORT", str(self.port)) for part in arguments)]
        begun = time.perf_counter()
        with self.log.open("wb") as log:
            self._popen = subprocess.Popen(
                command, cwd=ROOT, env=environment(**settings), stdout=log, stderr=log, start_new_session=True
            )
        self._wait()
        self.started_in = time.perf_counter() - begun

    def cpu(self) -> float:
        """Return the processor time of its processes and of its database's, in seconds."""
        return cpu_seconds([*family([self._popen.pid]), *self.also()])

    def memory(self) -> float:
        """Return what its own processes hold, in MB."""
        return shared_memory(family([self._popen.pid]))

    def said(self, words: str) -> int:
        """Return how often its log says something."""
        return self.log.read_text(errors="replace").count(words)

    def stop(self) -> None:
        """Stop it and what it started."""
        self._popen.send_signal(signal.SIGTERM)
        try:
            self._popen.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._popen.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.01)
        said = self.log.read_text()[-400:]
        raise RuntimeError(f"{self.name} does not answer: {said}")


def environment(**settings: str) -> dict[str, str]:
    """Return this environment with these settings of the board and no others."""
    foreign = ("IDEABOARD_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**plain, "IDEABOARD_ENV_FILE": os.devnull, **settings}


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_gunicorn(name: str, folder: Path, module: str, **settings: str) -> Server:
    """Start two processes with four threads each."""
    return Server(name, folder, [*GUNICORN, *QUIET, "--bind", "127.0.0.1:$PORT", module], **settings)


def on_waitress(name: str, folder: Path, module: str, **settings: str) -> Server:
    """Start one process of waitress with the four threads that the embedded server has."""
    return Server(name, folder, ["-m", "waitress", "--listen=127.0.0.1:$PORT", "--threads=4", module], **settings)


def embedded(name: str, folder: Path, **settings: str) -> Server:
    """Start `ideaboard serve`, the embedded server with its job worker."""
    code = "import sys; from ideaboard.cli import main; sys.argv[0] = 'ideaboard'; main()"
    return Server(name, folder, ["-c", code, "serve", "--port", "$PORT"], **settings)
