"""An app with handlers of our own, which do on purpose what real ones must never do by accident."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Blueprint, Flask, abort, flash, request, session, url_for
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import text

from ideaboard.app import create_app
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.guards import private, public
from ideaboard.web.problems import NotAllowed, TooFast, WrongState
from ideaboard.web.rendering import fragment_or_redirect, render, see_other
from tests import database
from tests.browser import Browser
from tests.conftest import test_settings

TEMPLATES = {
    "probe/page.html": '{% extends "base.html" %}{% block main %}{% include "probe/_part.html" %}{% endblock %}',
    "probe/_part.html": '<p id="part">{{ word }}</p>',
    "probe/form.html": '{% extends "base.html" %}{% block main %}{{ csrf_field() }}{% endblock %}',
}
PROBLEMS = {
    "not-allowed": NotAllowed("Bukan usaha Anda."),
    "wrong-state": WrongState("Sudah ditutup."),
    "too-fast": TooFast("Tunggu.", timedelta(seconds=90.2)),
}
bp = Blueprint("probe", __name__)


@bp.get("/uji")
def page():
    return render("probe/page.html", "probe/_part.html", word=request.args.get("kata", "isi"))


@bp.get("/uji/formulir")
def form():
    return render("probe/form.html")


@bp.get("/uji/kode/<int:code>")
def code(code: int):
    abort(code)


@bp.get("/uji/masalah/<name>")
def problem(name: str):
    raise PROBLEMS[name]


@bp.get("/uji/rusak")
def bug():
    raise ZeroDivisionError("rahasia-di-pesan")


@bp.post("/uji/terbuka")
@public
def open_write():
    return "terbuka"


@bp.post("/uji/tertutup")
def closed_write():
    return "tertutup " + request.form.get("body", "")


@bp.get("/uji/pribadi")
@private
def private_page():
    return render("probe/page.html", word=current_user.name)


@bp.post("/uji/ubah")
@public
def change():
    return fragment_or_redirect("probe/_part.html", url_for("probe.page"), message="Tersimpan", word="baru")


@bp.post("/uji/pergi")
@public
def leave():
    return see_other(url_for("probe.page"), "Sampai di sini")


@bp.get("/uji/nomor/<int:number>")
def numbered(number: int):
    return str(db.session.scalar(text("SELECT id FROM users WHERE id = :id"), {"id": number}) is None)


@bp.get("/uji/tulis")
def write():
    with transaction():
        db.session.execute(text("UPDATE users SET name = name"))
    return "tertulis"


@bp.get("/uji/bahasa")
def language():
    return str(get_locale())


@bp.get("/uji/kabar")
def news():
    flash("Kabar")
    return render("probe/page.html", word="kabar")


@bp.get("/uji/ingat")
def remember():
    session["apa"] = 1
    return "diingat"


@pytest.fixture(scope="session")
def make_probe_app(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Flask]:
    """Return a function that makes the app on a SQLite database of its own, with settings on top."""

    def make(**overrides: object) -> Flask:
        instance = tmp_path_factory.mktemp("probe")
        app = create_app({**test_settings(instance, f"sqlite:///{instance / 'test.db'}"), **overrides})
        app.register_blueprint(bp)
        app.jinja_loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_loader])
        with app.app_context():
            db.create_all()
        return app

    return make


@pytest.fixture(scope="session")
def one_probe_app(make_probe_app: Callable[..., Flask]) -> Flask:
    """The app with the probes."""
    return make_probe_app()


@pytest.fixture
def probe_app(one_probe_app: Flask) -> Iterator[Flask]:
    """The app with the probes and empty tables."""
    database.use(one_probe_app)
    database.empty_tables()
    yield one_probe_app
    with one_probe_app.app_context():
        db.session.remove()


@pytest.fixture
def probe(probe_app: Flask) -> Browser:
    """A visitor's browser at the probes."""
    return Browser(probe_app)


@pytest.fixture
def live_app(make_probe_app: Callable[..., Flask]) -> Flask:
    """The app with the probes as it runs outside tests: handlers' errors become answers."""
    app = make_probe_app(LOG_LEVEL="INFO", ACCESS_LOG=False)
    app.testing = False
    app.extensions["queue-run"] = lambda *args: None
    database.use(app)
    return app
