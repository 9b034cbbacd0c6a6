"""Our small Markdown: which signs count and what they mean. Its HTML still has to pass `markup.py`.

Emphasis, strong, lists, quotes, code, links and three levels of headings. Everything else (tables, pictures,
raw HTML, references, rules, indented code, character names) stays the text that was typed. The page owns h1
and h2, so # gives h3, ## h4, ### h5; four signs, or signs without words, are no heading. Quotes and lists
nest to `_MAX_LEVEL`; signs beyond are text, because the parser's own limit drops what it holds.

Importing this module loads the parser (30 ms), so `markup.py` does that at the first text.
"""

from collections.abc import Callable, Iterator

from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, heading, list_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ideaboard.web.bidi import close_bidi
from ideaboard.web.links import is_safe_link

_RULES = [
    *("blockquote", "fence", "heading", "list"),
    *("autolink", "backticks", "emphasis", "escape", "link", "linkify", "newline"),
]
_MAX_LEVEL = 8
_HEADINGS_START_AT = 3
# Short chat words are real top-level domains (.ke, .sy, .ga), so "enak.ke" must not become a link.
_BARE_DOMAINS = ["com", "id", "net", "org"]
# Of those without a scheme; what begins with https:// is found by another rule and may be longer.
_LONGEST_WORD = 250

BlockRule = Callable[[StateBlock, int, int, bool], bool]


class _Links(LinkifyIt):
    """Finds addresses in running text; mail addresses are left alone, they are personal data."""

    def test(self, text: str) -> bool:
        """Say whether to look for addresses; their pattern takes quadratic time on endless words."""
        longest = max(map(len, text.split()), default=0)
        return longest <= _LONGEST_WORD and bool(super().test(text))

    def normalize(self, match: Match) -> None:
        """Give an address typed without a scheme the safe one."""
        if not match.schema:
            match.url = "https://" + match.url


class _SmallMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name
        """Leave an address that may not be a link as text."""
        return is_safe_link(url)

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the parser's name
        """Show an address as it was typed, so that what is shown is what was written."""
        return link


def parser() -> MarkdownIt:
    """Return a parser for one text (0.3 ms): older link finders keep notes, which threads would mix up."""
    markdown = _SmallMarkdown("zero", {"html": False, "linkify": True, "breaks": True}).enable(_RULES)
    markdown.linkify = _Links(options={"fuzzy_email": False}).tlds(_BARE_DOMAINS)
    for scheme in ("ftp:", "//"):
        markdown.linkify.add(scheme, None)
    _limit_blocks(markdown)
    markdown.core.ruler.push("lower_headings", _lower_headings)
    markdown.core.ruler.push("name_links", _name_links)
    markdown.core.ruler.push("close_bidi", _close_bidi)
    return markdown


def _limit_blocks(markdown: MarkdownIt) -> None:
    """Replace three block rules by narrower ones; `alt` names the blocks that each may interrupt."""
    ruler = markdown.block.ruler
    ruler.at("blockquote", _shallow(blockquote), {"alt": ["paragraph", "blockquote", "list"]})
    ruler.at("list", _shallow(list_block), {"alt": ["paragraph", "blockquote"]})
    ruler.at("heading", _heading, {"alt": ["paragraph", "blockquote"]})


def _shallow(rule: BlockRule) -> BlockRule:
    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < _MAX_LEVEL and rule(state, start, end, silent)

    return limited


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    is_ours = not line.startswith("####") and bool(line.strip("# \t"))
    return is_ours and heading(state, start, end, silent)


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{len(token.markup) + _HEADINGS_START_AT - 1}"


def _name_links(state: StateCore) -> None:
    """Show the address where a link has no words of its own: nobody could see or name such a link."""
    for token in state.tokens:
        if token.children:
            token.children = list(_with_names(token.children))


def _with_names(pieces: list[Token]) -> Iterator[Token]:
    address, words = "", ""
    for piece in pieces:
        if piece.type == "link_open":
            address, words = str(piece.attrGet("href")), ""
        elif piece.type == "link_close" and not words.strip():
            yield Token("text", "", 0, content=address)
        words += piece.content
        yield piece


def _close_bidi(state: StateCore) -> None:
    for token in state.tokens:
        for piece in token.children or [token]:
            _close_bidi_of(piece)


def _close_bidi_of(token: Token) -> None:
    token.content = "\n".join(close_bidi(line) for line in token.content.split("\n"))
