"""What may stand on a blocklist, and the form in which it is compared.

A pattern is words with `*` for any letters of the same word ("slot* gac*r"), not a regular expression: everybody
can read it, and no text makes it slow.
"""

import ipaddress
import re
from dataclasses import dataclass

from flask_babel import gettext as _

from ideaboard.screening.blocklists.models import (
    ACTIONS,
    ALLOW,
    DOMAIN,
    KINDS,
    LOG,
    LONGEST,
    LONGEST_NOTE,
    MODES,
    NETWORK,
    PATTERN,
    REFUSE,
)
from ideaboard.screening.normalise import normalise
from ideaboard.web.problems import Problem

LEAST_LETTERS = 3
MOST_WORDS, MOST_STARS = 6, 4
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PATTERN_WORD = re.compile(r"[\w*]+")
# Whoever blocks one of these blocks a country.
_SHARED = {"co.id", "or.id", "web.id", "my.id", "biz.id", "ac.id", "sch.id", "go.id", "desa.id", "com.au", "co.uk"}
_WIDEST = {4: 8, 6: 24}  # bits that a network must fix at least


class BadEntry(Problem):
    """This cannot stand on a blocklist; the message says why."""

    code = 422


@dataclass(frozen=True)
class EntryText:
    """An entry as an admin gives it."""

    mode: str
    kind: str
    text: str
    action: str = LOG
    note: str = ""

    def checked(self) -> "CheckedEntry":
        """Return the entry with the form in which it is compared. Raises BadEntry."""
        text, note = " ".join(self.text.split()), " ".join(self.note.split())
        if self.mode not in MODES or self.kind not in KINDS or self.action not in ACTIONS:
            raise BadEntry(_("This kind of entry does not exist."))
        if not text or len(text) > LONGEST or len(note) > LONGEST_NOTE:
            raise BadEntry(_("An entry has 1 to %(most)d letters, its note at most %(note)d.", **_SIZES))
        action = LOG if self.mode == ALLOW else self.action
        if action == REFUSE and self.kind != DOMAIN:
            raise BadEntry(_("Only domains may be refused at once; everything else waits for a person."))
        return CheckedEntry(self.mode, self.kind, text, action, note, key_of(self.kind, text))


_SIZES = {"most": LONGEST, "note": LONGEST_NOTE}


@dataclass(frozen=True)
class CheckedEntry:
    """An entry that may be stored."""

    mode: str
    kind: str
    text: str
    action: str
    note: str
    key: str


def key_of(kind: str, text: str) -> str:
    """Return the form in which an entry is compared. Raises BadEntry."""
    keys = {PATTERN: _pattern, DOMAIN: domain_key, NETWORK: _network}
    return keys.get(kind, _words)(text)


def domain_key(text: str) -> str:
    """Return the bare host name of what may be a whole address. Raises BadEntry."""
    host = text.lower().partition("://")[2] or text.lower()
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].removeprefix("*.").removeprefix("www.").strip(".")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = ""
    labels = host.split(".")
    if len(labels) < 2 or len(host) > LONGEST or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadEntry(_("This is no domain, such as contoh.example."))
    if host in _SHARED:
        raise BadEntry(_("This would block every address of a whole country."))
    return host


def _words(text: str) -> str:
    keys = [word.key for word in normalise(text).words]
    if not 1 <= len(keys) <= MOST_WORDS or sum(map(len, keys)) < LEAST_LETTERS:
        raise BadEntry(_("Give one to six words with at least three letters in all."))
    return " ".join(keys)


def _pattern(text: str) -> str:
    words = text.lower().split()
    known = all(_PATTERN_WORD.fullmatch(word) and word.count("*") <= MOST_STARS for word in words)
    if not known or len(words) > MOST_WORDS or "*" not in text:
        raise BadEntry(_("A pattern has one to six words of letters and *, such as: slot* gac*r"))
    if min(len(word.replace("*", "")) for word in words) < 2 or _longest_run(words) < LEAST_LETTERS:
        raise BadEntry(_("A pattern needs three letters in a row, and two in every word."))
    return " ".join(re.sub(r"\*+", "*", word) for word in words)


def _longest_run(words: list[str]) -> int:
    return max(len(run) for word in words for run in word.split("*"))


def _network(text: str) -> str:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise BadEntry(_("This is no network, such as 203.0.113.0/24.")) from None
    if network.prefixlen < _WIDEST[network.version]:
        raise BadEntry(_("This network is too wide."))
    return str(network)
