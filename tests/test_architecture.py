"""The house and its rooms: what imports what, how long files are, where a rule lives."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ideaboard.config import ROOT

# Lowest first: a module imports only from its own package or one that stands before it here.
PACKAGES = (
    *(
        "assets",
        "catalogues",
        "setting_values",
        "config",
        "extensions",
        "data",
        "web",
        "jobs",
        "audit",
        "accounts",
        "notifications",
    ),
    *("media", "screening", "posts", "businesses", "challenges", "ideas", "votes", "comments", "outcomes"),
    *("moderation", "insights", "learning", "pages", "keeping", "admin", "api", "demo", "seed", "serving"),
    *("server", "sbom"),
    *("cli", "app", "starting", "gunicorn_conf"),
)
# The command has to start the app, which offers the commands in its turn.
MAY_LOOK_UP = {("cli", "starting")}
# The handlers that visitors may call with an unsafe method. Whoever adds one adds it here too, on purpose.
OPEN_TO_VISITORS = {
    # Becoming somebody, and the links from mail that prove it.
    *("accounts.enter", "accounts.register", "accounts.cancel_sign_in", "accounts.send_sign_in_link"),
    *("accounts.use_sign_in_link", "accounts.send_reset_link", "accounts.use_reset_link", "accounts.enter_code"),
    *("accounts.resend_confirmation", "accounts.use_confirmation", "accounts.use_closing_link"),
    # Signing out twice is no mistake; language and theme are kept in a cookie.
    *("accounts.sign_out", "accounts.update_display"),
    # A mail program ends mails by a signed address (RFC 8058).
    "accounts.end_mails",
    # Writing comes before the account: what was typed travels on, signed, in the sign-in form.
    "ideas.create",
    # It only reads: a POST because a whole text does not fit an address.
    "ideas.similar",
    "comments.create",
    # Who has no account sees fraud too.
    "moderation.take_report",
}
LONGEST_FILE = 300
MODULES = sorted((ROOT / "ideaboard").rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package_of(path: Path) -> str:
    return path.relative_to(ROOT / "ideaboard").parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Give line and package of every import of ours, at any depth of the file."""
    for node in ast.walk(tree_of(path)):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "ideaboard" else [f"ideaboard.{a.name}" for a in node.names]
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports relatively"
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith("ideaboard."):
                yield node.lineno, name.split(".")[1]


def calls_in(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


# Rooms


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parent != ROOT / "ideaboard" or path.stem[0] != "_"], ids=name_of
)
def test_a_module_imports_only_from_rooms_below_its_own(path):
    room = package_of(path)
    assert room in PACKAGES, f"{room} has no place in the list of rooms"
    for line, other in imports_of(path):
        allowed = other == room or PACKAGES.index(other) < PACKAGES.index(room) or (room, other) in MAY_LOOK_UP
        assert allowed, f"{name_of(path)}:{line} imports {other}, which stands above {room}"


def test_a_package_file_holds_a_docstring_and_nothing_else():
    for path in MODULES:
        if path.name == "__init__.py":
            (only,) = tree_of(path).body
            assert isinstance(only, ast.Expr), name_of(path)
            assert isinstance(only.value.value, str), name_of(path)


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))], ids=name_of)
def test_a_module_says_what_lives_there_and_is_not_too_long(path):
    assert ast.get_docstring(tree_of(path)), "no docstring"
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


def test_no_room_is_called_after_nothing():
    empty_words = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base_utils"}
    found = {name_of(path) for path in MODULES if path.stem in empty_words or path.parent.name in empty_words}
    assert found <= set()


def test_functions_are_short():
    lengths = [
        node.end_lineno - node.body[0].lineno + 1 - (ast.get_docstring(node) is not None)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
    ]
    assert statistics.median(lengths) <= 8
    assert statistics.quantiles(lengths, n=20)[-1] <= 25


# Where a rule lives


def sources_with(pattern: str, *, besides: set[str], under: str = "ideaboard/") -> list[str]:
    return [
        f"{name_of(path)}:{number}"
        for path in MODULES
        if name_of(path).startswith(under) and name_of(path) not in besides
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_only_one_module_reads_the_headers_of_htmx():
    pattern = r"headers(\.get\(|\[)\"HX-(?!Redirect|Push|Replace|Re|Trigger|Location)|import htmx"
    assert sources_with(pattern, besides={"ideaboard/web/rendering.py", "ideaboard/app.py"}) == []


def test_only_one_module_calls_bleach():
    assert sources_with(r"^\s*(import|from) bleach", besides={"ideaboard/web/markup.py"}) == []


def test_only_the_clock_asks_for_the_time():
    pattern = r"datetime\.now\(|utcnow\(|date\.today\(|datetime\.today\("
    assert sources_with(pattern, besides={"ideaboard/data/clock.py"}) == []


def test_no_list_skips_rows():
    assert sources_with(r"\.offset\(", besides=set()) == []


def test_handlers_leave_the_database_to_services_and_queries():
    touched = [
        name_of(path)
        for path in MODULES
        if path.stem == "routes" or path.stem.endswith("_routes")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and any(alias.name in ("db", "transaction") for alias in node.names)
    ]
    assert touched == []


def test_no_text_is_published_or_edited_without_being_screened():
    """What is loaded with the demo was written by us."""
    unscreened = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        if package_of(path) not in ("demo", "seed")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("submit", "revise")
        if "DRAFT" not in ast.unparse(node) and "judged" not in {word.arg for word in node.keywords}
    ]
    assert unscreened == []


def test_no_relationship_starts_a_query_by_itself():
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "relationship":
                lazy = [keyword.value.value for keyword in node.keywords if keyword.arg == "lazy"]
                assert lazy == ["raise_on_sql"], f"{name_of(path)}:{node.lineno}"


# Handlers


def unsafe_routes(app) -> dict[str, object]:
    safe = {"GET", "HEAD", "OPTIONS"}
    return {rule.endpoint: rule for rule in app.url_map.iter_rules() if rule.methods - safe}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    from ideaboard.app import create_app
    from tests.conftest import test_settings

    return create_app(test_settings(tmp_path_factory.mktemp("routes"), ""))


def test_visitors_may_call_only_the_handlers_on_the_list(built):
    marked = {name for name in unsafe_routes(built) if getattr(built.view_functions[name], "is_public", False)}
    assert marked == OPEN_TO_VISITORS


def test_every_other_write_is_refused_to_visitors(built):
    client = built.test_client()
    assert len(unsafe_routes(built)) > 10
    for name, rule in unsafe_routes(built).items():
        if name not in OPEN_TO_VISITORS:
            values = dict.fromkeys(rule.arguments, 1)
            with built.test_request_context():
                from flask import url_for

                address = url_for(name, _method=next(iter(rule.methods - {"GET", "HEAD", "OPTIONS"})), **values)
            assert client.open(address, method="POST").status_code == 401, name


def test_no_address_ends_in_a_slash(built):
    paths = [rule.rule for rule in built.url_map.iter_rules() if rule.rule != "/" and rule.rule.endswith("/")]
    assert paths == []


# Templates


@cache
def words_of_the_code() -> str:
    """Everything that may name a template: strings of the code and other templates."""
    return "\n".join(path.read_text() for path in (*MODULES, *PAGES))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_is_used(path):
    name = path.relative_to(ROOT / "templates").as_posix()
    if name.startswith("mail/"):
        name = path.stem.removesuffix(".txt")
    assert f'"{name}"' in words_of_the_code()
