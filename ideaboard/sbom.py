"""What this installation is made of, as a CycloneDX 1.6 document: packages that run, and files from elsewhere.

Read from what is installed, not from what was asked for; nothing is looked up on the network.
"""

import hashlib
import importlib.metadata
import re
import uuid
from collections.abc import Iterator
from email.message import Message
from functools import cache
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ideaboard.config import ROOT
from ideaboard.data.clock import now

PRODUCT = "ideaboard"
# Extras that run in production; those of tests and development are in no operator's installation.
EXTRAS = frozenset({"scale", "oauth"})


def bill_of_materials() -> dict[str, Any]:
    """Return the document; its serial number follows from its content, so that the same parts give the same one."""
    needs = _installed(PRODUCT)
    packages = [_package(name) for name in sorted(needs) if name != PRODUCT]
    components = [*packages, *_files()]
    product = _package(PRODUCT) | {"type": "application"}
    depends = {name: sorted(of - {name}) for name, of in needs.items()}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, repr((product, components)))}",
        "version": 1,
        "metadata": {"timestamp": now().strftime("%Y-%m-%dT%H:%M:%SZ"), "component": product},
        "components": components,
        "dependencies": [*_edges(depends), *({"ref": file["bom-ref"]} for file in _files())],
    }


def _installed(name: str) -> dict[str, set[str]]:
    """Return every installed package that `name` needs, itself too, with what each needs directly."""
    needs: dict[str, set[str]] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in needs:
            needs[current] = set(_direct(current))
            waiting += needs[current]
    return needs


def _direct(name: str) -> Iterator[str]:
    package = _found(name)
    for line in (package.requires if package else None) or []:
        requirement = Requirement(line)
        extras = ("", *EXTRAS) if name == PRODUCT else ("", "binary")
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
            wanted = canonicalize_name(requirement.name)
            if _found(wanted):
                yield wanted


@cache
def _found(name: str) -> importlib.metadata.Distribution | None:
    """Return an installed package; looking it up walks every folder of the path, so it is done once."""
    try:
        return importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _version(name: str) -> str:
    package = _found(name)
    return package.version if package else ""


def _package(name: str) -> dict[str, Any]:
    package = _found(name)
    about: Any = package.metadata if package else Message()
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": _address(name),
        "name": name,
        "version": _version(name),
        "purl": _address(name),
    }
    licence = about.get("License-Expression")
    named = _licence_of(about.get("License"), about.get_all("Classifier") or [])
    if licence:
        found["licenses"] = [{"expression": licence}]
    elif named:
        found["licenses"] = [{"license": {"name": named}}]
    return found


def _licence_of(text: str | None, classifiers: list[str]) -> str:
    """Return the name of a licence; some packages put its whole text where the name belongs."""
    if text and "\n" not in text and len(text) < 80:
        return text
    listed = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    return listed[0] if listed else ""


def _address(name: str) -> str:
    return f"pkg:pypi/{name}@{_version(name)}"


def _files() -> list[dict[str, Any]]:
    """Return what pages load and no package brings at run time: htmx, and the icons drawn for this project."""
    htmx, icons = ROOT / "static" / "vendor" / "htmx.min.js", ROOT / "static" / "icons.svg"
    drawn = f"{icons.read_text().count('<symbol ')} icons in one sprite, drawn for {PRODUCT}"
    sprite = _file("static/icons.svg", icons) | {"description": drawn}
    return [_htmx(htmx), sprite] if htmx.is_file() else [sprite]


def _htmx(path: Path) -> dict[str, Any]:
    version = re.search(r'version:"([\d.]+)"', path.read_text())
    address = f"pkg:npm/htmx.org@{version[1] if version else ''}"
    about = {"type": "library", "bom-ref": address, "purl": address, "licenses": [{"license": {"id": "0BSD"}}]}
    return _file("htmx.org", path) | about | ({"version": version[1]} if version else {})


def _file(name: str, path: Path) -> dict[str, Any]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {
        "type": "file",
        "bom-ref": f"file:{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _edges(depends: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {"ref": _address(name), "dependsOn": [_address(other) for other in others]}
        for name, others in sorted(depends.items())
    ]
