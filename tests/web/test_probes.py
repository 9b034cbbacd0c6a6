"""Health probes are answered by address; everything else stays with the names that are trusted."""

from __future__ import annotations

import pytest

from ideaboard.app import create_app
from ideaboard.web.probes import asked_host
from tests.conftest import test_settings


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A browser at an app in production."""
    settings = test_settings(tmp_path_factory.mktemp("probes"), "")
    return create_app({**settings, "BASE_URL": "https://ide.example"}).test_client()


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.0.0.7", "localhost", "app:8000", "jahat.example"])
def test_a_probe_may_ask_by_any_name_and_learns_none(client, host):
    answer = client.get("/healthz", headers={"Host": host})
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert client.get("/readyz", headers={"Host": host}).status_code in (200, 503)
    assert host not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "path", ["/", "/healthz/", "/healthz/x", "//healthz", "/masuk", "/static/app.js", "/tidak-ada"]
)
def test_nothing_else_answers_to_other_names(client, path):
    assert client.get(path, headers={"Host": "127.0.0.1:8000"}).status_code == 400
    assert client.get("/", headers={"Host": "ide.example"}).status_code != 400


def test_numbers_stay_closed_to_a_page_that_gave_its_name_our_address(client):
    assert client.get("/metrics", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/metrics", headers={"Host": "jahat.example"}).status_code == 404


@pytest.mark.parametrize(
    ("host", "name"),
    [("ide.example", "ide.example"), ("a:80", "a"), ("[::1]:80", "[::1]"), ("[::1]", "[::1]"), ("", "")],
)
def test_a_name_is_taken_without_its_port(host, name):
    assert asked_host({"HTTP_HOST": host}) == name
