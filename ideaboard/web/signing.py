"""Signed values and keyed hashes, all from the one secret."""

import hashlib
import hmac
import ipaddress
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    # itsdangerous signs with the last key and accepts them all.
    keys = [*current_app.config.get("SECRET_KEY_FALLBACKS", []), current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt=f"ideaboard.{purpose}")


def sign(purpose: str, value: Any) -> str:
    """Sign a JSON value for one purpose."""
    return str(_serializer(purpose).dumps(value))


def unsign(purpose: str, token: str, max_age: int) -> Any | None:
    """Return the signed value, or None when it is forged, damaged or older than `max_age` seconds."""
    try:
        return _serializer(purpose).loads(token, max_age=max_age)
    except BadSignature:
        return None


def keyed_hash(purpose: str, *parts: object) -> bytes:
    """Return 32 bytes that only this site can compute from `parts`."""
    message = "\x1f".join([purpose, *(str(part) for part in parts)])
    return hmac.new(current_app.config["SECRET_KEY"].encode(), message.encode(), hashlib.sha256).digest()


def network() -> str:
    """Return the reader's network: the IPv4 address or the IPv6 /64."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def network_hash() -> str:
    """Return the keyed hash under which a network may be kept (32 hex characters)."""
    return keyed_hash("network", network()).hex()[:32]
