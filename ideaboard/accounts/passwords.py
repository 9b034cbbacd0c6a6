"""Passwords: which are refused, how they are hashed, and that an unknown account takes as long as a known one."""

import re
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

SHORTEST, LONGEST = 8, 128
COMMON = 3000
LEFT_OVER = 6  # letters a password must have beside names that everybody knows

# 19 MiB and two rounds: the least that is recommended, so that a small machine can check four at a time.
hasher = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)


def hash_password(password: str) -> str:
    """Return what is kept. Slow on purpose: call it outside any transaction."""
    return hasher.hash(_normal(password))


def matches(password: str, kept: str | None) -> bool:
    """Compare a password with the kept hash; without one (unknown account) it takes as long and says no."""
    try:
        hasher.verify(kept or _dummy(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Say whether the hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(kept)


def weakness(password: str, *, name: str = "", email: str = "") -> str | None:
    """Say in a sentence why a new password is refused, or None."""
    length = len(_normal(password[: 8 * LONGEST]))  # More is too long in any form: no work for a megabyte.
    if length < SHORTEST:
        return _("Use at least %(n)s characters.", n=SHORTEST)
    if length > LONGEST:
        return _("Use at most %(n)s characters.", n=LONGEST)
    if _folded(password) in _common():
        return _("Very many people use this password. Think of another one.")
    if _is_known(_folded(password), name, email):
        return _("This is too close to your name, your e-mail address or ideaboard. Add other words.")
    return None


def _normal(password: str) -> str:
    # Keyboards write the same accented letter in two ways; nothing else is changed or cut off.
    return unicodedata.normalize("NFC", password)


def _folded(password: str) -> str:
    return unicodedata.normalize("NFKC", password).casefold()


def _is_known(password: str, name: str, email: str) -> bool:
    """Say whether hardly anything is left of a password without the words that everybody can guess."""
    left = password
    for word in _public_words(name.casefold(), email.casefold()):
        left = left.replace(word, "")
    return left != password and len(re.sub(r"\W|_", "", left)) < LEFT_OVER


def _public_words(name: str, email: str) -> list[str]:
    local, _at, domain = email.partition("@")
    parts = [part for part in re.split(r"[\W_]+", f"{name} {local} {domain}") if len(part) >= 4]
    whole = [email, local, name, re.sub(r"\W", "", name), re.sub(r"\W", "", local)]
    return sorted({word for word in ["ideaboard", *whole, *parts] if len(word) >= 3}, key=len, reverse=True)


@lru_cache
def _common() -> frozenset[str]:
    # Read when the first password is chosen: the lists are large and most processes never need them.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    long_enough = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST]
    return frozenset(long_enough[:COMMON])


@lru_cache
def _dummy() -> str:
    return hasher.hash("nobody has this password")
