"""Run the steps of Dockerfile and compose.yaml without a container engine.

`python -m tests.bench.container` makes a fresh virtual environment from the files that the Dockerfile copies,
installs as it says, migrates a database of its own on the test server, runs the CMD and the worker as another user
with one folder to write to, and asks the HEALTHCHECK. It needs root (to become `nobody`), PostgreSQL and Redis.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ideaboard.config import ROOT

ASK = """
import sys
from urllib.request import Request, urlopen
print(urlopen(Request(sys.argv[1], headers={"Host": sys.argv[2]})).status)
"""
PORT = 20_800
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")  # one that another user may run
USER = "nobody"


def instructions() -> list[tuple[str, str]]:
    """Return name and rest of every instruction of the Dockerfile."""
    text = (ROOT / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [(line.split(None, 1)[0], re.sub(r"\s+", " ", line.split(None, 1)[1])) for line in joined]


def steps() -> dict[str, list[str]]:
    """Return the commands of CMD and HEALTHCHECK."""
    found = {name: rest for name, rest in instructions() if name in ("CMD", "HEALTHCHECK")}
    return {name: json.loads(rest[rest.index("[") :]) for name, rest in found.items()}


def install(folder: Path) -> Path:
    """Do what the first stage does; return the folder of programs."""
    source, place = folder / "src", folder / "venv"
    source.mkdir()
    for rest in (rest for name, rest in instructions() if name == "COPY" and "--from" not in rest):
        for part in rest.split()[:-1]:
            origin = ROOT / part
            ignored = shutil.ignore_patterns("__pycache__", "*.mo", "vendor")
            copy = shutil.copytree if origin.is_dir() else shutil.copy
            copy(origin, source / part, **({"ignore": ignored} if origin.is_dir() else {}))
    subprocess.run([PYTHON, "-m", "venv", place], check=True)
    how = next(rest for name, rest in instructions() if name == "RUN" and "pip install" in rest)
    command = how.replace("/opt/ideaboard", str(place))
    subprocess.run(["sh", "-c", f"{command} --quiet --disable-pip-version-check"], check=True, cwd=source)
    return place / "bin"


class Container:
    """What the second stage makes of it: a user, a folder, an environment."""

    def __init__(self, programs: Path, data: Path, **settings: str) -> None:
        self.programs, self.data = programs, data
        fixed = {"PATH": f"{programs}:/usr/bin:/bin", "IDEABOARD_INSTANCE": str(data), "IDEABOARD_JOBS": "worker"}
        self.environment = {**fixed, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", **settings}

    def command(self, *command: str) -> list[str]:
        """Return the command with the program that was installed, at our port."""
        said = [
            part.replace("0.0.0.0:8000", f"127.0.0.1:{PORT}").replace(":8000/", f":{PORT}/") for part in command
        ]
        return [str(self.programs / said[0]), *said[1:]]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run one to its end."""
        options: dict[str, Any] = {**self._options(), "capture_output": True, "text": True}
        return subprocess.run(self.command(*command), check=False, **options)

    def _options(self) -> dict[str, Any]:
        return {"env": self.environment, "cwd": self.data, "user": USER, "group": "nogroup", "extra_groups": []}

    @contextmanager
    def running(self, *command: str):
        """Keep one running; it must end well when it is told to."""
        log = (self.data / f"{command[0]}-{command[-1].replace(':', '-')}.log").open("wb")
        process = subprocess.Popen(
            self.command(*command), env=self.environment, cwd=self.data, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(40) == 0, Path(log.name).read_text()
            log.close()


def main() -> None:
    """Run every step and say what it took."""
    from tests.conftest import made_database

    folder = Path(tempfile.mkdtemp(prefix="ideaboard-container-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    shutil.chown(data, USER)
    try:
        began = time.monotonic()
        programs = install(folder)
        size = int(subprocess.run(["du", "-sm", programs.parent], capture_output=True, text=True).stdout.split()[0])
        print(f"installed with the scale extra in {time.monotonic() - began:.0f} s, {size} MB")
        with made_database(f"ideaboard_container_{os.getpid()}") as url:
            redis = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379") + "/14"
            places = {"DATABASE_URL": url, "REDIS_URL": redis, "WEB_CONCURRENCY": "2"}
            named = {"IDEABOARD_BASE_URL": "https://ide.example", "SECRET_KEY": "s" * 40, "IDEABOARD_PROXIES": "1"}
            _serve(Container(programs, data, **places, **named))
    finally:
        shutil.rmtree(folder)


def _serve(place: Container) -> None:
    began = time.monotonic()
    done = place.run("ideaboard", "db", "upgrade")
    assert done.returncode == 0, done.stderr
    print(f"migrated in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    with place.running(*steps()["CMD"]), place.running("ideaboard", "worker"):
        while place.run(*steps()["HEALTHCHECK"]).returncode:
            assert time.monotonic() - began < 30, "never healthy"
        print(f"healthy after {time.monotonic() - began:.1f} s")
        page = place.run("python", "-c", ASK, f"http://127.0.0.1:{PORT}/", "ide.example")
        assert page.stdout.strip() == "200", page.stderr
        stranger = place.run("python", "-c", ASK, f"http://127.0.0.1:{PORT}/", "127.0.0.1")
        assert "HTTP Error 400" in stranger.stderr
        print("home answers to its own name, and to no other")
    written = sorted(path.name for path in place.data.iterdir())
    print(f"server and worker ended with status 0; written to the volume: {', '.join(written)}")


if __name__ == "__main__":
    main()
