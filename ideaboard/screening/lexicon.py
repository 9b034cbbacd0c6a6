"""Find the words and phrases of a list in a text, in one pass.

A list is a text file in `lists/`, written to be read:

    # A comment, on a line of its own or after two blanks.
    [winning strong]      a section: a label and how much its words say (weak, medium or strong)
    jackpot               a word; `gacor*` is any word that begins so
    auto sultan           words in a row
    slot + depo, gacor*   only with one of these words near by
    bonus - raya, lebaran not with one of these words near by
    [ordinary]            phrases that are harmless: nothing inside one of them is found
    slot waktu
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ideaboard.screening.normalise import Normalised, Word, normalise
from ideaboard.screening.signals import MEDIUM, STRENGTHS, Span

ORDINARY = "ordinary"
NEAR = 6  # words to each side
_MOST_TRIES = 50  # of one phrase in one text
_STEM_START = 3  # letters that a word with * has at least, and is looked up by
_COMMENT = re.compile(r"(^|\s\s)#.*")
_SECTION = re.compile(r"\[(\w+)(?: (\w+))?\]")


class BadList(ValueError):
    """A line of a list that cannot be read; its text says which."""


class Pattern(NamedTuple):
    """One word of a phrase: the whole key, or the beginning of one."""

    key: str
    begins: bool = False


class Company(NamedTuple):
    """Words of which one must, or must not, stand near by."""

    whole: frozenset[str]
    stems: tuple[str, ...]

    def is_among(self, keys: Iterable[str]) -> bool:
        """Say whether one of them is there."""
        return any(key in self.whole or (self.stems and key.startswith(self.stems)) for key in keys)


class Entry(NamedTuple):
    """One line of a list."""

    label: str
    strength: str
    phrase: str
    near: Company | None = None
    never_near: Company | None = None


class Hit(NamedTuple):
    """A phrase that was found. `begin` and `end` are places in `Normalised.text`, `first` and `last` words."""

    label: str
    strength: str
    span: Span  # where it stands in the text as typed
    begin: int
    end: int
    first: int
    last: int
    phrase: str


@dataclass
class _Node:
    """What may come next after the words so far."""

    entries: list[Entry] = field(default_factory=list)
    whole: dict[str, "_Node"] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, "_Node"]]] = field(default_factory=dict)

    def add(self, pattern: Pattern) -> "_Node":
        if not pattern.begins:
            return self.whole.setdefault(pattern.key, _Node())
        stems = self.stems.setdefault(pattern.key[:_STEM_START], [])
        for stem, node in stems:
            if stem == pattern.key:
                return node
        stems.append((pattern.key, _Node()))
        return stems[-1][1]

    def after(self, word: Word) -> list["_Node"]:
        found = self._of(word.key)
        for reading in word.readings:
            found += self._of(reading)
        return found

    def _of(self, key: str) -> list["_Node"]:
        found = [self.whole[key]] if key in self.whole else []
        if self.stems and (stems := self.stems.get(key[:_STEM_START])):
            found += [node for stem, node in stems if key.startswith(stem)]
        return found


def keys_of(word: Word) -> tuple[str, ...]:
    """Return every way a word may be looked up, the likeliest first."""
    return (word.key, *word.readings)


class Index(NamedTuple):
    """Where each word of a text stands, for all lists that are looked for in it."""

    keys: dict[str, list[int]]
    starts: dict[str, list[str]]  # the keys by their first letters
    read_otherwise: list[int]  # words with further readings


def index_of(read: Normalised) -> Index:
    """Return the index of a text; it is made once and kept with it."""
    index: Index | None = vars(read).get("index")
    if index is None:
        index = vars(read)["index"] = Index({}, {}, [])
        for place, word in enumerate(read.words):
            index.keys.setdefault(word.key, []).append(place)
            if word.readings:
                index.read_otherwise.append(place)
        for key in index.keys:
            index.starts.setdefault(key[:_STEM_START], []).append(key)
    return index


class Lexicon:
    """The phrases of one list."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._root = _Node()
        for entry, patterns in map(_entry, _listed(lines)):
            node = self._root
            for pattern in patterns:
                node = node.add(pattern)
            node.entries.append(entry)

    @staticmethod
    @cache
    def load(*names: str) -> "Lexicon":
        """Return the list of that name as shipped, or several as one: one pass is faster. They are read once."""
        return Lexicon(line for name in names for line in _lines(name))

    def find(self, read: Normalised, most: int | None = None) -> list[Hit]:
        """Return what stands in a text, in its order; no further once `most` were found.

        Of phrases of one label that begin at the same word it is the longest. A phrase that is said again and again
        is looked at a number of times and then passed over: it proves no more, and costs no more.
        """
        found: list[Hit] = []
        tried: dict[int, int] = {}
        harmless_to = -1
        for first in self._beginnings(read):
            hits = self._at(read, first, tried)
            if not hits:
                continue
            harmless_to = max([harmless_to, *(hit.last for hit in hits if hit.label == ORDINARY)])
            found += [hit for hit in hits if hit.last > harmless_to and hit.label != ORDINARY]
            if most and len(found) >= most:
                break
        return found

    def _beginnings(self, read: Normalised) -> list[int]:
        """Return the words at which a phrase may begin: few, and found without asking every word."""
        index, root, words = index_of(read), self._root, read.words
        found = set(index.read_otherwise)
        for start in index.starts.keys() & root.stems.keys():
            stems = tuple([stem for stem, _ in root.stems[start]])
            for key in index.starts[start]:
                if key.startswith(stems):
                    found.update(index.keys[key])
        for key in index.keys.keys() & root.whole.keys():
            node = root.whole[key]
            if node.entries:
                found.update(index.keys[key])
            else:
                found.update(place for place in index.keys[key] if _goes_on(node, words, place + 1))
        return sorted(found)

    def _at(self, read: Normalised, first: int, tried: dict[int, int]) -> list[Hit]:
        words = read.words
        longest: dict[str, Hit] = {}
        nodes = self._root.after(words[first])
        for last in range(first, len(words)):
            for node in nodes:
                for entry in node.entries:
                    if _is_new(entry, tried) and _allowed(entry, words, first, last):
                        longest[entry.label] = _hit(entry, read, first, last)
            if not nodes or last + 1 == len(words):
                break
            nodes = [after for node in nodes for after in node.after(words[last + 1])]
        return list(longest.values())


