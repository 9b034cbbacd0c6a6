"""A PostgreSQL cluster of our own in a temporary folder, on a port of its own: to be killed and restarted."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.faults.running import free_port

FAST = ("full_page_writes=on", "shared_buffers=32MB", "max_connections=80", "unix_socket_directories=")


def binaries() -> str | None:
    """Return the folder of initdb, or None where PostgreSQL's server is not installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb")]
    return str(Path(found[-1]).parent) if found[-1] else None


def missing() -> str:
    """Return why no cluster can be made here, or ""."""
    if not binaries():
        return "PostgreSQL's server programs are not installed"
    if os.getuid() == 0 and "postgres" not in {user.pw_name for user in pwd.getpwall()}:
        return "root may not run PostgreSQL and there is no user postgres"
    return ""


class Cluster:
    """One server with its data; `sync` as in production."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Cluster]:
        """Make, start and at the end remove a cluster."""
        folder = Path(tempfile.mkdtemp(prefix="ideaboard-cluster-"))
        cluster = cls(folder)
        try:
            cluster.make()
            cluster.start()
            yield cluster
        finally:
            cluster.stop(signal.SIGQUIT)
            shutil.rmtree(folder, ignore_errors=True)

    def make(self) -> None:
        """Lay out an empty cluster."""
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        options = [
            "-D",
            str(self.folder / "data"),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run(self._as_postgres("initdb", *options), check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = [part for name in FAST for part in ("-c", name)]
        command = self._as_postgres("postgres", "-D", str(self.folder / "data"), "-p", str(self.port), *options)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "-c", "listen_addresses=127.0.0.1"], stdout=log, stderr=log, cwd=self.folder
            )
        until = time.monotonic() + 120
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(psycopg.OperationalError):
                self._connect().close()
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text()[-2000:])

    def stop(self, how: int = signal.SIGINT) -> None:
        """End it: SIGINT throws everybody out, SIGQUIT leaves without writing anything down, as a crash would."""
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(30)
        self.process = None

    def url(self, name: str) -> str:
        """Make a database if it is not there; return its address."""
        with self._connect() as link:
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                link.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres", autocommit=True)

    def _as_postgres(self, program: str, *options: str) -> list[str]:
        # setpriv replaces itself by the program, so that signals reach the server and not a wrapper.
        command = [str(Path(binaries() or "") / program), *options]
        own = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        return [*own, *command] if os.getuid() == 0 else command
