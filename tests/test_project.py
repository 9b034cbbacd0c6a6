"""The files around the code: pins, commands, what continuous integration runs."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ideaboard.config import ROOT


def pins() -> dict[str, str]:
    """Return name and version of every line in constraints.txt."""
    lines = [line.partition(";")[0].strip() for line in (ROOT / "constraints.txt").read_text().splitlines()]
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def test_every_pin_is_a_plain_name_and_version():
    for name, version in pins().items():
        assert re.fullmatch(r"[a-z0-9.-]+", name), name
        assert re.fullmatch(r"[0-9][0-9A-Za-z.]*", version), version


def needed(name: str, extras: tuple[str, ...], seen: set[str]) -> set[str]:
    """Return what an installed package needs here, directly or not."""
    for line in importlib.metadata.requires(name) or []:
        requirement = Requirement(line)
        wanted = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        )
        plain = canonicalize_name(requirement.name)
        if wanted and (plain not in seen or requirement.extras):
            seen.add(plain)
            needed(plain, tuple(requirement.extras), seen)
    return seen


def test_whatever_is_needed_is_pinned():
    found = needed("ideaboard", ("test", "e2e", "dev"), set()) - {"ideaboard"}
    assert len(found) > 50
    assert found - {canonicalize_name(name) for name in pins()} == set()


def test_the_pins_fit_the_ranges():
    ranges = [Requirement(line) for line in importlib.metadata.requires("ideaboard") or []]
    versions = {canonicalize_name(name): version for name, version in pins().items()}
    for requirement in ranges:
        if requirement.name != "ideaboard":
            version = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), str(requirement)


def test_make_help_lists_the_targets():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"run", "test", "check", "e2e", "bench", "i18n", "clean"} <= set(done.stdout.split())


def test_continuous_integration_is_a_program_that_can_run():
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    subprocess.run(["bash", "-n", str(path)], check=True)
    text = path.read_text()
    assert text.index("make test") < text.index("make check")


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_a_missing_service_is_said_or_is_a_failure(tmp_path, ci, outcome):
    """Runs pytest in a process of its own, at a Redis that is not there."""
    (tmp_path / "test_it.py").write_text("import pytest\n@pytest.mark.redis\ndef test_it(): pass\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.conftest", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "CI": ci, "TEST_REDIS_URL": "redis://127.0.0.1:1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in done.stdout
    assert ("left out" in done.stdout) == (ci != "true")
    assert "Redis does not answer" in done.stdout
    assert done.returncode == (1 if ci else 0)
