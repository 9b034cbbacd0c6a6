"""An instance in a folder of its own, and the process that serves it: started, killed, stopped, started again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from functools import cached_property
from http.client import HTTPException
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from ideaboard.accounts.models import User
from ideaboard.app import create_app
from ideaboard.config import ROOT
from ideaboard.extensions import db
from tests import database
from tests.browser import Browser
from tests.commands import COMMAND, environment
from tests.faults.client import Client

SECRET = "a secret that only fault tests know, long enough"
EMBEDDED = "serve"
GUNICORN = "gunicorn"
WORKER = "worker"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """Settings, database and processes of one instance. The app here only prepares and checks."""

    def __init__(self, folder: Path, url: str = "", **settings: str) -> None:
        self.folder, self.url, self.port = folder, url, free_port()
        self.instance = folder / "instance"
        self.settings = {
            "DATABASE_URL": url,
            "SECRET_KEY": SECRET,
            "IDEABOARD_THROTTLES": "false",
            "IDEABOARD_SQLITE_SYNC": "FULL",
            "IDEABOARD_DB_PATIENCE": "60",
            **settings,
        }
        self.log, self.mark = folder / "server.log", 0
        self.processes: list[subprocess.Popen[bytes]] = []

    @cached_property
    def app(self) -> Flask:
        """The same instance as an app in this process, with tables."""
        own = {"DATABASE_URL": self.url, "SECRET_KEY": SECRET, "INSTANCE": str(self.instance)}
        self.instance.mkdir(parents=True, exist_ok=True)
        app = create_app({**own, "TESTING": True, "DB_PATIENCE": 60, "THROTTLES": False, "LOG_LEVEL": "ERROR"})
        database.use(app)
        with app.app_context():
            upgrade()
        return app

    def start(self, kind: str = EMBEDDED, *, before: Any = None, ready: bool = True) -> float:
        """Start the server and wait until it is ready; return the seconds that took."""
        began = time.monotonic()
        process = self._begin(kind, before)
        while ready and not self._is_ready():
            if process.poll() is not None:
                raise AssertionError(f"the server ended with {process.returncode}: {self.log.read_text()[-2000:]}")
            if time.monotonic() - began > 180:
                raise AssertionError(f"the server is not ready: {self.log.read_text()[-2000:]}")
            time.sleep(0.02)
        return time.monotonic() - began

    def wait_for(self, words: str, seconds: float = 180) -> None:
        """Wait until the newest process has said this."""
        until = time.monotonic() + seconds
        while words not in self.logged()[self.mark :] and time.monotonic() < until:
            time.sleep(0.02)

    def _begin(self, kind: str, before: Any) -> subprocess.Popen[bytes]:
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:ideaboard.gunicorn_conf", "--workers", "2"]
        command = {
            EMBEDDED: [COMMAND, "serve", "--port", str(self.port)],
            WORKER: [COMMAND, "worker"],
            GUNICORN: [*gunicorn, "--bind", f"127.0.0.1:{self.port}"],
        }[kind]
        settings = {"IDEABOARD_JOBS": "worker" if kind == GUNICORN else "thread", **self.settings}
        self.mark = len(self.logged())
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT if kind == GUNICORN else self.folder,
                env={
                    **environment(self.folder, **settings),
                    "IDEABOARD_ENV_FILE": os.devnull,
                    "PYTHONUNBUFFERED": "1",
                },
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that gunicorn's workers can be killed with it
                preexec_fn=before,
            )
        self.processes.append(process)
        return process

    def _is_ready(self) -> bool:
        with suppress(OSError, HTTPException):
            checks = json.loads(self.client().get("/readyz").body)["checks"]
            return checks["database"] == checks["migrations"] == "ok"  # Whether a worker runs is another matter.
        return False

    def processor_seconds(self) -> float:
        """Return the processor time of the newest process and its children so far: neighbours cost none."""
        group = {self.processes[-1].pid}
        total = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                _, _, rest = path.read_text().rpartition(")")
                parts = rest.split()
                if int(parts[2]) in group:
                    total += int(parts[11]) + int(parts[12])
        return total / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End every process of the instance as a power cut would."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(120)
        self.processes.clear()

    def stop(self, timeout: float = 120) -> tuple[int, float]:
        """Ask the newest process to stop; return its status and how long that took."""
        process, began = self.processes.pop(), time.monotonic()
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout), time.monotonic() - began

    def close(self) -> None:
        """Leave nothing running and nothing open."""
        self.kill()
        if "app" in self.__dict__:
            with self.app.app_context():
                db.session.remove()
                db.engine.dispose()

    def client(self, **options: Any) -> Client:
        """A visitor's browser."""
        return Client(self.port, **options)

    def signed_in(self, person: User, **options: Any) -> Client:
        """A browser that holds a session of `person` and a token for forms."""
        browser = Browser(self.app).sign_in(person)
        token = browser._csrf()
        cookie = browser.client.get_cookie("session")
        assert cookie is not None
        return Client(self.port, {"session": cookie.value}, token, **options)

    def logged(self) -> str:
        """What the processes wrote so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""
