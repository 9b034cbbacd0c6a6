"""PostgreSQL clusters of our own, on loopback, for tests that need more than one server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import postgresql_program

OPTIONS = (
    "fsync=off",
    "shared_buffers=16MB",
    "max_connections=30",
    "unix_socket_directories=",
    "wal_level=replica",
)


class Cluster:
    """One server: its folder and port, and whether it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Run it, and wait until it takes connections."""
        options = [part for option in OPTIONS for part in ("-c", option)]
        where = ["-D", str(self.folder), "-p", str(self.port), "-h", "127.0.0.1"]
        log = (self.folder.parent / f"{self.folder.name}.log").open("wb")
        program = _as_postgres(_program("postgres"), *where, *options)
        self.process = subprocess.Popen(program, stdout=log, stderr=log)
        log.close()
        until = time.monotonic() + 60
        while subprocess.run([_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode:
            assert time.monotonic() < until, Path(log.name).read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """End it at once, as a power cut does."""
        if self.process is not None:
            subprocess.run(
                [*_as_postgres(_program("pg_ctl"), "stop", "-s", "-m", "immediate"), "-D", str(self.folder)]
            )
            self.process.wait(60)
            self.process = None


@contextmanager
def primary_and_replica() -> Iterator[tuple[Cluster, Cluster]]:
    """Start a server and a second one that follows it."""
    folder = Path(tempfile.mkdtemp(prefix="ideaboard-clusters-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    primary, replica = Cluster(folder / "primary"), Cluster(folder / "replica")
    made = ("-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
    try:
        _run("initdb", "-D", str(primary.folder), *made)
        primary.start()
        source = f"host=127.0.0.1 port={primary.port} user=postgres"
        _run("pg_basebackup", "-D", str(replica.folder), "-d", source, "-R", "-c", "fast", "--no-sync")
        replica.start()
        yield primary, replica
    finally:
        replica.stop()
        primary.stop()
        shutil.rmtree(folder)


def _run(name: str, *arguments: str) -> None:
    subprocess.run(_as_postgres(_program(name), *arguments), check=True, capture_output=True, cwd="/")


def _program(name: str) -> str:
    return postgresql_program(name) or name


def _as_postgres(*command: str) -> list[str]:
    """PostgreSQL refuses to be run by root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else list(command)


def _free_port() -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port > 20_000:
            return port
