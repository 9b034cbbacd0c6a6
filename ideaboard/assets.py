"""Hatch build hook: htmx from its wheel to static/vendor, and *.po to *.mo. Both are git-ignored."""

import hashlib
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# file in static/vendor: (package that carries it, path inside the package, sha256)
VENDOR = {
    "htmx.min.js": (  # htmx 2.0.10, licence 0BSD
        "django_htmx",
        "static/django_htmx/htmx-2.min.js",
        "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
    ),
}


def collect(root: Path) -> None:
    """Copy the vendored files into `root`/static/vendor. Raises RuntimeError when one is not what we checked."""
    out = root / "static" / "vendor"
    out.mkdir(parents=True, exist_ok=True)
    for name, (package, inside, digest) in VENDOR.items():
        spec = find_spec(package)  # never imports the package
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError(f"{package} is not installed in the build environment")
        data = (Path(spec.submodule_search_locations[0]) / inside).read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise RuntimeError(f"{package}: {inside} is not the file that was checked")
        (out / name).write_bytes(data)


def compile_translations(root: Path) -> None:
    """Write a *.mo beside every *.po under `root`/ideaboard/translations."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in sorted((root / "ideaboard" / "translations").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parts[-3])
        temporary = po.with_suffix(f".mo.{os.getpid()}")  # Several processes may do this at once.
        with temporary.open("wb") as target:
            write_mo(target, catalog)
        temporary.replace(po.with_suffix(".mo"))


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # Installed, not building.
    pass
else:

    class AssetHook(BuildHookInterface):  # type: ignore[type-arg]
        """Runs for wheels and for editable installs."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Bring the assets that git does not hold."""
            if self.target_name == "wheel":
                collect(Path(self.root))
                compile_translations(Path(self.root))
