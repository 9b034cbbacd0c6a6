"""The bill of materials names what is installed, and what pages load from elsewhere."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
from pathlib import Path
from typing import Any

import pytest

from ideaboard import sbom
from ideaboard.assets import VENDOR
from ideaboard.config import ROOT
from tests.commands import runner


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return sbom.bill_of_materials()


def by_name(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {component["name"]: component for component in document["components"]}


def test_the_document_says_what_it_is(document: dict[str, Any]) -> None:
    assert document["bomFormat"] == "CycloneDX"
    assert document["specVersion"] == "1.6"
    assert document["version"] == 1
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", document["serialNumber"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["metadata"]["timestamp"])
    assert document["metadata"]["component"]["name"] == "ideaboard"
    assert document["metadata"]["component"]["type"] == "application"


ALLOWED = {"type", "bom-ref", "name", "version", "purl", "licenses", "hashes", "description"}


def test_every_component_has_the_structure_of_the_standard(document: dict[str, Any]) -> None:
    for component in document["components"]:
        assert set(component) <= ALLOWED
        assert component["type"] in {"library", "file"}
        assert component["name"]
        assert component["bom-ref"]
        for licence in component.get("licenses", []):
            assert len(licence) == 1
            assert licence.get("expression") or licence["license"].get("name") or licence["license"].get("id")
        for digest in component.get("hashes", []):
            assert digest["alg"] == "SHA-256"
            assert re.fullmatch(r"[0-9a-f]{64}", digest["content"])


def test_packages_stand_with_the_version_that_is_installed(document: dict[str, Any]) -> None:
    found = by_name(document)
    for name in ("flask", "bleach", "argon2-cffi", "pillow", "jinja2", "psycopg"):
        assert found[name]["version"] == importlib.metadata.version(name)
        assert found[name]["purl"] == f"pkg:pypi/{name}@{found[name]['version']}"
        assert found[name]["licenses"], name


def test_tools_of_tests_and_development_are_not_listed(document: dict[str, Any]) -> None:
    assert not {"pytest", "hypothesis", "ruff", "mypy", "playwright"} & set(by_name(document))


def test_htmx_is_listed_with_the_hash_that_was_checked(document: dict[str, Any]) -> None:
    htmx = by_name(document)["htmx.org"]
    assert htmx["hashes"] == [{"alg": "SHA-256", "content": VENDOR["htmx.min.js"][2]}]
    assert re.fullmatch(r"2\.0\.\d+", htmx["version"])
    assert htmx["purl"] == f"pkg:npm/htmx.org@{htmx['version']}"


def test_the_icons_are_listed(document: dict[str, Any]) -> None:
    icons = by_name(document)["static/icons.svg"]
    file = (ROOT / "static" / "icons.svg").read_bytes()
    assert icons["hashes"][0]["content"] == hashlib.sha256(file).hexdigest()
    assert icons["description"].startswith(f"{file.count(b'<symbol')} icons")


def test_a_missing_htmx_is_not_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "icons.svg").write_text("<svg/>")
    monkeypatch.setattr(sbom, "ROOT", tmp_path)
    assert "htmx.org" not in by_name(sbom.bill_of_materials())


def test_dependencies_name_components_only(document: dict[str, Any]) -> None:
    known = {component["bom-ref"] for component in document["components"]}
    own = document["metadata"]["component"]["bom-ref"]
    edges = {edge["ref"]: set(edge.get("dependsOn", [])) for edge in document["dependencies"]}
    assert set(edges) == known | {own}
    assert set().union(*edges.values()) <= known
    assert any(ref.startswith("pkg:pypi/flask@") for ref in edges[own])


def test_the_same_installation_has_the_same_number(document: dict[str, Any]) -> None:
    assert sbom.bill_of_materials()["serialNumber"] == document["serialNumber"]


def test_another_part_has_another_number(monkeypatch: pytest.MonkeyPatch, document: dict[str, Any]) -> None:
    monkeypatch.setattr(sbom, "EXTRAS", frozenset())
    assert sbom.bill_of_materials()["serialNumber"] != document["serialNumber"]


def test_the_command_prints_it_without_a_database(document: dict[str, Any], tmp_path: Path) -> None:
    done = runner(tmp_path)("sbom")
    assert done.returncode == 0
    assert json.loads(done.stdout)["components"] == document["components"]
    assert not (tmp_path / "instance").exists()
