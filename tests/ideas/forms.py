"""Filled forms of ideas, as a browser sends them."""

from __future__ import annotations

import itertools
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from ideaboard.challenges.models import Challenge
from tests.browser import Browser

_keys = itertools.count(1)

BODY = "Bumbu tabur dari cabai, tomat kering, dan sedikit tempoyak bubuk. Pedas asam."
TEXTS = {"title": "Keripik sambal seruit", "body": BODY, "for_whom": "Perantau yang kangen rumah.", "why": ""}


def new_key() -> str:
    """A key that no form has used."""
    return f"key-{next(_keys)}"


def filled(**changes: Any) -> dict[str, Any]:
    """A whole form of a new idea with its ticks, to be sent anyway; None leaves a field out."""
    data = {
        **TEXTS,
        "anyway": "y",
        "consent": "y",
        "idempotency_key": new_key(),
        "version": "0",
        "page": "page-1",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def form_path(challenge: Challenge) -> str:
    """Where a new idea is written and sent."""
    return f"/t/{challenge.slug}/ide/baru"


def draft_path(challenge: Challenge) -> str:
    """Where a draft is saved."""
    return f"/t/{challenge.slug}/ide/draf"


def post_large(browser: Browser, path: str, form: dict[str, Any]) -> TestResponse:
    """Send a form with large files; the test client's own way leaves temporary files open."""
    files = [FileStorage(stream, filename=name) for stream, name in form["pictures"]]
    boundary, body = encode_multipart({"csrf_token": browser._csrf(), **form, "pictures": files})
    return browser.client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")
