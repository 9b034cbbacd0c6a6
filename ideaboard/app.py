"""create_app(): the only module that knows every package."""

import os
from importlib import import_module
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ideaboard.cli import init_cli
from ideaboard.config import HERE, ROOT, flask_config, load_env_file, read_settings
from ideaboard.data.engine import configure_engine
from ideaboard.data.kept import init_kept
from ideaboard.data.migrations import init_migrations
from ideaboard.extensions import csrf, db, htmx, login_manager
from ideaboard.jobs.outbox import init_outbox
from ideaboard.jobs.queue import init_queue
from ideaboard.jobs.tally import init_tally
from ideaboard.keeping.tasks import init_keeping
from ideaboard.media.service import init_media
from ideaboard.web.access import count_statements, init_access
from ideaboard.web.bounds import init_bounds
from ideaboard.web.errors import init_errors
from ideaboard.web.formats import init_formats
from ideaboard.web.fragments import init_fragments
from ideaboard.web.guards import init_guards
from ideaboard.web.headers import init_headers
from ideaboard.web.health import init_health
from ideaboard.web.lagging import let_lag
from ideaboard.web.limits import init_limits
from ideaboard.web.locale import init_locale
from ideaboard.web.logs import init_logs
from ideaboard.web.metrics import init_metrics
from ideaboard.web.page_cache import init_page_cache
from ideaboard.web.probes import init_probes
from ideaboard.web.rendering import keeper
from ideaboard.web.replay import init_replay
from ideaboard.web.rules import QuickRule
from ideaboard.web.session_cookie import init_session_cookie
from ideaboard.web.statics import init_statics
from ideaboard.web.templating import init_templating

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
    "jobs.gauges",
    "audit.models",
    "audit.heads.models",
    "audit.heads.tasks",
    "accounts.sessions",
    "accounts.requests",
    "accounts.tasks",
    "accounts.privacy.models",
    "accounts.privacy.own",
    "accounts.privacy.erasing",
    "accounts.privacy.mails",
    "accounts.privacy.tasks",
    "notifications.of_account",
    "notifications.sending",
    "notifications.own_data",
    "notifications.privacy",
    "notifications.tasks",
    "media.tasks",
    "media.gauges",
    "media.privacy",
    "posts.labels",
    "posts.pictures",
    "posts.privacy",
    "posts.tasks",
    "screening.learning.rebuilding",
    "screening.models",
    "screening.copies.models",
    "screening.claims.models",
    "screening.blocklists.models",
    "screening.versions",
    "screening.privacy",
    "businesses.privacy",
    "businesses.tasks",
    "businesses.searchable",
    "challenges.searchable",
    "ideas.searchable",
    "businesses.notices",
    "challenges.owners",
    "challenges.pace",
    "challenges.of_business",
    "challenges.privacy",
    "ideas.models",
    "ideas.pace",
    "ideas.notices",
    "ideas.intents",
    "ideas.listing",
    "ideas.privacy",
    "votes.models",
    "votes.counts.models",
    "votes.pace",
    "votes.notices",
    "votes.intents",
    "votes.privacy",
    "votes.tasks",
    "votes.counts.tasks",
    "comments.models",
    "comments.pace",
    "comments.notices",
    "comments.intents",
    "comments.privacy",
    "screening.choices",
    "moderation.cases.models",
    "moderation.models",
    "moderation.judging.models",
    "moderation.patterns.models",
    "moderation.appeals.models",
    "moderation.appeals.service",
    "moderation.appeals.notices",
    "moderation.labels.models",
    "moderation.labels.service",
    "moderation.orders.models",
    "moderation.orders.tasks",
    "moderation.reports.models",
    "moderation.sanctions.models",
    "moderation.sanctions.queries",
    "moderation.trust.models",
    "moderation.trust.showing",
    "moderation.trust.tasks",
    "moderation.privacy",
    "moderation.cases.opening",
    "moderation.cases.gauges",
    "moderation.desk.notices",
    "moderation.desk.tasks",
    "moderation.judging.notices",
    "moderation.reports.service",
    "moderation.reports.tasks",
    "moderation.judging.tasks",
    "moderation.patterns.tasks",
    "moderation.patterns.following",
    "pages.shown",
    "keeping.tasks",
    "keeping.gauges",
    "admin.orders.routes",
)
# What visitors may read from a replica: nothing that follows from what they just did, no pictures, no secret links.
MAY_LAG = (
    *("pages.home", "pages.board", "pages.idea", "pages.person", "pages.search"),
    *("pages.site_feed", "pages.challenge_feed", "pages.sitemap"),
    *("challenges.index", "challenges.brief", "challenges.rules", "challenges.updates", "challenges.show_update"),
    *("businesses.show", "comments.index", "votes.counts", "votes.counts_file"),
    *("moderation.transparency", "moderation.transparency_as_csv"),
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
    app.url_rule_class = QuickRule
    # Flask would look at every function of every request, whether it is asynchronous; none here is.
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]
    init_session_cookie(app)
    init_replay(app)
    init_probes(app)
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    _bind_web(app)
    _bind_data(app)
    for name in (*REGISTERED, *ROUTES):
        module = import_module(f"ideaboard.{name}")
        if name in ROUTES:
            app.register_blueprint(module.bp)
    let_lag(app, MAY_LAG)
    init_queue(app)
    init_cli(app)
    return app


def _bind_web(app: Flask) -> None:
    app.url_map.strict_slashes = False
    init_templating(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_logs(app)
    init_access(app)
    init_headers(app)
    init_page_cache(app)
    init_bounds(app)
    init_locale(app)
    init_formats(app)
    init_statics(app)
    init_limits(app)
    init_guards(app)
    csrf.init_app(app)
    htmx.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None
    # There are no remember cookies here; looking for one would make every static file depend on the session.
    app.after_request_funcs[None].remove(login_manager._update_remember_cookie)
    init_errors(app)
    init_health(app)
    init_metrics(app)
    init_fragments(app)
    app.jinja_env.globals["keeper"] = keeper


def _bind_data(app: Flask) -> None:
    db.init_app(app)
    configure_engine(app)
    for engine in app.extensions["engines"]:
        count_statements(engine)
    init_kept(app)
    init_migrations(app)
    init_outbox(app)
    init_tally(app)
    init_media(app)
    init_keeping(app)
