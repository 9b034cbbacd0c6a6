"""How alike two texts are: by the trigrams of their stems, so that "dipanaskan" and "memanaskan" count as one."""

from dataclasses import dataclass

from ideaboard.data.words import stems_of

READ = 1_000  # letters of a body that are compared
TITLE_SHARE = 0.65


@dataclass(frozen=True)
class Shape:
    """The trigrams of a text, made once and compared often."""

    title: frozenset[str]
    whole: frozenset[str]

    @classmethod
    def of(cls, title: str, body: str) -> "Shape":
        """Return the shape of a title with its text."""
        head = trigrams(stems_of(title))
        return cls(head, head | trigrams(stems_of(body[:READ])))


def trigrams(stems: list[str]) -> frozenset[str]:
    """Return every three letters of every stem, its beginning and end marked by blanks."""
    marked = (f"  {stem} " for stem in stems)
    return frozenset(word[place : place + 3] for word in marked for place in range(len(word) - 2))


def likeness(one: Shape, other: Shape) -> float:
    """Return how alike two texts are, from 0 to 1. The title counts most, for it says what an idea is."""
    whole = _shared(one.whole, other.whole)
    return max(whole, TITLE_SHARE * _shared(one.title, other.title) + (1 - TITLE_SHARE) * whole)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the part of all trigrams that both have."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
