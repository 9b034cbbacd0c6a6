"""Which addresses may become links."""

import pytest

from ideaboard.web.links import is_safe_link


@pytest.mark.parametrize(
    "url",
    [
        *("https://contoh.id", "http://contoh.id:8080/a?b=c:d#e", "HTTPS://contoh.id", "mailto:ibu@contoh.id"),
        *("/i/42-keripik", "?urut=baru", "#atas", "tantangan", "//contoh.id/a", "/a:b", "http://[::1]/", ""),
    ],
)
def test_pages_and_mail_may_be_linked(url):
    assert is_safe_link(url)


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "javascript:1", "java\tscript:x", " https://contoh.id", "data:,x", "x:y", ":"),
        *("javascript&colon;x", "javascript&#58;x", "https:contoh.id", "https://", "mailto:", "ftp://contoh.id"),
        *("https://bank.id@evil.example", "https://bank.id:x@evil.example", "//bank.id@evil.example", "//"),
        *("https:\\\\bank.id@evil.example", "https://[", "?a:b"),
    ],
)
def test_other_schemes_and_disguised_hosts_may_not(url):
    assert not is_safe_link(url)
