"""How the text of a setting becomes its value; a wrong one raises ValueError that says what to use."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from urllib.parse import urlsplit

LEAST_TOKEN = 16  # characters


def text(value: str) -> str:
    """Take it without blanks around it."""
    return value.strip()


def flag(value: str) -> bool:
    """Read yes or no."""
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


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `low` to `high`."""

    def parse(value: str) -> int:
        if not value.strip().isdecimal() or not low <= int(value) <= high:
            raise ValueError(f"use a whole number from {low} to {high}")
        return int(value)

    return parse


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a reader of one of these words."""

    def parse(value: str) -> str:
        if value.strip() not in choices:
            raise ValueError("use one of: " + ", ".join(choices))
        return value.strip()

    return parse


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0  # `port` raises ValueError when it is not a number
    except ValueError:
        return False


def web_address(value: str) -> str:
    """Read the address of a site: scheme, host and port."""
    if not _has_host(value.strip()):
        raise ValueError("use an address such as https://ide.example")
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("use an address such as https://ide.example")
    if parts.path.rstrip("/"):
        raise ValueError("use an address without a path, such as https://ide.example")
    return f"{parts.scheme}://{parts.netloc}"


def mail_server(value: str) -> str:
    """Read the address of a mail server."""
    scheme = urlsplit(value.strip()).scheme
    if scheme != "console" and not (scheme in {"smtp", "smtps"} and _has_host(value.strip())):
        raise ValueError("use smtp://user:password@host:587, smtps://… or console:")
    return value.strip()


def sender(value: str) -> str:
    """Read a mail address with or without a name."""
    address = parseaddr(value)[1]
    if not all(address.partition("@")) or len(value.splitlines()) > 1:
        raise ValueError("use a mail address such as Papan Ide <noreply@ide.example>")
    return value.strip()


def contact(value: str) -> str:
    """Read a mail address, or the https address of a page; return it as an address to link to."""
    address = value.strip().removeprefix("mailto:")
    plain = address.isprintable() and not set(address) & set(" ,;<>\"'")
    if plain and address.startswith("https://") and _has_host(address):
        return address
    if plain and parseaddr(address)[1] == address and all(address.partition("@")) and "/" not in address:
        return f"mailto:{address}"
    raise ValueError("use security@ide.example or https://ide.example/security")


def redis_server(value: str) -> str:
    """Read the address of a Redis or of a Valkey, which speaks the same."""
    address = re.sub(r"^valkey(s?)://", lambda found: f"redi{'ss' if found[1] else 's'}://", value.strip())
    if not address.startswith(("redis://", "rediss://")) or not _has_host(address):
        raise ValueError("use redis://host:6379/0 or valkey://host:6379/0")
    return address


def token(value: str) -> str:
    """Read a secret word that is long enough not to be guessed."""
    if len(value.strip()) < LEAST_TOKEN or not value.strip().isascii():
        raise ValueError(f"use at least {LEAST_TOKEN} plain characters")
    return value.strip()


def kept_backups(value: str) -> str:
    """Read how many automatic backups are kept."""
    numbers = value.strip().split("+")
    if len(numbers) > 2 or not all(number.isdecimal() and len(number) <= 3 for number in numbers):
        raise ValueError("use days+weeks such as 7+4, or 0 for no automatic backups")
    return value.strip()


def names(value: str) -> list[str]:
    """Read a list with commas."""
    return [name.strip() for name in value.split(",") if name.strip()]
