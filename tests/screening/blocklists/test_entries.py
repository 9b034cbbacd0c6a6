"""What may stand on a blocklist, and how it is compared."""

import pytest

from ideaboard.screening.blocklists.entries import BadEntry, EntryText, key_of
from ideaboard.screening.blocklists.models import ALLOW, BLOCK, DOMAIN, LOG, NETWORK, PATTERN, REFUSE, WORD

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        (WORD, "Gacoor", "gacor"),
        (WORD, "hoki  besar!", "hoki besar"),
        (PATTERN, "Slot* gac**r", "slot* gac*r"),
        (DOMAIN, "https://www.Judi.example:8080/daftar?a=1", "judi.example"),
        (DOMAIN, "*.judi.example", "judi.example"),
        (DOMAIN, "jüdi.example", "xn--jdi-hoa.example"),
        (NETWORK, "203.0.113.7/24", "203.0.113.0/24"),
        (NETWORK, "2001:db8::/48", "2001:db8::/48"),
    ],
)
def test_an_entry_is_compared_in_its_plain_form(kind, text, key):
    assert key_of(kind, text) == key


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (WORD, "!!"),
        (WORD, "ya"),
        (WORD, "satu dua tiga empat lima enam tujuh"),
        (PATTERN, "slot"),
        (PATTERN, "*"),
        (PATTERN, "s* l*"),
        (PATTERN, "a*b*c*d*e*f slot"),
        (PATTERN, "(a+)+*"),
        (DOMAIN, "judi"),
        (DOMAIN, "co.id"),
        (DOMAIN, "ju di.example"),
        (NETWORK, "0.0.0.0/0"),
        (NETWORK, "rumah"),
        ("regex", "slot"),
        (WORD, "a" * 101),
    ],
)
def test_what_is_too_wide_or_no_entry_is_refused(kind, text):
    with pytest.raises(BadEntry):
        EntryText(BLOCK, kind, text).checked()


def test_only_domains_may_be_refused_at_once():
    assert EntryText(BLOCK, DOMAIN, "judi.example", REFUSE).checked().action == REFUSE
    with pytest.raises(BadEntry):
        EntryText(BLOCK, WORD, "gacor", REFUSE).checked()


def test_what_is_allowed_does_nothing_else():
    assert EntryText(ALLOW, WORD, "slot waktu", "hold").checked().action == LOG
