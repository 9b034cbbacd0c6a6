"""Codes as people type them: six digits that change every half minute (RFC 6238), and recovery codes."""

import base64
import hmac
import re
import secrets
import unicodedata
from datetime import datetime

import pyotp

ISSUER = "ideaboard"
SECRET_BYTES = 20
INTERVAL = 30  # seconds
SKEW = 1  # clocks of phones may be off by one interval, each way
RECOVERY_CODES = 10
# Digits only, so that the keys a phone offers for codes are enough; too many to be guessed under the throttle.
RECOVERY_DIGITS = 12
LOW = 3  # from so many recovery codes left on, new ones are asked for


def new_secret() -> bytes:
    """Return a random secret to share with an app."""
    return secrets.token_bytes(SECRET_BYTES)


def for_typing(secret: bytes) -> str:
    """Return the secret as apps take it by hand: letters and digits in groups of four."""
    return _in_fours(_base32(secret))


def address_for(secret: bytes, account: str) -> str:
    """Return what the QR code says (otpauth://…)."""
    return pyotp.TOTP(_base32(secret)).provisioning_uri(name=account, issuer_name=ISSUER)


def digits_of(typed: str) -> str:
    """Return the digits of a typed code, however it was grouped; "" when it cannot be one."""
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed))
    return plain if plain.isascii() and plain.isdecimal() and len(plain) in (6, RECOVERY_DIGITS) else ""


def is_recovery(digits: str) -> bool:
    """Say whether these digits can only be a recovery code."""
    return len(digits) == RECOVERY_DIGITS


def interval_of(secret: bytes, digits: str, moment: datetime) -> int | None:
    """Return the number of the half minute to which a code belongs, or None when it fits none near `moment`."""
    app = pyotp.TOTP(_base32(secret), interval=INTERVAL)
    here = int(moment.timestamp()) // INTERVAL
    near = range(here - SKEW, here + SKEW + 1)
    fitting = [number for number in near if hmac.compare_digest(app.generate_otp(number), digits)]
    return fitting[-1] if fitting else None


def new_recovery_codes() -> list[str]:
    """Return ten codes that differ, in groups of four digits."""
    made: dict[str, None] = {}
    while len(made) < RECOVERY_CODES:
        made[f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}"] = None
    return [_in_fours(code) for code in made]


def hash_recovery(secret: bytes, digits: str) -> str:
    """Return what is kept of a recovery code: without the secret, which is encrypted, nobody can try codes out."""
    return hmac.digest(secret, b"recovery\x1f" + digits.encode(), "sha256").hex()


def _base32(secret: bytes) -> str:
    return base64.b32encode(secret).decode()


def _in_fours(text: str) -> str:
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
