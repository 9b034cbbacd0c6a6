"""Secrets of apps at rest: encrypted under a key that is made from the site's SECRET_KEY, for one person.

A secret is shorter than one HMAC, so one HMAC over a random number, as a key stream that is never used again, and
a second one over everything, as a seal, are all it takes; the standard library has no cipher.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass

from flask import current_app

NONCE, SEAL = 16, 16  # bytes
LONGEST = 32  # bytes of key stream that one HMAC-SHA-256 gives


@dataclass(frozen=True, repr=False)  # never to stand in a log
class Key:
    """What is made from one of the site's secrets; `mark` names it without telling it."""

    encrypting: bytes
    sealing: bytes
    mark: str


def current_mark() -> str:
    """Return the mark of the key under which secrets are kept today."""
    return _keys()[0].mark


def seal(secret: bytes, person_id: int) -> tuple[str, str]:
    """Encrypt a secret of at most 32 bytes for one person; return it with the mark of the key."""
    if len(secret) > LONGEST:
        raise ValueError("a secret longer than its key stream")
    key, nonce = _keys()[0], secrets.token_bytes(NONCE)
    hidden = _xor(secret, _stream(key, nonce, person_id))
    return base64.urlsafe_b64encode(nonce + _seal(key, nonce, hidden, person_id) + hidden).decode(), key.mark


def unseal(sealed: str, person_id: int) -> bytes | None:
    """Return the secret, under today's key or an older one; None when none fits or it is another person's."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
    except ValueError:
        return None
    nonce, given, hidden = raw[:NONCE], raw[NONCE : NONCE + SEAL], raw[NONCE + SEAL :]
    for key in _keys():
        if hmac.compare_digest(given, _seal(key, nonce, hidden, person_id)):
            return _xor(hidden, _stream(key, nonce, person_id))
    return None


def _keys() -> list[Key]:
    """Return today's key first, then those of SECRET_KEY_FALLBACKS."""
    config = current_app.config
    return [_made_from(text.encode()) for text in [config["SECRET_KEY"], *config.get("SECRET_KEY_FALLBACKS", [])]]


def _made_from(secret: bytes) -> Key:
    encrypting, sealing, mark = (
        hmac.digest(secret, f"ideaboard.two-step.{use}".encode(), "sha256") for use in ("encrypt", "seal", "mark")
    )
    return Key(encrypting, sealing, mark.hex()[:16])


def _stream(key: Key, nonce: bytes, person_id: int) -> bytes:
    return hmac.digest(key.encrypting, nonce + _of(person_id), "sha256")


def _seal(key: Key, nonce: bytes, hidden: bytes, person_id: int) -> bytes:
    return hmac.digest(key.sealing, nonce + _of(person_id) + hidden, "sha256")[:SEAL]


def _of(person_id: int) -> bytes:
    return person_id.to_bytes(8, "big")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))
