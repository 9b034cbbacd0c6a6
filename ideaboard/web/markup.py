"""Text that people typed, made into safe HTML; the only module that calls bleach.

Three walls: a Markdown parser that knows no raw HTML, bleach with a short allow-list and our own check of
every address, and the Content-Security-Policy (`headers.py`). HTML is made when a text is written and stored
with `RENDERER_VERSION`; raise that number whenever the HTML of an old text would change.
"""

import html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ideaboard.web.bidi import without_bidi
from ideaboard.web.links import is_safe_link

if TYPE_CHECKING:
    from markdown_it.token import Token

RENDERER_VERSION = 1

_TAGS = frozenset(["a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "li", "ol", "p", "pre", "strong", "ul"])
_SCHEMES = frozenset({"http", "https", "mailto"})
_LINK_REL = "nofollow ugc noopener"
_CONTROLS = [c for c in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF) if chr(c) not in "\t\n\r\x85"]
# Half surrogates cannot be stored as UTF-8; the line ends of other systems count as line ends here too.
_CLEAN = (
    dict.fromkeys(_CONTROLS)
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | dict.fromkeys((0x85, 0x2028, 0x2029), "\n")
)


def render_markdown(source: str) -> str:
    """Return safe HTML for `source` in our small Markdown (see `markdown.py`); "" for no text."""
    from ideaboard.web.markdown import parser

    return _sanitise(parser().render(source.translate(_CLEAN)))


def plain_text(source: str) -> str:
    """Return the words of `source` on one line, without Markdown signs; not escaped."""
    from ideaboard.web.markdown import parser

    words = " ".join(_words(block) for block in parser().parse(source.translate(_CLEAN)))
    return " ".join(without_bidi(words).split())


def excerpt(source: str, length: int = 220) -> str:
    """Return the beginning of `source` as plain text: at most `length` characters, cut at a word with "…"."""
    text = plain_text(source)
    return text if len(text) <= length else _cut(text, length)


def _words(block: "Token") -> str:
    if not block.children:
        return block.content
    return "".join(" " if piece.tag == "br" else piece.content for piece in block.children)


def _cut(text: str, length: int) -> str:
    """Cut at the last gap within `length`, or inside a word that fills more than half of it."""
    head = text[: length - 1]
    if text[length - 1] != " " and " " in head[length // 2 :]:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:.(-\u200d") + "…"


def _sanitise(markup: str) -> str:
    """Keep only our tags, safe addresses, and a `rel` of our own on every link; show all else as text.

    The cleaner is made anew each time (20 µs) because it keeps its parser's state and threads share us.
    """
    from bleach.sanitizer import Cleaner

    cleaner = Cleaner(tags=_TAGS, attributes=_is_allowed, protocols=_SCHEMES, filters=[_MarkLinks])
    return str(cleaner.clean(markup))


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return is_safe_link(html.unescape(value))
    return (tag, name) == ("ol", "start") and value.isascii() and value.isdigit() and len(value) < 10


class _MarkLinks:
    """The last step of bleach: writes our `rel` on every link, whatever the source says."""

    def __init__(self, source: Iterable[dict[str, Any]]) -> None:
        self.source = source

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in self.source:
            if token["type"] == "StartTag" and token["name"] == "a":
                token["data"][(None, "rel")] = _LINK_REL
            yield token
