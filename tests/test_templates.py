"""What templates, styles and scripts may hold; and that nothing comes from another host."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ideaboard.config import ROOT
from tests.test_architecture import PAGES, name_of

LONGEST_FRAGMENT = 40
LONGEST_PAGE = 80


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_is_short_and_a_fragment_says_what_it_needs(path):
    lines = path.read_text().splitlines()
    is_fragment = path.name.startswith("_")
    assert lines[0].startswith("{#"), "the first line says what it is or needs"
    if path.parent.name != "macros":
        assert len(lines) <= (LONGEST_FRAGMENT if is_fragment else LONGEST_PAGE)


FORBIDDEN = {
    "an inline style": r"<style|\sstyle\s*=",
    "an inline script": r"<script(?![^>]*\ssrc=)|javascript:",
    "a handler in an attribute": r"\son[a-z]+\s*=|hx-on",
    "a look at the headers of htmx": r"request\.headers",
    "htmx by inheritance or evaluation": r"hx-boost|\bjs:|hx-headers|hx-inherit|hx-trigger=\"[^\"]*\[",
}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(path, what):
    assert not re.search(FORBIDDEN[what], path.read_text()), what


def with_parts(path: Path) -> str:
    """Return a template with the fragments that it includes by name, and those that they include."""
    source = path.read_text()
    parts = re.findall(r'\{% include "([^"]+)" %\}', source)
    for name in parts:
        source = source.replace(f'{{% include "{name}" %}}', with_parts(ROOT / "templates" / name))
    return source


def tags(path: Path) -> Iterator[str]:
    """Give every opening tag; Jinja's parts are taken out first, because they may hold a >."""
    source = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    source = re.sub(r"\{\{.*?\}\}", "X", source, flags=re.DOTALL)
    source = re.sub(r"\{%.*?%\}", " ", source, flags=re.DOTALL)
    yield from re.findall(r"<[a-z][^>]*>", source, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_whatever_htmx_does_is_a_link_or_a_form_first(path):
    for tag in tags(path):
        if re.search(r"\shx-(get|post)=", tag):
            assert re.search(r"\s(href|action|formaction)=", tag), tag


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_form_that_writes_carries_a_token(path):
    source = with_parts(path)
    for form in re.findall(r"<form\b.*?</form>", source, flags=re.DOTALL):
        if re.search(r'method="post"', form.split(">")[0] + form, flags=re.IGNORECASE):
            assert "csrf_field()" in form or "{{ caller()" in form, form[:120]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_page_loads_anything_from_another_host(path):
    for tag in tags(path):
        if not tag.startswith("<a"):
            assert not re.search(r"(src|href|action|srcset)=\"(https?:)?//", tag), tag


# Other hosts

# In pieces, so that this file names none.
HOSTS = [
    "".join(parts)
    for parts in (
        *(("py", "pi.org"), ("pythonhosted", ".org"), ("registry.npm", "js"), ("npm", "js.com"), ("unp", "kg.com")),
        *(("js", "delivr"), ("cdn", "js."), ("cloud", "flare.com"), ("google", "apis.com"), ("g", "static.com")),
        *(("boot", "strapcdn"), ("sky", "pack.dev"), ("esm", ".sh")),
    )
]


@cache
def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_cdn():
    for path in committed_files():
        text = path.read_bytes().decode(errors="ignore").lower()
        assert [host for host in HOSTS if host in text] == [], name_of(path)


def test_styles_load_nothing_from_elsewhere():
    for path in (ROOT / "static").glob("*.css"):
        assert not re.search(r"@import|url\([\"']?(https?:)?//|@font-face", path.read_text())


def test_our_own_script_is_small():
    sizes = {path.name: path.stat().st_size for path in (ROOT / "static").glob("*.js")}
    assert sizes.pop("moderation.js") <= 4 * 1024
    assert sum(sizes.values()) <= 20 * 1024


def test_only_moderators_load_the_script_of_their_keys():
    users = {path.relative_to(ROOT).parts[1] for path in PAGES if "moderation.js" in path.read_text()}
    assert users == {"moderation"}
