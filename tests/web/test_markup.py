"""The text that people typed comes out as safe HTML, whatever they typed."""

import html
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideaboard.web import markup
from ideaboard.web.markup import excerpt, plain_text, render_markdown

TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "li", "ol", "p", "pre", "strong", "ul"}
REL = 'rel="nofollow ugc noopener"'


class Reader(HTMLParser):
    """Reads HTML as a browser would and keeps what matters for a verdict."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.words, self.others = set(), [], "", []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def links(self):
        return [value for _, name, value in self.attributes if name == "href"]


def assert_harmless(source):
    read = Reader(source)
    assert read.tags <= TAGS
    assert read.others == []
    for tag, name, value in read.attributes:
        assert (tag, name) in {("a", "href"), ("a", "rel"), ("ol", "start")}
        if name == "start":
            assert value.isdigit()
        if name == "href":
            scheme, colon, _ = value.split("/")[0].partition(":")
            assert not colon or scheme.lower() in {"http", "https", "mailto"}
    return read


SCHEMES = [
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript:123", "javascript://%0aalert(1)"),
    *("java\tscript:alert(1)", "java\nscript:alert(1)", "java\r\nscript:alert(1)", "\x01javascript:alert(1)"),
    *("java\x00script:alert(1)", " javascript:alert(1)", "\u00a0javascript:alert(1)", "javascript\t:alert(1)"),
    *("javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3A;alert(1)", "&#106;avascript:x"),
    *("javascript&amp;colon;alert(1)", "javascript&#0000058alert(1)", "java&Tab;script:x", "java&NewLine;script:x"),
    *("vbscript:1", "vbscript:msgbox(1)", "data:123", "data:text/html,<script>alert(1)</script>"),
    *("data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=x>"),
    *("data:image/png;base64,iVBORw0KGgo=", "jar:https://a.example!/b", "feed:javascript:alert(1)"),
    *("feed:https://a.example", "view-source:https://a.example", "about:blank", "blob:https://a.example/1"),
    *("file:///etc/passwd", "filesystem:https://a.example/x", "ftp://a.example/x", "tel:+62812", "sms:+62812"),
    *("intent://x#Intent;scheme=http;end", "whatsapp://send", "ms-word:ofe|u|x", "ws://a.example", "x:y"),
    *("https:javascript:alert(1)", "https:", "http://", "mailto:", "https://bank.example@evil.example/"),
    *("https://bank.example\\@evil.example/", "//bank.example@evil.example", "https://[::1", "\\\\a@evil.example"),
]
WRAPPERS = [
    *("%s", "[x](%s)", "[x](<%s>)", "<%s>", "![x](%s)", '[x](%s "t")', "[x]: %s\n\n[x]", "[![x](%s)](%s)"),
    *('<a href="%s">x</a>', "<a href=%s>x</a>", "<a href='%s' >x", '[x](%s" onclick="alert(1))', "> - # [*x*](%s)"),
]
RAW = [
    *("<script>alert(1)</script>", "<SCRIPT/SRC=//evil.example>", "<scr<script>ipt>alert(1)</scr</script>ipt>"),
    *("<img src=x onerror=alert(1)>", "<img/src/onerror=alert(1)", "<svg onload=alert(1)>", "<svg/onload=alert(1)//"),
    *("<svg><script>alert&#40;1)</script>", "<svg><style><img src=x onerror=alert(1)></style>", "<svg><a xlink:href=x>"),
    *("<math><mtext><table><mglyph><style><img src onerror=alert(1)>", "<math href=javascript:alert(1)>x"),
    *("<iframe srcdoc='<script>alert(1)</script>'>", "<object data=x>", "<embed src=x>", "<base href=//evil.example>"),
    *("<form action=//evil.example><button>x", "<input autofocus onfocus=alert(1)>", "<select onfocus=x autofocus>"),
    *("<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<body onload=alert(1)>", "<marquee onstart=x>"),
    *("<meta http-equiv=refresh content=0;url=//evil.example>", "<link rel=stylesheet href=//evil.example>"),
    *("<style>@import '//evil.example'</style>", "<p style=background:url(//evil.example)>", "<div style='x:expression(1)'>"),
    *("<!--><img src=x onerror=alert(1)>-->", "<!--[if gte IE 4]><script>x</script><![endif]-->", "<![CDATA[<svg onload=x>]]>"),
    *("<?xml version='1.0'?><x>", "<!DOCTYPE html>", "</p><script>x</script>", "<template><script>x</script>", "<noscript><p title='</noscript><img src=x onerror=x>'>"),
    *("<div hx-get=/x hx-trigger=load>", "<a data-hx-post=/x>x</a>", "<b hx-on:click=alert(1)>", "<p id=htmx name=csrf class=x>"),
    *("&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)", "\uff1cscript\uff1ealert(1)", "%3Cscript%3E"),
    *('" onmouseover="alert(1)', "' autofocus onfocus='x", "`<img src=x onerror=x>`", "```\n<script>x</script>\n```", '```"><script>x</script>\ny\n```'),
    *("[a](b 'onclick=x')", "[<img src=x onerror=x>](y)", "**<b onclick=x>**", "# <script>x</script>", "> <script>x</script>"),
    *("- <svg/onload=x>", "a<br/onclick=x>b", "<a\nhref=javascript:x>", "<\x00script>x</script>", "<xmp><script>x</script>", "<plaintext>"),
    *("|a|b|\n|-|-|\n|<script>x|y|", "[x]: javascript:x\n[x]", "<textarea></textarea><script>x</script>", "<title><svg onload=x>"),
]  # fmt: skip
SAMPLES = [wrapper.replace("%s", scheme) for wrapper in WRAPPERS for scheme in SCHEMES] + RAW
SIGNS = [
    "*",
    "_",
    "`",
    "```",
    "#",
    "> ",
    "- ",
    "1. ",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "&",
    '"',
    "'",
    "\\",
    "\n",
    "\n\n",
]
SIGNS += [
    "    ",
    "\t",
    "!",
    ":",
    "//",
    "https://a.example",
    "javascript:",
    "www.",
    ".id",
    "@",
    "a",
    "ü",
    "\u202e",
    "\u2066",
]
SIGNS += ["\u2069", "\u202c", "\x00", "\x1b", "\ud800", "\u2028", "&#58;", "<b ", "on=", "x"]
soup = st.lists(st.sampled_from(SIGNS), max_size=60).map("".join)


@pytest.mark.parametrize("source", SAMPLES)
def test_a_hostile_text_gives_harmless_html(source):
    assert_harmless(render_markdown(source))


@pytest.mark.parametrize("source", SAMPLES)
def test_the_second_wall_holds_without_the_first(source):
    assert_harmless(markup._sanitise(source))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_wall_makes_a_link_of_a_refused_address(scheme):
    assert Reader(render_markdown(f"[x](<{scheme}>)")).links() == []
    assert Reader(markup._sanitise(f'<a href="{html.escape(scheme)}">x</a>')).links() == []


@given(st.one_of(soup, st.text(max_size=300)))
def test_any_text_gives_harmless_html(source):
    assert_harmless(render_markdown(source))


@given(soup)
def test_any_html_is_harmless_behind_the_second_wall(source):
    assert_harmless(markup._sanitise(source))


@given(soup)
def test_cleaning_twice_changes_nothing(source):
    once = render_markdown(source)
    assert markup._sanitise(once) == once


@given(soup)
def test_what_comes_out_can_be_stored_and_put_into_a_feed(source):
    out = render_markdown(source) + plain_text(source)
    assert out.encode()
    assert not any(ord(character) < 0x20 and character not in "\n\t" for character in out)


@given(
    st.lists(
        st.sampled_from([*"abcdef", "*", "_", "> ", "- ", "#", "# ", "\n", " ", "~", "|", "<", "&"]), max_size=80
    )
)
def test_no_letter_is_ever_lost(parts):
    def letters(text):
        return [character for character in text if character in "abcdef"]

    source = "".join(parts)
    assert letters(Reader(render_markdown(source)).words) == letters(source)


@pytest.mark.parametrize("sign", [">", "- ", "1. ", "> - "])
def test_words_behind_very_deep_nesting_are_shown(sign):
    assert "pisang" in render_markdown(sign * 60 + "pisang")


def test_two_letters_typed_as_a_less_than_sign_stay_two_letters():
    assert render_markdown("&lt;b&gt; & <b>") == "<p>&amp;lt;b&amp;gt; &amp; &lt;b&gt;</p>\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*miring* dan **tebal**", "<p><em>miring</em> dan <strong>tebal</strong></p>\n"),
        ("satu\ndua", "<p>satu<br>\ndua</p>\n"),
        ("satu\r\ndua\u2028tiga", "<p>satu<br>\ndua<br>\ntiga</p>\n"),
        ("- satu\n- dua", "<ul>\n<li>satu</li>\n<li>dua</li>\n</ul>\n"),
        ("3. tiga\n4. empat", '<ol start="3">\n<li>tiga</li>\n<li>empat</li>\n</ol>\n'),
        ("> kutipan", "<blockquote>\n<p>kutipan</p>\n</blockquote>\n"),
        ("`a < b`", "<p><code>a &lt; b</code></p>\n"),
        ("```python\nx = 1\n```", "<pre><code>x = 1\n</code></pre>\n"),
        ("# satu\n## dua\n### tiga", "<h3>satu</h3>\n<h4>dua</h4>\n<h5>tiga</h5>\n"),
        ("#### empat", "<p>#### empat</p>\n"),
        ("#", "<p>#</p>\n"),
        ("#pisang", "<p>#pisang</p>\n"),
        ("Judul\n---", "<p>Judul<br>\n---</p>\n"),
        ("***", "<p>***</p>\n"),
        ("    bukan kode", "<p>bukan kode</p>\n"),
        ("|a|b|\n|-|-|\n|1|2|", "<p>|a|b|<br>\n|-|-|<br>\n|1|2|</p>\n"),
        ("[a]: /b\n\n[a]", "<p>[a]: /b</p>\n<p>[a]</p>\n"),
        (r"\*bukan miring\*", "<p>*bukan miring*</p>\n"),
        ("satu\x00dua\x1b\x7f\x9ftiga", "<p>satuduatiga</p>\n"),
        ("\ud83d", "<p>\ufffd</p>\n"),
        ("", ""),
        (" \n\t\n", ""),
    ],
)
def test_the_small_markdown(source, expected):
    assert render_markdown(source) == expected


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("lihat https://contoh.id/a?b=1&c=2.", "https://contoh.id/a?b=1&c=2"),
        ("buka www.contoh.com", "https://www.contoh.com"),
        ("buka contoh.co.id/menu", "https://contoh.co.id/menu"),
        ("<https://contoh.id>", "https://contoh.id"),
        ("<ibu@contoh.id>", "mailto:ibu@contoh.id"),
        ("[surel](mailto:ibu@contoh.id)", "mailto:ibu@contoh.id"),
        ("[ide](/i/42-keripik)", "/i/42-keripik"),
        ("[jam](/a:b)", "/a:b"),
        ("HTTPS://CONTOH.ID", "HTTPS://CONTOH.ID"),
    ],
)
def test_an_address_becomes_a_marked_link(source, link):
    made = render_markdown(source)
    assert Reader(made).links() == [link]
    assert REL in made


@pytest.mark.parametrize(
    "source", ["enak.ke sana", "murah.sy suka", "v1.2.3", "ibu@contoh.id", "Rp5.000", "//a.id"]
)
def test_ordinary_words_with_dots_are_no_links(source):
    assert Reader(render_markdown(source)).links() == []


def test_a_foreign_host_is_linked_by_its_true_name():
    assert Reader(render_markdown("https://аррӏе.com")).links() == ["https://xn--80ak6aa92e.com"]


@pytest.mark.parametrize("source", ["[](https://a.id)", "[ ](https://a.id)", "[** **](https://a.id)"])
def test_a_link_without_words_shows_its_address(source):
    assert "https://a.id" in Reader(render_markdown(source)).words


def test_a_picture_is_shown_as_a_link_to_it():
    assert Reader(render_markdown("![foto](https://a.id/x.png)")).tags == {"p", "a"}


def test_a_host_of_endless_length_is_text_and_complete():
    source = "http://" + "1." * 400
    assert Reader(render_markdown(source)).words.strip() == source


@pytest.mark.parametrize(
    "source", ["\u202eabc **x**", "`\u2067a` b", "```\n\u202ea\n```", "[\u202ex](https://a.id)"]
)
def test_a_turned_direction_ends_with_the_words_that_turned_it(source):
    made = render_markdown(source)
    assert made.count("\u202e") + made.count("\u2067") == made.count("\u202c") + made.count("\u2069") == 1


@pytest.mark.parametrize(
    "unit",
    [
        *("[", "[](", "[a](<b ", "*a **b ", "*_", "`", "`a``b", ">", "> > a\n", "- ", "*\n", "#\n", "# a\n", "```\n"),
        *('"', "&", "<", "</", "\\", "http://", "http://a@", "http://a-", "mailto:", "a@", "a@b.id ", "a.", "a.id "),
        *("www.", "|www.", "|www." * 49 + " ", "http://\t&[", "[](x)", "[](😀)", "\u202e", "\u2067", "a\u0301", "\n", "a\n"),
        *("&amp;", "&#58;", "<a:b>", "[a]: b\n", "|-|\n", "1. ", "![", "a_b_", "https://a.id/(", "https://a.id/?.", "\x00"),
    ],
)  # fmt: skip
def test_endless_repetition_is_neither_slow_nor_huge(unit):
    source = (unit * 8000)[:8000]
    started = time.process_time()
    made = render_markdown(source)
    excerpt(source)
    assert time.process_time() - started < 5
    assert len(made) < 40 * len(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Keripik\n\n**Pisang** `kepok`\n- [gurih](https://a.id)\n> pedas", "Keripik Pisang kepok gurih pedas"),
        ("satu\n\n```\ndua\n```\ntiga\nempat", "satu dua tiga empat"),
        ("a & b <b>", "a & b <b>"),
        ("\u202ea\u2066b", "ab"),
        ("", ""),
    ],
)
def test_an_excerpt_has_words_only(source, expected):
    assert excerpt(source) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (30, "Keripik pisang, sambal seruit"),
        (29, "Keripik pisang, sambal seruit"),
        (28, "Keripik pisang, sambal…"),
        (16, "Keripik pisang…"),
        (15, "Keripik pisang…"),
        (14, "Keripik…"),
    ],
)
def test_an_excerpt_is_cut_at_a_word(length, expected):
    assert excerpt("Keripik pisang, sambal seruit", length) == expected


def test_an_endless_word_is_cut_inside():
    assert excerpt("a" * 300, 20) == "a" * 19 + "…"


@settings(max_examples=50)
@given(st.text(), st.integers(min_value=1, max_value=50))
def test_an_excerpt_is_never_longer_than_asked(source, length):
    assert len(excerpt(source, length)) <= length
