"""Names that must not be mistaken for one another: folding of e-mail addresses, handles and typed names."""

import re
import secrets
import unicodedata
from collections.abc import Iterator

HANDLE = re.compile(r"(?=.{3,30}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")
# Letters of other scripts that look like a Latin one; a name written with them must not pass for another.
_LATIN = str.maketrans("аеіјкмнорсстухѕԁһԛԝαεικνορτυχ", "aeijkmhopcctyxsdhqwaeiknoptux")
# What the eye confuses inside the letters that handles may have.
_ALIKE = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("-", ""))
_RESERVED = (
    *("admin", "administrator", "moderator", "moderasi", "root", "system", "sistem", "staff", "staf", "support"),
    *("bantuan", "dukungan", "resmi", "official", "anonim", "anonymous", "null", "none", "undefined", "akun"),
    *("masuk", "daftar", "keluar", "api", "help", "info", "security", "keamanan", "postmaster", "webmaster"),
)
_RESERVED_STARTS = ("ideaboard", "admin", "moderator")
_FALLBACK = "warga"


def canonical_email(text: str) -> str | None:
    """Return the address as it is kept and written to, or None when it is not one.

    Only ASCII before the @: nearly every mail server wants it so, and no look-alike letters get in.
    """
    # Imported when it is needed: its patterns take a while to build, and few requests carry an address.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.ascii_email


def fold_email(text: str) -> str:
    """Return the form in which addresses are compared; any text has one, at most 254 characters."""
    address = canonical_email(text) or unicodedata.normalize("NFKC", text)
    return address.casefold()[:254]


def canonical_handle(text: str) -> str | None:
    """Return a typed handle as it is kept, or None when it has letters that handles do not have.

    Width and case variants become the plain form; other scripts and invisible characters are refused.
    """
    handle = unicodedata.normalize("NFKC", text).casefold()
    return handle if HANDLE.fullmatch(handle) else None


def fold_handle(handle: str) -> str:
    """Return the form in which handles are compared: two that look alike have the same one."""
    key = handle
    for seen, read in _ALIKE:
        key = key.replace(seen, read)
    return key


_RESERVED_KEYS = frozenset(map(fold_handle, _RESERVED))
_RESERVED_START_KEYS = tuple(map(fold_handle, _RESERVED_STARTS))


def is_reserved(handle: str) -> bool:
    """Say whether a handle could pass for the site itself."""
    key = fold_handle(handle)
    return key in _RESERVED_KEYS or key.startswith(_RESERVED_START_KEYS)


def handle_candidates(name: str) -> Iterator[str]:
    """Return handles for a name, best first, without end: rina-sari, then rina-sari-4821, …"""
    stem = _plain(name)
    if canonical_handle(stem) and not is_reserved(stem):
        yield stem
    else:
        stem = _FALLBACK
    while True:
        yield f"{stem[:24].rstrip('-')}-{secrets.randbelow(9000) + 1000}"


def _plain(name: str) -> str:
    """Return a name in the letters of handles: accents go, look-alike letters become Latin."""
    letters = unicodedata.normalize("NFKD", name).casefold().translate(_LATIN)
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in letters if not unicodedata.combining(c)))[:30].strip("-")


def tidy_name(text: str) -> str:
    """Return a typed name without invisible and direction marks, and with at most two accents on a letter."""
    if len(text) > 1000:  # Far too long for a name: left to the form to refuse, without work.
        return text
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        piled = unicodedata.combining(char) and all(unicodedata.combining(last) for last in kept[-2:])
        if unicodedata.category(char) != "Cf" and not (piled and len(kept) > 1):
            kept.append(char)
    return re.sub(r"\s+", " ", "".join(kept)).strip()
