"""The container files name only what exists: no container engine runs here, so they are read.

tests/bench/container.py runs their steps in a fresh virtual environment.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ideaboard.config import ROOT, SETTINGS
from tests.bench.container import instructions, steps

IMAGE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?(:[a-z0-9.-]+)?")
KNOWN = {f"IDEABOARD_{setting.name}" for setting in SETTINGS} | {setting.also for setting in SETTINGS}
OF_OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "WEB_CONCURRENCY"}
PROGRAMS = {entry.name for entry in importlib.metadata.entry_points(group="console_scripts")} | {"python"}


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def services(compose: dict) -> Iterator[tuple[str, dict]]:
    yield from compose["services"].items()


def words(name: str) -> list[str]:
    return [rest for found, rest in instructions() if found == name]


def test_every_file_that_is_copied_is_there_and_let_through():
    copied = [part for rest in words("COPY") if "--from" not in rest for part in rest.split()[:-1]]
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {"ideaboard", "templates", "static", "migrations", "constraints.txt"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert set(copied) == allowed


def test_what_is_built_needs_no_other_file_of_ours():
    """The wheel takes these folders; one that is not copied would be missing in the image only."""
    import tomllib

    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    copied = {part for rest in words("COPY") for part in rest.split()[:-1]}
    assert {*wheel["packages"], *wheel["force-include"]} <= copied


def test_no_image_names_a_host(compose):
    named = [rest.split()[0] for rest in words("FROM")] + [service["image"] for _, service in services(compose)]
    assert [name for name in named if not IMAGE.fullmatch(name)] == []


def test_the_image_runs_as_nobody_in_particular_and_is_looked_after():
    assert words("USER") == ["10001"]
    order = [name for name, _ in instructions()]
    assert order.index("USER") > max(index for index, name in enumerate(order) if name in ("COPY", "RUN"))
    assert "/healthz" in words("HEALTHCHECK")[0]
    assert words("VOLUME") == ["/data"]
    assert "IDEABOARD_INSTANCE=/data" in words("ENV")[0]


def test_every_command_is_a_program_that_is_installed(compose):
    commands = [steps()["CMD"], steps()["HEALTHCHECK"]]
    commands += [
        service["command"]
        for _, service in services(compose)
        if service["image"] == "ideaboard" and "command" in service
    ]
    assert {command[0] for command in commands} == {"gunicorn", "python", "ideaboard"}
    assert {command[0] for command in commands} <= PROGRAMS


def test_every_variable_is_a_setting(compose):
    set_here = set(re.findall(r"\b([A-Z_]+)=", words("ENV")[0])) - {
        "PATH",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONUNBUFFERED",
    }
    for _, service in services(compose):
        set_here |= set(service.get("environment", {}))
    asked = set(re.findall(r"\$\{?([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert (set_here | asked) - KNOWN - OF_OTHERS == set()


def test_secrets_stand_in_no_file(compose):
    text = (ROOT / "compose.yaml").read_text()
    assert re.findall(r"(?:PASSWORD|SECRET\w*|TOKEN): (?!\$\{)\S+", text) == []
    assert compose["services"]["app"]["env_file"] == ".env"


def test_everything_that_is_referred_to_is_declared(compose):
    for name, service in services(compose):
        assert set(service.get("depends_on", ())) <= set(compose["services"]), name
        kept = {volume.partition(":")[0] for volume in service.get("volumes", ())}
        assert kept <= set(compose["volumes"]), name
        assert {config["source"] for config in service.get("configs", ())} <= set(compose["configs"])


def test_whoever_can_be_asked_is(compose):
    asked = {name for name, service in services(compose) if "test" in service.get("healthcheck", {})}
    assert asked == {"db", "valkey", "proxy"}  # The app's question stands in the image.
    waits = compose["services"]["app"]["depends_on"]
    assert waits["migrate"] == {"condition": "service_completed_successfully"}


def test_our_processes_may_write_to_their_volume_only(compose):
    for name in ("app", "worker", "migrate"):
        service = compose["services"][name]
        assert service["read_only"], name
        assert service["volumes"] == ["instance:/data"]
        assert service["cap_drop"] == ["ALL"]


def test_the_proxy_takes_what_the_app_takes(compose):
    content = compose["configs"]["caddyfile"]["content"]
    most = int(re.search(r"max_size (\d+)MB", content)[1]) * 1000**2
    assert 17 * 1024**2 < most < 20 * 1024**2
    assert "{$$IDEABOARD_BASE_URL}" in content
    assert compose["services"]["app"]["environment"]["IDEABOARD_PROXIES"] == "1"


def test_json_in_the_dockerfile_is_json():
    for name in ("CMD", "HEALTHCHECK"):
        assert all(isinstance(part, str) for part in steps()[name]), json.dumps(steps()[name])


def test_the_files_are_where_they_are_looked_for():
    assert all((Path(ROOT) / name).is_file() for name in ("Dockerfile", "compose.yaml", ".dockerignore"))
