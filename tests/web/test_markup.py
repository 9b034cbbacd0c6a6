"""The text that people typed comes out as safe HTML, whatever they typed."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideaboard.web import markup
from ideaboard.web.markup import excerpt, plain_text, render_markdown
from tests.effort import effort
from tests.web.payloads import ENDLESS, RAW, SCHEMES, WRAPPERS

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
    assert ">x</a>" not in render_markdown(f"[x](<{scheme}>)")
    assert Reader(markup._sanitise(f'<a href="{scheme}">x</a>')).links() == []


@settings(deadline=None)
@given(st.one_of(soup, st.text(max_size=300)))
def test_any_text_gives_harmless_html(source):
    assert_harmless(render_markdown(source))


@settings(deadline=None)
@given(soup)
def test_any_html_is_harmless_behind_the_second_wall(source):
    assert_harmless(markup._sanitise(source))


@settings(deadline=None)
@given(soup)
def test_cleaning_twice_changes_nothing(source):
    once = render_markdown(source)
    assert markup._sanitise(once) == once


@settings(deadline=None)
@given(soup)
def test_what_comes_out_can_be_stored_and_put_into_a_feed(source):
    out = render_markdown(source) + plain_text(source)
    out.encode()
    assert not any(ord(character) < 0x20 and character not in "\n\t" for character in out)


@settings(deadline=None)
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


@pytest.mark.parametrize("source", ["https://xn--80ak6aa92e.com", "https://a.id/%61", "https://a.id/ä"])
def test_an_address_is_shown_as_it_was_typed(source):
    assert Reader(render_markdown(source)).words.strip() == source


def test_a_list_may_start_at_a_number_only():
    made = markup._sanitise('<ol start="7"></ol><ol start="7x"></ol><ol start="99999999999"></ol>')
    assert made == '<ol start="7"></ol><ol></ol><ol></ol>'


@pytest.mark.parametrize("source", ["[](https://a.id)", "[ ](https://a.id)"])
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


@pytest.mark.parametrize("unit", ENDLESS)
def test_endless_repetition_is_neither_slow_nor_huge(unit):
    source = (unit * 8000)[:8000]
    made = render_markdown(source)
    assert effort(lambda: (render_markdown(source), excerpt(source)), 5) < 5
    assert len(made) < 40 * len(source)
