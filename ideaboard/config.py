"""Every setting, its default and its IDEABOARD_* variable; a bad value stops the start with one clear line."""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import load_dotenv
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ideaboard.setting_values import (
    contact,
    flag,
    kept_backups,
    mail_server,
    names,
    one_of,
    redis_server,
    sender,
    text,
    token,
    web_address,
    whole,
)

HERE = Path(__file__).resolve().parent
# In a checkout templates/ lies beside the package, in an installed wheel inside it.
ROOT = HERE if (HERE / "templates").is_dir() else HERE.parent


LEAST_SECRET = 32  # characters


class ConfigError(Exception):
    """A setting is missing or wrong. The message names the setting and says what to do."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name without the prefix, how to read it, its default and what it is for."""

    name: str
    parse: Callable[[str], Any]
    default: Any
    about: str
    also: str = ""  # another variable name that is accepted as well
    is_secret: bool = False  # holds a password: never repeated in a message


SETTINGS = (
    Setting("BASE_URL", web_address, "http://127.0.0.1:8000", "public address; https:// means production"),
    Setting("INSTANCE", text, "", "folder for database, pictures and secret key (default: ./instance)"),
    Setting(
        "SECRET_KEY",
        text,
        "",
        "secret for signatures (default: generated, kept in the instance)",
        also="SECRET_KEY",
        is_secret=True,
    ),
    Setting(
        "SECRET_KEY_FALLBACKS",
        names,
        [],
        "older secrets that still open signatures, comma-separated",
        is_secret=True,
    ),
    Setting(
        "DATABASE_URL",
        text,
        "",
        "sqlite:///… or postgresql://… (default: SQLite in the instance)",
        also="DATABASE_URL",
        is_secret=True,
    ),
    Setting("REDIS_URL", redis_server, "", "redis://… for jobs and throttles", also="REDIS_URL", is_secret=True),
    Setting(
        "MAIL_URL", mail_server, "console:", "smtp://user:password@host:587, smtps://… or console:", is_secret=True
    ),
    Setting("MAIL_FROM", sender, "ideaboard <noreply@localhost>", "sender of mail"),
    Setting(
        "READ_DATABASE_URL",
        text,
        "",
        "postgresql://… of a replica, for what visitors read",
        also="IDEABOARD_REPLICA_URL",
        is_secret=True,
    ),
    Setting("DB_POOL", whole(1, 100), 5, "kept connections to PostgreSQL, for each process"),
    Setting("DB_PATIENCE", whole(1, 60), 5, "seconds that a request waits for its turn at the database"),
    Setting(
        "MEDIA_URL",
        text,
        "",
        "folder for pictures (default: pictures/ in the instance), or s3://bucket/prefix?endpoint=https://…&region=…",
        is_secret=True,
    ),
    Setting("MEDIA_KEY", text, "", "access key for s3:// (default: what boto3 finds)", is_secret=True),
    Setting("MEDIA_SECRET", text, "", "secret key for s3://", is_secret=True),
    Setting("PROXIES", whole(0, 5), 0, "how many reverse proxies stand in front"),
    Setting(
        "TRUSTED_HOSTS",
        names,
        [],
        "host names this site answers to, comma-separated (default: any in development)",
    ),
    Setting("SECURITY_CONTACT", contact, "", "mail or https:// address for people who found a security hole"),
    Setting("MIN_AGE", whole(13, 21), 18, "youngest age that may sign up"),
    Setting("APPEAL_DAYS", whole(1, 90), 14, "days in which an author may appeal against a decision"),
    Setting("STAFF_TWO_STEP", flag, False, "moderators and admins must sign in in two steps to do their work"),
    Setting("SQLITE_SYNC", one_of("FULL", "NORMAL"), "FULL", "SQLite durability: FULL or NORMAL"),
    Setting("LOCALE", one_of("id", "en"), "id", "language when nothing else says so"),
    Setting("THROTTLES", flag, True, "limit requests per minute; false when a proxy in front does"),
    Setting("LOG_LEVEL", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "how much is logged"),
    Setting("ACCESS_LOG", flag, True, "one line in the log for every request, at level INFO"),
    Setting(
        "METRICS_TOKEN", token, "", "who sends it may read /metrics; without it only this machine", is_secret=True
    ),
    Setting("BACKUP_DIR", text, "", "folder for backups (default: backups/ in the instance)"),
    Setting("BACKUP_KEEP", kept_backups, "7+4", "automatic backups that are kept, days+weeks; 0 makes none"),
    Setting(
        "JOBS",
        one_of("thread", "worker"),
        "thread",
        "thread: `serve` runs jobs itself; worker: `ideaboard worker` does",
    ),
)
# Names the file that holds settings, so it cannot stand in that file.
ENV_FILE = "IDEABOARD_ENV_FILE"


def load_env_file() -> None:
    """Add the settings of `.env`, or of the file that IDEABOARD_ENV_FILE names, to the environment."""
    named = os.environ.get(ENV_FILE)
    if named and not Path(named).exists():
        raise ConfigError(f"{ENV_FILE}={named!r} is not there.")
    load_dotenv(named or ".env", interpolate=False)


