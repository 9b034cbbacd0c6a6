"""Fold every letter to the plain one it is read as, and say of each character what it was.

The kinds stand in a string as long as the text, one letter for each character, so that rules about
neighbours can be regular expressions; where no character is strange there is no such string:

    a 0      a plain letter, a plain digit        A    a Latin letter with an accent, or a joined one
    S        a styled or enclosed letter          L F  a twin of a Latin letter, one that resembles it
    N        a small or circled digit             W    any other letter
    Z        invisible, no width                  V    a variation selector or soft hyphen: invisible, ordinary
    M        a mark on the letter before          E R  a picture, half a flag
    _ .      a blank, anything else
"""

import re
import unicodedata
from collections.abc import Sequence
from string import ascii_lowercase

from ideaboard.screening.lookalikes import cousins, twins

_MOST_KEPT = 4096  # characters outside ASCII that are kept in the tables: an attacker may send all of them
_FEW = 20
_MOST_SIGNS = 1500  # different characters of one text that are looked at: no language has more in one post
_LONGEST = 3  # letters that one character may become, so that nobody makes a short text a long one
_NAMED = re.compile(
    r"(?:(?:NEGATIVE |CROSSED NEGATIVE )?(?:CIRCLED|SQUARED|PARENTHESIZED)|TAG|MODIFIER|FULLWIDTH)?"
    r" ?(?:LATIN )?(?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL )?(?:TURNED |REVERSED |INVERTED |SIDEWAYS )?"
    r"(?:CAPITAL |SMALL )?(?:OPEN |SCRIPT |DOTLESS |BARRED |BLACKLETTER )?([A-Z])(?: WITH .*)?"
)
_ACCENTED = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER (?:[A-Z]|AE|OE|SHARP S|DOTLESS I)(?: WITH .*)?")
_PICTURE = re.compile(r"E[ZVM]+")
_FLAGS = re.compile(r"R+")
_TWINS = twins()
_LIKE_LATIN = {**cousins(), **_TWINS}
_ENCLOSED = frozenset(map(chr, range(0x1F100, 0x1F200)))
_PLAIN_KNOWN = {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ß": "ss", "ẞ": "ss", "ı": "i", "µ": "u"}
_KNOWN = {
    "ª": (".", "a"),
    "º": (".", "o"),
    **dict.fromkeys("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u180b\u180c\u180d\u180e", ("Z", "")),
    # Selectors, the frame of a key and the soft hyphen: invisible, but ordinary.
    **dict.fromkeys(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x20E3, 0xAD)), ("V", "")),
    **{chr(code): ("V", chr(code)) for code in range(0x1F3FB, 0x1F400)},  # the colours of skin
    **{chr(0x1F1E6 + place): ("R", letter) for place, letter in enumerate(ascii_lowercase)},
    **{sign: ("A", plain) for sign, plain in _PLAIN_KNOWN.items()},
}


class _Kinds(dict[int, str]):
    """The kind of each character by code point, for `str.translate`. Fills itself and `_PLAIN` as they are met."""

    def __missing__(self, code: int) -> str:
        kind, _PLAIN[chr(code)] = _look(chr(code))
        self[code] = kind
        return kind


class _Plain(dict[str, str]):
    """What each character is read as. Fills itself as characters are met."""

    def __missing__(self, sign: str) -> str:
        _, plain = _look(sign)
        self[sign] = plain
        return plain


_PLAIN = _Plain()
_KINDS = _Kinds()


def fold(raw: str) -> tuple[str, Sequence[int], str]:
    """Return the text in plain lower-case letters, where each stands in `raw`, and the kinds of `raw`."""
    if len(_PLAIN) > _MOST_KEPT:
        _PLAIN.clear()
        _KINDS.clear()
    signs = set(raw)
    if (text := _without_disguise(raw, signs)) is not None:
        return text, range(len(raw) + 1), ""
    if len(signs) > _MOST_SIGNS:
        strange = chr(sorted(map(ord, signs))[_MOST_SIGNS])
        raw = "".join([sign if sign < strange else "\ufffd" for sign in raw])
    kinds = raw.translate(_KINDS)
    pieces = list(map(_PLAIN.__getitem__, raw))
    _keep_pictures(raw, kinds, pieces)
    text = "".join(pieces)
    if len(text) == len(raw) and "" not in pieces:
        return text, range(len(raw) + 1), kinds
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    places.append(len(raw))
    return text, places, kinds


