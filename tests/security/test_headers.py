"""Every kind of answer has the highest grade, tells nothing of the server, and shows no file that is no page."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask, Response
from sqlalchemy import select
from werkzeug.test import TestResponse

from ideaboard.media.models import Picture
from tests.browser import Browser
from tests.database import scalar
from tests.e2e.kinds import FAIR, KINDS, OPEN, open_kind
from tests.e2e.site import Demo
from tests.media.drawings import encoded, quarters
from tests.security.conftest import HOST
from tests.security.grade import grade_of

FRAGMENT = {"HX-Request": "true"}
# name: (method, path, status, more for the request)
OTHERS = {
    "fragment": ("GET", OPEN, 200, {"headers": FRAGMENT}),
    "fragment of an error": ("GET", "/tidak-ada", 404, {"headers": FRAGMENT}),
    "to sign in": ("GET", "/akun", 303, {}),
    "write without signing in": ("POST", "/usaha/baru", 401, {}),
    "write without a token": ("POST", "/masuk", 403, {"data": {"csrf_token": ""}}),
    "refused form": ("POST", "/masuk", 422, {}),
    "crash": ("GET", "/uji/rusak", 500, {}),
    "no such method": ("DELETE", "/", 405, {}),
    "trace": ("TRACE", "/", 405, {}),
    "options": ("OPTIONS", "/", 200, {}),
    "head": ("HEAD", "/", 200, {}),
    "no text": ("GET", "/cari?q=%ff", 400, {}),
    "endless query": ("GET", "/cari?q=" + "a" * 9000, 414, {}),
    "too many fields": (
        "POST",
        "/masuk",
        413,
        {"data": "&" * 9000, "content_type": "application/x-www-form-urlencoded"},
    ),
    "another host": ("GET", "/", 400, {"base_url": "https://jahat.example"}),
    "style sheet": ("GET", "/static/ideaboard.css", 200, {}),
    "no style sheet": ("GET", "/static/tidak-ada.css", 404, {}),
    "icons": ("GET", "/static/icons.svg", 200, {}),
    "feed": ("GET", "/feed.atom", 200, {}),
    "feed of a board": ("GET", f"{FAIR}/feed.atom", 200, {}),
    "sitemap": ("GET", "/sitemap.xml", 200, {}),
    "robots": ("GET", "/robots.txt", 200, {}),
    "security contact": ("GET", "/.well-known/security.txt", 200, {}),
    "alive": ("GET", "/healthz", 200, {}),
    "numbers as a table": ("GET", "/transparansi.csv", 200, {}),
}


@pytest.fixture(scope="module")
def grades() -> dict[str, str]:
    """What was graded so far."""
    return {}


def assert_best(answer: TestResponse) -> None:
    letter, score, lost = grade_of(answer, HOST)
    assert (letter, lost) == ("A+", [])
    assert score >= 125  # every extra that needs no cookie


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_page_has_the_highest_grade(production: Flask, name: str) -> None:
    user, path, status = open_kind(Demo(production), name)
    browser = Browser(production).sign_in(user) if user else Browser(production)
    answer = browser.get(path)
    if answer.status_code == 301:
        assert_best(answer)
        answer = browser.get(answer.location)
    assert answer.status_code == status
    assert_best(answer)


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_answer_has_the_highest_grade(production: Flask, name: str) -> None:
    method, path, status, more = OTHERS[name]
    browser = Browser(production)
    if method == "POST":
        data = more.get("data", {})
        more = {**more, "data": {"csrf_token": browser._csrf(), **data} if isinstance(data, dict) else data}
    answer = browser.client.open(path, method=method, buffered=True, **more)
    assert answer.status_code == status
    assert_best(answer)


def test_a_picture_has_the_highest_grade_and_a_sandbox(production: Flask) -> None:
    name = scalar(select(Picture.name).where(Picture.post_id.is_not(None)).limit(1))
    answer = Browser(production).get(f"/gambar/{name}.webp")
    assert answer.status_code == 200
    assert_best(answer)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "image/webp"


def test_an_upload_has_the_highest_grade(production: Flask) -> None:
    browser = Browser(production).sign_in(Demo(production).person("Rina"))
    fields = {"title": "Rasa", "pictures": (io.BytesIO(encoded(quarters(), "PNG")), "a.png")}
    answer = browser.post(f"{OPEN}/ide/baru", fields)
    assert answer.status_code == 422
    assert_best(answer)


def test_who_is_too_fast_gets_the_highest_grade(production: Flask) -> None:
    browser = Browser(production)
    wrong = {"email": "tidak-ada@contoh.example", "password": "salah-sekali-ini"}
    answers = [browser.post("/masuk", wrong) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert_best(answers[-1])


def test_after_signing_in_the_cookie_counts_for_the_grade(production: Flask) -> None:
    answer = Browser(production).post(
        "/masuk", {"email": "rina@contoh.example", "password": "keripik-pisang-lampung"}
    )
    assert answer.status_code == 303
    assert grade_of(answer, HOST)[:2] == ("A+", 135)
    (cookie,) = [line for line in answer.headers.getlist("Set-Cookie") if "session" in line]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


def test_signing_out_empties_the_browser(production: Flask) -> None:
    for path, fields in (("/keluar", {}), ("/akun/sesi/akhiri", {"which": "all"})):
        browser = Browser(production).sign_in(Demo(production).person("Rina"))
        answer = browser.post(path, fields)
        assert answer.status_code == 303
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"', path


def test_the_grade_can_fall() -> None:
    """What this file is worth: each header that is missing costs the A+."""
    plain: Any = Response("<script src=https://cdn.example/x.js></script>", mimetype="text/html")
    assert grade_of(plain, HOST)[:2] == ("F", 25)


@pytest.mark.parametrize("path", ["/", "/masuk", "/tidak-ada", "/uji/rusak", "/static/app.js", "/healthz"])
def test_no_answer_names_its_software(production: Flask, path: str) -> None:
    answer = Browser(production).get(path)
    named = " ".join(f"{name}: {value}" for name, value in answer.headers)
    assert not re.search(r"werkzeug|waitress|gunicorn|python|flask|x-powered-by|\bvia\b", named, re.IGNORECASE)


def test_a_crash_says_nothing_but_a_number_to_ask_for(production: Flask) -> None:
    answer = Browser(production).get("/uji/rusak")
    assert answer.headers["X-Request-ID"] in answer.text
    assert not re.search(r"rahasia|Traceback|ZeroDivision|\.py\b", answer.text)


# What people look for on every server of the world.
FILES = (
    *(".git/HEAD", ".git/config", ".gitignore", ".env", ".env.example", ".ci/run", ".venv/pyvenv.cfg", ".htaccess"),
    *("instance/ideaboard.db", "ideaboard.db", "instance/secret_key", "secret_key", "limits.db", "backup.zip"),
    *("wsgi.py", "pyproject.toml", "constraints.txt", "Makefile", "README.md", "Dockerfile", "compose.yaml"),
    *("ideaboard/config.py", "templates/base.html", "migrations/env.py", "tests/conftest.py", "console", "debug"),
    *(
        "static/",
        "static",
        "static/app.js.map",
        "static/vendor/htmx.min.js.map",
        "static/../wsgi.py",
        "phpinfo.php",
    ),
    *("static/%2e%2e/wsgi.py", "static/..%2fwsgi.py", "static/..%5cwsgi.py", "static//etc/passwd", "wp-login.php"),
    *("gambar/", "gambar/../secret_key", "gambar/%2e%2e%2fsecret_key", "gambar/..%2f..%2f..%2fetc%2fpasswd"),
    *("server-status", "actuator/env", "metrics/../.env", "api/v1/users", "graphql", "swagger.json", "admin.php"),
    *("dump.sql", "db.sqlite3", "id_rsa", ".ssh/id_rsa", ".aws/credentials", ".DS_Store", "config.json", "app.log"),
    *("crossdomain.xml", "clientaccesspolicy.xml", "trace.axd", "cgi-bin/test", "package.json", "node_modules/"),
)


@pytest.mark.parametrize("path", FILES)
def test_no_file_is_shown_that_is_no_page(production: Flask, path: str) -> None:
    assert Browser(production).get(f"/{path}").status_code in (404, 308)


@pytest.mark.parametrize(
    "path",
    ["//admin", "/admin/", "/%61dmin", "/ADMIN", "/./admin", "/x/../admin", "/%2e/admin", "/admin%2f", "/admin;x"],
)
def test_no_spelling_of_an_address_opens_it(production: Flask, path: str) -> None:
    """Each is either no page, or asks for the same rights."""
    for user in (None, Demo(production).person("Rina")):
        browser = Browser(production).sign_in(user) if user else Browser(production)
        answer = browser.client.get(
            "/", environ_overrides={"PATH_INFO": path.replace("%61", "a").replace("%2e", ".")}
        )
        assert answer.status_code in ({303, 404} if user is None else {403, 404})


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_or_field_changes_the_method(production: Flask, header: str) -> None:
    browser = Browser(production).sign_in(Demo(production).person("Rina"))
    answer = browser.get("/akun/tutup", headers={header: "POST"})
    assert answer.status_code == 200
    assert browser.post("/akun/tutup?_method=DELETE", {"_method": "DELETE"}).status_code == 422


@pytest.mark.parametrize("origin", ["https://jahat.example", "null", f"https://{HOST}.jahat.example"])
def test_no_page_is_shared_with_another_site(production: Flask, origin: str) -> None:
    for path in ("/", OPEN, "/feed.atom", "/healthz", "/static/app.js"):
        for method in ("GET", "OPTIONS"):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = Browser(production).client.open(path, method=method, headers=headers, buffered=True)
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
