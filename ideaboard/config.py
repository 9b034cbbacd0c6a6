"""Every setting, its default and its IDEABOARD_* variable; a bad value stops the start with one clear line."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
# In a checkout templates/ lies beside the package, in an installed wheel inside it.
ROOT = HERE if (HERE / "templates").is_dir() else HERE.parent


class ConfigError(Exception):
    """A setting is missing or wrong. The message names the setting and says what to do."""


def _text(value: str) -> str:
    return value.strip()


def _flag(value: str) -> bool:
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if value.strip().lower() not in known:
        raise ValueError("use true or false")
    return known[value.strip().lower()]


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.strip().isdecimal() or not low <= int(value) <= high:
            raise ValueError(f"use a whole number from {low} to {high}")
        return int(value)

    return parse


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value.strip() not in choices:
            raise ValueError("use one of: " + ", ".join(choices))
        return value.strip()

    return parse


def _web_address(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("use an address such as https://ide.example")
    if parts.path.rstrip("/"):
        raise ValueError("use an address without a path, such as https://ide.example")
    return f"{parts.scheme}://{parts.netloc}"


def _mail_address(value: str) -> str:
    scheme = urlsplit(value.strip()).scheme
    if scheme not in {"smtp", "smtps", "console"}:
        raise ValueError("use smtp://user:password@host:587, smtps://… or console:")
    return value.strip()


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


@dataclass(frozen=True)
class Setting:
    """One setting: its name without the prefix, how to read it, its default and what it is for."""

    name: str
    parse: Callable[[str], Any]
    default: Any
    about: str
    also: str = ""  # a plain variable name that is accepted as well


SETTINGS = (
    Setting("BASE_URL", _web_address, "http://127.0.0.1:8000", "public address; https:// means production"),
    Setting("INSTANCE", _text, "", "folder for database, pictures and secret key (default: ./instance)"),
    Setting(
        "SECRET_KEY",
        _text,
        "",
        "secret for signatures (default: generated, kept in the instance)",
        "SECRET_KEY",
    ),
    Setting("SECRET_KEY_FALLBACKS", _names, [], "older secrets that still open signatures, comma-separated"),
    Setting(
        "DATABASE_URL",
        _text,
        "",
        "sqlite:///… or postgresql://… (default: SQLite in the instance)",
        "DATABASE_URL",
    ),
    Setting("REDIS_URL", _text, "", "redis://… for the job queue", "REDIS_URL"),
    Setting("MAIL_URL", _mail_address, "console:", "smtp://user:password@host:587, smtps://… or console:"),
    Setting("MAIL_FROM", _text, "ideaboard <noreply@localhost>", "sender of mail"),
    Setting("MEDIA_URL", _text, "", "folder for pictures (default: pictures/ in the instance)"),
    Setting("PROXIES", _whole(0, 5), 0, "how many reverse proxies stand in front"),
    Setting(
        "TRUSTED_HOSTS",
        _names,
        [],
        "host names this site answers to, comma-separated (default: any in development)",
    ),
    Setting("MIN_AGE", _whole(13, 21), 18, "youngest age that may sign up"),
    Setting("SQLITE_SYNC", _one_of("FULL", "NORMAL"), "FULL", "SQLite durability: FULL or NORMAL"),
    Setting("LOCALE", _one_of("id", "en"), "id", "language when nothing else says so"),
    Setting("LOG_LEVEL", _one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "how much is logged"),
    Setting(
        "JOBS",
        _one_of("thread", "worker"),
        "thread",
        "thread: `serve` runs jobs itself; worker: `ideaboard worker` does",
    ),
)


def read_settings(environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return every setting by its short name. Raises ConfigError naming the variable that is wrong."""
    values = {setting.name: _read(setting, environ) for setting in SETTINGS}
    unknown = {name for name in environ if name.startswith("IDEABOARD_")} - {
        f"IDEABOARD_{setting.name}" for setting in SETTINGS
    }
    if unknown:
        raise ConfigError(f"{min(unknown)} is not a setting. See `ideaboard --help` or .env.example for the names.")
    values.update(overrides or {})
    return values


def _read(setting: Setting, environ: Mapping[str, str]) -> Any:
    name = f"IDEABOARD_{setting.name}"
    if name not in environ and setting.also in environ:
        name = setting.also
    raw = environ.get(name, "")
    if not raw.strip():
        return setting.default
    try:
        return setting.parse(raw)
    except ValueError as error:
        raise ConfigError(f"{name}={raw!r} is not valid: {error}.") from None


def flask_config(values: dict[str, Any]) -> dict[str, Any]:
    """Turn the settings into Flask's configuration. Raises ConfigError on a combination that would be wrong."""
    instance = Path(values["INSTANCE"] or Path.cwd() / "instance").absolute()
    production = values["BASE_URL"].startswith("https://")
    return {
        **values,
        "INSTANCE": instance,
        "PRODUCTION": production,
        "MEDIA_URL": values["MEDIA_URL"] or str(instance / "pictures"),
        "SECRET_KEY": values["SECRET_KEY"] or _stored_secret(instance, production),
        "SQLALCHEMY_DATABASE_URI": database_url(values["DATABASE_URL"], instance),
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
    }


def database_url(url: str, instance: Path) -> str:
    """Normalise a database address: SQLite in `instance` by default, psycopg 3 for PostgreSQL."""
    if not url:
        return f"sqlite:///{instance / 'ideaboard.db'}"
    scheme, _, rest = url.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest:
        return url
    raise ConfigError("DATABASE_URL must start with sqlite:/// or postgresql://.")


def _stored_secret(instance: Path, production: bool) -> str:
    if production:
        raise ConfigError("Set SECRET_KEY (at least 32 characters) when IDEABOARD_BASE_URL starts with https://.")
    path = instance / "secret_key"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise ConfigError(
            f"The folder {instance} cannot be written ({error.strerror}). Set IDEABOARD_INSTANCE."
        ) from None
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
