"""Which words mean the same in claims, and which say little: two readable files of our own writing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ideaboard.data.words import SHORTEST, STOP_WORDS, stem, without_ending, words_of

# Sections of ordinary.txt, and how much sharing one of their words says; numbers are shared easily, too.
WEIGHTS = {"least": 0.3, "half": 0.6}
NUMBER, ACTION = 0.5, 0.4
_VERBS = ("me", "di", "ter", "ber")
LONGEST_PHRASE = 4
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True)
class Meaning:
    """What a word stands for: the name of its group, and whether it says the opposite of that name."""

    concept: str
    sign: int = 1


@dataclass(frozen=True)
class Vocabulary:
    """The groups by word and phrase."""

    words: dict[str, Meaning]
    phrases: dict[tuple[str, ...], Meaning]
    beginnings: frozenset[str]  # first words of phrases
    ordinary: dict[str, float]  # concepts that say little
    alarms: tuple[frozenset[str], ...]  # what frightens or promises, the point of a claim: all, and illnesses

    def meaning(self, word: str) -> Meaning:
        """Return what one word stands for: as written, without its ending, by its stem, else itself."""
        root = stem(word)
        for form in (word, without_ending(word), root, informal(word)):
            if form in self.words:
                return self.words[form]
        return Meaning(root if root != word else informal(word))

    def weight(self, concept: str, word: str = "") -> float:
        """Return how much sharing a concept says before anything is known of the claims.

        `word` is how a claim puts it: a verb in no group says less, for the next writer takes another one.
        """
        if concept[0] == "#":
            return NUMBER
        is_action = word.startswith(_VERBS) and concept == stem(word) != word
        return self.ordinary.get(concept, ACTION if is_action else 1.0)


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once."""
    words: dict[str, Meaning] = {}
    phrases: dict[tuple[str, ...], Meaning] = {}
    for line in _lines("synonyms.txt"):
        for parts, meaning in _group(line):
            if len(parts) > 1:
                phrases.setdefault(parts, meaning)
            else:
                words.setdefault(parts[0], meaning)
    known = Vocabulary(words, phrases, frozenset(parts[0] for parts in phrases), {}, ())
    sections: dict[str, set[str]] = {}
    name = ""
    for line in _lines("ordinary.txt"):
        if line.startswith("["):
            name = line.strip("[]")
        else:
            sections.setdefault(name, set()).update(known.meaning(word).concept for word in line.split())
    ordinary = {each: WEIGHTS[section] for section in ("half", "least") for each in sections[section]}
    alarms = (frozenset(sections["alarm"] | sections["illness"]), frozenset(sections["illness"]))
    return Vocabulary(words, phrases, known.beginnings, ordinary, alarms)


def informal(word: str) -> str:
    """Give a verb of spoken language the sound back that it swallowed: "nempel" comes from "tempel"."""
    for begin, lost in (("nge", ""), ("ng", ""), ("ny", "s"), ("n", "t"), ("m", "p")):
        rest = word[len(begin) :]
        if word.startswith(begin) and len(rest) >= SHORTEST - 1 and (rest[0] in _VOWELS or begin == "nge"):
            return lost + rest
    return word


def says_nothing(word: str) -> bool:
    """Say whether a word carries no meaning of its own in a claim."""
    return word in STOP_WORDS or len(word) < 2


def _group(line: str) -> Iterator[tuple[tuple[str, ...], Meaning]]:
    name = ""
    for sign, side in zip((1, -1), line.split("!"), strict=False):
        for entry in side.split(","):
            parts = tuple(words_of(entry))
            name = name or "_".join(parts)
            yield parts, Meaning(name, sign)


def _lines(name: str) -> Iterator[str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