def _without_disguise(raw: str, signs: set[str]) -> str | None:
    """Return the text if its few strange signs are such as anybody writes, one read as one: most texts are so."""
    strange = [sign for sign in signs if not " " <= sign <= "~" and sign not in "\n\r\t"]
    if len(strange) > _FEW or any(len(_PLAIN[sign]) != 1 or _KINDS[ord(sign)] in "SLFR" for sign in strange):
        return None
    text = raw
    for sign in strange:
        text = text.replace(sign, _PLAIN[sign])
    text = text.lower()
    return text if len(text) == len(raw) else None


def _keep_pictures(raw: str, kinds: str, pieces: list[str]) -> None:
    """Put back what belongs to a picture, and whole flags; half ones are read as letters."""
    kept = [found.span() for found in _PICTURE.finditer(kinds)] if "E" in kinds else []
    if "R" in kinds:
        kept += [found.span() for found in _FLAGS.finditer(kinds) if len(found[0]) % 2 == 0]
    for begin, end in kept:
        pieces[begin:end] = raw[begin:end]


def _look(sign: str) -> tuple[str, str]:
    """Return the kind of a character and what it is read as."""
    if sign.isascii():
        return _ascii(sign)
    if sign in _LIKE_LATIN:
        return ("L" if sign in _TWINS else "F"), _LIKE_LATIN[sign]
    if sign in _KNOWN:
        return _KNOWN[sign]
    category = unicodedata.category(sign)
    if category in ("Mn", "Me"):
        return "M", ""
    if category == "Cf":
        return "Z", ""
    whole = unicodedata.normalize("NFKC", sign)
    if whole == sign and category in ("Lo", "So", "Cn", "Co") and sign not in _ENCLOSED:
        return ("W" if category == "Lo" else "E" if category == "So" else "."), sign
    return _decomposed(sign, category, whole)


def _ascii(sign: str) -> tuple[str, str]:
    if sign.isalpha():
        return "a", sign.lower()
    if sign.isdigit():
        return "0", sign
    if sign.isspace():
        return "_", sign
    return (".", sign) if sign.isprintable() else ("Z", "")


def _decomposed(sign: str, category: str, whole: str) -> tuple[str, str]:
    """Read a character by what Unicode takes it apart to, or by its name."""
    if whole in _LIKE_LATIN:
        return "S", _LIKE_LATIN[whole]
    parts = [part for part in unicodedata.normalize("NFKD", sign) if not "\u0300" <= part <= "\u036f"]
    plain = "".join(_PLAIN_KNOWN.get(part, part) for part in parts)
    if plain.isascii() and plain.isalnum() and len(plain) <= _LONGEST:
        return _ranked(sign, category, whole), plain.lower()
    name = unicodedata.name(sign, "")
    if category[0] in "LS" and "LATIN" in name and (named := _NAMED.fullmatch(name)):
        return ("A" if _ACCENTED.fullmatch(name) else "S"), named[1].lower()
    if whole.isspace() and len(whole) == 1:
        return "_", " "
    kind = "E" if category in ("So", "Sk") else "W" if sign.isalnum() else "."
    return kind, whole.lower() if 0 < len(whole) <= 2 and not whole.isspace() else sign


def _ranked(sign: str, category: str, whole: str) -> str:
    """Return the kind of a character that stands for plain letters or digits."""
    if category == "No":
        return "N"
    if category in ("So", "Lo") and len(whole) > 1:
        return "."
    if category == "Nd":
        return "S"
    return "A" if whole == sign or len(whole) > 1 else "S"
