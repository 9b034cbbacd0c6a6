"""create_app(): the only module that knows every package."""

import os
from importlib import import_module
from typing import Any

from flask import Flask
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from ideaboard.cli import init_cli
from ideaboard.config import HERE, ROOT, flask_config, load_env_file, read_settings
from ideaboard.data.engine import configure_engine
from ideaboard.extensions import csrf, db, htmx, login_manager, migrate
from ideaboard.jobs.outbox import init_outbox
from ideaboard.jobs.queue import init_queue
from ideaboard.jobs.tally import init_tally
from ideaboard.media.service import init_media
from ideaboard.web.errors import init_errors
from ideaboard.web.formats import init_formats
from ideaboard.web.guards import init_guards
from ideaboard.web.headers import init_headers
from ideaboard.web.health import init_health
from ideaboard.web.locale import init_locale
from ideaboard.web.logs import init_logs
from ideaboard.web.rendering import keeper
from ideaboard.web.statics import init_statics

# Every module that holds handlers: one blueprint `bp` each.
ROUTES = (
    "accounts.routes",
    "notifications.routes",
    "posts.routes",
    "businesses.routes",
    "challenges.routes",
    "ideas.routes",
    "votes.routes",
    "comments.routes",
    "moderation.routes",
    "pages.routes",
    "admin.routes",
)
# Modules that register tables, jobs, outbox handlers, tallies or intents when they are imported.
REGISTERED = (
    "jobs.mail",
    "audit.models",
    "accounts.sessions",
    "accounts.requests",
    "accounts.tasks",
    "notifications.sending",
    "notifications.tasks",
    "media.tasks",
    "screening.learning.rebuilding",
    "screening.models",
    "screening.copies.models",
    "screening.claims.models",
    "screening.blocklists.models",
    "screening.versions",
    "businesses.searchable",
    "challenges.searchable",
    "ideas.searchable",
    "businesses.notices",
    "challenges.owners",
    "challenges.of_business",
    "ideas.models",
    "ideas.notices",
    "ideas.intents",
    "ideas.listing",
    "votes.models",
    "votes.notices",
    "votes.intents",
    "votes.tasks",
    "comments.models",
    "comments.notices",
    "comments.intents",
    "screening.choices",
    "moderation.models",
    "moderation.notices",
    "moderation.tasks",
)


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Build the app. `overrides` are settings by short name (DATABASE_URL=…) or Flask's own (TESTING=True).

    Raises ConfigError when a setting is wrong.
    """
    load_env_file()
    config = flask_config(read_settings(os.environ, overrides))
    app = Flask(
        "ideaboard",
        root_path=str(HERE),
        instance_path=str(config["INSTANCE"]),
        template_folder=ROOT / "templates",
        static_folder=ROOT / "static",
    )
    app.config.from_mapping(config)
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    _bind_web(app)
    _bind_data(app)
    for name in (*REGISTERED, *ROUTES):
        module = import_module(f"ideaboard.{name}")
        if name in ROUTES:
            app.register_blueprint(module.bp)
    init_queue(app)
    init_cli(app)
    return app


def _bind_web(app: Flask) -> None:
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_logs(app)
    init_headers(app)
    init_locale(app)
    init_formats(app)
    init_statics(app)
    init_guards(app)
    csrf.init_app(app)
    htmx.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None
    # There are no remember cookies here; looking for one would make every static file depend on the session.
    app.after_request_funcs[None].remove(login_manager._update_remember_cookie)
    init_errors(app)
    init_health(app)
    app.jinja_env.globals["csrf_field"] = _csrf_field
    app.jinja_env.globals["keeper"] = keeper


def _bind_data(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    configure_engine(app)
    init_outbox(app)
    init_tally(app)
    init_media(app)


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
