"""Run the `ideaboard` command as people do: as a process of its own, in an instance of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Run = subprocess.CompletedProcess[str]
COMMAND = str(Path(sys.executable).with_name("ideaboard"))


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return an environment with these settings and nothing else of ours."""
    # Some machines tell Python to keep no compiled modules; then every process would compile ours anew.
    ours = ("IDEABOARD_", "PYTHONDONTWRITEBYTECODE")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**plain, "IDEABOARD_INSTANCE": str(folder / "instance"), "IDEABOARD_SQLITE_SYNC": "NORMAL", **settings}


def runner(folder: Path) -> Callable[..., Run]:
    """Return a function that runs the command to its end."""

    def run(*arguments: str, given: str | bytes = "", **settings: str) -> Run:
        raw = given.encode() if isinstance(given, str) else given
        done = subprocess.run(
            [COMMAND, *arguments],
            input=raw,
            capture_output=True,
            cwd=folder,
            env=environment(folder, **settings),
            timeout=180,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