@cache
def sections_of(name: str) -> dict[str, frozenset[str]]:
    """Return the lines of a list by section, as written: for lists of names that are not looked for in texts."""
    sections: dict[str, set[str]] = {}
    for line in _listed(_lines(name)):
        sections.setdefault(line.label, set()).add(line.text)
    return {label: frozenset(phrases) for label, phrases in sections.items()}


def _lines(name: str) -> list[str]:
    return (files("ideaboard.screening") / "lists" / f"{name}.txt").read_text("utf-8").splitlines()


def _hit(entry: Entry, read: Normalised, first: int, last: int) -> Hit:
    begin, end = read.words[first].begin, read.words[last].end
    return Hit(entry.label, entry.strength, read.span(begin, end), begin, end, first, last, entry.phrase)


def _goes_on(node: _Node, words: list[Word], place: int) -> bool:
    if place == len(words):
        return False
    word = words[place]
    return word.key in node.whole or word.key[:_STEM_START] in node.stems or bool(word.readings)


def _is_new(entry: Entry, tried: dict[int, int]) -> bool:
    """Count how often an entry was met, and say whether it is worth another look."""
    times = tried[id(entry)] = tried.get(id(entry), 0) + 1
    return times <= _MOST_TRIES or entry.label == ORDINARY


def _allowed(entry: Entry, words: list[Word], first: int, last: int) -> bool:
    if not entry.near and not entry.never_near:
        return True
    around = [*words[max(0, first - NEAR) : first], *words[last + 1 : last + 1 + NEAR]]
    keys = [key for word in around for key in keys_of(word)]
    if entry.never_near and entry.never_near.is_among(keys):
        return False
    return not entry.near or entry.near.is_among(keys)


class _Line(NamedTuple):
    number: int
    label: str
    strength: str
    text: str


def _listed(lines: Iterable[str]) -> Iterator[_Line]:
    label, strength = "", MEDIUM
    for number, line in enumerate(lines, 1):
        line = _COMMENT.sub("", line).strip()
        if section := _SECTION.fullmatch(line):
            label, strength = section[1], section[2] or MEDIUM
            if strength not in STRENGTHS:
                raise BadList(f"line {number}: {strength} is none of {', '.join(STRENGTHS)}")
        elif line:
            if not label:
                raise BadList(f"line {number}: a phrase before the first section")
            yield _Line(number, label, strength, line)


def _entry(line: _Line) -> tuple[Entry, list[Pattern]]:
    text, _, never = line.text.partition(" - ")
    phrase, _, near = text.partition(" + ")
    patterns = _patterns(phrase)
    if not patterns:
        raise BadList(f"line {line.number}: no word to look for")
    if any(pattern.begins and len(pattern.key) < _STEM_START for pattern in patterns):
        raise BadList(f"line {line.number}: too short a beginning before *")
    return Entry(line.label, line.strength, phrase.strip(), _company(near), _company(never)), patterns


def _company(words: str) -> Company | None:
    patterns = _patterns(words)
    whole = frozenset(pattern.key for pattern in patterns if not pattern.begins)
    return Company(whole, tuple(pattern.key for pattern in patterns if pattern.begins)) if patterns else None


def _patterns(phrase: str) -> list[Pattern]:
    """Read words the way texts are read, so that a list may be written as people write."""
    patterns = []
    for part in re.split(r"[\s,]+", phrase.strip()):
        keys = [word.key for word in normalise(part.rstrip("*")).words]
        patterns += [Pattern(key) for key in keys]
        if part.endswith("*") and keys:
            patterns[-1] = Pattern(keys[-1], begins=True)
    return patterns