def read_settings(environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return every setting by its short name. Raises ConfigError naming the variable that is wrong."""
    values = {setting.name: _read(setting, environ) for setting in SETTINGS}
    known = (
        {f"IDEABOARD_{setting.name}" for setting in SETTINGS} | {setting.also for setting in SETTINGS} | {ENV_FILE}
    )
    unknown = {name for name in environ if name.startswith("IDEABOARD_")} - known
    if unknown:
        raise ConfigError(f"{min(unknown)} is not a setting. See .env.example for the names.")
    values.update(overrides or {})
    return values


def _read(setting: Setting, environ: Mapping[str, str]) -> Any:
    names = [name for name in (f"IDEABOARD_{setting.name}", setting.also) if environ.get(name, "").strip()]
    if not names:
        return setting.default
    try:
        return setting.parse(environ[names[0]])
    except ValueError as error:
        shown = "" if setting.is_secret else f"={environ[names[0]]!r}"
        raise ConfigError(f"{names[0]}{shown} is not valid: {error}.") from None


def flask_config(values: dict[str, Any]) -> dict[str, Any]:
    """Turn the settings into Flask's configuration. Raises ConfigError on a combination that would be wrong."""
    instance = Path(values["INSTANCE"] or Path.cwd() / "instance").absolute()
    production = values["BASE_URL"].startswith("https://")
    own = {setting.name for setting in SETTINGS}
    flasks = {name: value for name, value in values.items() if name not in own}
    return {
        **values,
        "INSTANCE": instance,
        "PRODUCTION": production,
        "MEDIA_URL": values["MEDIA_URL"] or str(instance / "pictures"),
        "BACKUP_DIR": Path(values["BACKUP_DIR"] or instance / "backups").absolute(),
        "SECRET_KEY": _secret(values["SECRET_KEY"], instance, production),
        "SQLALCHEMY_DATABASE_URI": database_url(values["DATABASE_URL"], instance),
        "READ_DATABASE_URL": _replica_url(values["READ_DATABASE_URL"], values["DATABASE_URL"]),
        # Parameters are what people typed and hashes of tokens: they stay out of messages and logs.
        # JSON is stored without blanks.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "json_serializer": json.JSONEncoder(separators=(",", ":")).encode,
            **_pool(values),
        },
        "ROLE": "web",
        "TRUSTED_HOSTS": values["TRUSTED_HOSTS"]
        or ([urlsplit(values["BASE_URL"]).hostname] if production else None),
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 17 * 1024 * 1024,  # three pictures of 5 MB and the texts
        "MAX_FORM_MEMORY_SIZE": 200_000,
        "MAX_FORM_PARTS": 100,
        "WTF_CSRF_TIME_LIMIT": None,  # a tab left open overnight still works; the session bounds the token
        "WTF_CSRF_SSL_STRICT": False,  # web/guards.py compares Origin and Sec-Fetch-Site for every unsafe request
        "BABEL_DEFAULT_LOCALE": values["LOCALE"],
        "BABEL_DEFAULT_TIMEZONE": "UTC",
        "BABEL_TRANSLATION_DIRECTORIES": str(HERE / "translations"),
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        **flasks,
    }


def database_url(url: str, instance: Path) -> str:
    """Normalise a database address: SQLite in `instance` by default, psycopg 3 for PostgreSQL."""
    scheme, _, rest = (url or "sqlite:///ideaboard.db").partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and _is_database(f"postgresql://{rest}"):
        return f"postgresql+psycopg://{rest}"
    name = rest.removeprefix("/")
    if scheme == "sqlite" and name and name != rest and name != ":memory:":
        return f"sqlite:///{instance / name}"  # An absolute name stays as it is.
    raise ConfigError("DATABASE_URL must be sqlite:///file or postgresql://user:password@host/name.")


def _pool(values: dict[str, Any]) -> dict[str, Any]:
    """Return how many connections are kept. A request may hold one and need another (data/kept.py).

    So as many requests at once as there are connections would wait for each other: a file has no bound of its own,
    and of a server there are more than threads in any process of ours.
    """
    size, patience = values["DB_POOL"], {"pool_timeout": values["DB_PATIENCE"]}
    if not values["DATABASE_URL"].startswith("postgres"):
        return {**patience, "pool_size": size, "max_overflow": -1}
    # A burst may open as many again. Last in, first out lets connections that a quiet time leaves over go stale.
    return {**patience, "pool_size": size, "max_overflow": size, "pool_recycle": 1800, "pool_use_lifo": True}


def _replica_url(url: str, primary: str) -> str:
    if not url:
        return ""
    if url.startswith("sqlite") or not primary.startswith("postgres"):
        raise ConfigError(
            "READ_DATABASE_URL goes with a DATABASE_URL of PostgreSQL: both start with postgresql://."
        )
    try:
        return database_url(url, Path())
    except ConfigError as error:
        raise ConfigError(f"READ_{error}") from None


def _is_database(url: str) -> bool:
    try:
        return bool(make_url(url).database)
    except (ArgumentError, ValueError):
        return False


def _secret(given: str, instance: Path, production: bool) -> str:
    if production and len(given) < LEAST_SECRET:
        raise ConfigError(
            f"Set SECRET_KEY (at least {LEAST_SECRET} characters) when IDEABOARD_BASE_URL starts with https://."
        )
    return given or _stored_secret(instance)


def _stored_secret(instance: Path) -> str:
    path = instance / "secret_key"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _keep_secret(path)
        return path.read_text().strip()
    except OSError as error:
        raise ConfigError(
            f"The folder {instance} cannot be written ({error.strerror}). Set IDEABOARD_INSTANCE."
        ) from None


def _keep_secret(path: Path) -> None:
    """Make the secret; when several processes start together the first one's is kept, and whole."""
    draft = path.with_name(f"secret_key.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
