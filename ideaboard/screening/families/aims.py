"""Tell whether a hard word is meant for somebody, by what stands beside it."""

import re
from functools import cached_property

from ideaboard.screening.lexicon import Hit, Lexicon
from ideaboard.screening.normalise import Normalised

_BREAK = re.compile(r"[.!?;\n]")
_ENDS = re.compile(r"\s*($|[^\w\s,]|(ya|yaa|y|lah|deh|bro|woi|woy|memang|emang|semua)\b)")
_ENDS_OR_GOES_ON = re.compile(rf"{_ENDS.pattern}|,")
_FILLERS = 2  # "kamu itu memang bodoh"
_ENOUGH = 1_000  # words of this kind: a text with more says nothing new
_CRITIC_REACH = 6  # "yang setuju ide ini bodoh"


class Aims:
    """The words around: who is spoken to, what softens, what is eaten."""

    def __init__(self, read: Normalised) -> None:
        self._read = read

    @cached_property
    def _hits(self) -> list[Hit]:
        """What stands around, looked up when a hard word is there to ask for."""
        return Lexicon.load("aims").find(self._read, _ENOUGH)

    @cached_property
    def _ending(self) -> dict[int, set[str]]:
        ending: dict[int, set[str]] = {}
        for hit in self._hits:
            ending.setdefault(hit.last, set()).add(hit.label)
        return ending

    @cached_property
    def _starting(self) -> dict[int, set[str]]:
        starting: dict[int, set[str]] = {}
        for hit in self._hits:
            starting.setdefault(hit.first, set()).add(hit.label)
        return starting

    @cached_property
    def _praised(self) -> bool:
        return any(hit.label == "praise" for hit in self._hits)

    def called(self, hit: Hit) -> bool:
        """Say whether somebody is called this."""
        before = self._before(hit)
        if "name" in before or ("mind" in before and hit.label != "animal"):
            return not self._praised or hit.label != "animal"
        if hit.label == "trait" or (hit.label == "shout" and self._praised) or self.dish(hit):
            return False
        return "person" in before or self._thrown_after(hit) or self._critic(hit)

    def softened(self, hit: Hit) -> bool:
        """Say whether the word is said of oneself, denied, or told of what others said."""
        if self._praised and hit.label == "curse" and not self.called(hit):
            return True
        return "softer" in self._ending.get(hit.first - 1, ()) and not self._broken(hit.first - 1)

    def dish(self, hit: Hit) -> bool:
        """Say whether the word ends the name of a dish: "nasi goreng gila"."""
        before = self._ending.get(hit.first - 1, set())
        return "dish" in before and not self._broken(hit.first - 1) and not self._thrown_after(hit)

    def _before(self, hit: Hit) -> set[str]:
        """Return what stands before the word in its clause, fillers passed over."""
        for place in range(hit.first - 1, max(-1, hit.first - 2 - _FILLERS), -1):
            labels = self._ending.get(place, set())
            if self._broken(place):
                return set()
            if "filler" not in labels or labels & {"name", "mind", "person"}:
                return labels
        return set()

    def _thrown_after(self, hit: Hit) -> bool:
        """Say whether "lu" or "kamu" follows and ends the clause: "anjing lu!", not "anjing kamu lucu"."""
        after = hit.last + 1
        if "person" not in self._starting.get(after, ()) or self._broken(hit.last):
            return False
        ends = _ENDS if hit.label == "animal" else _ENDS_OR_GOES_ON
        return ends.match(self._read.text, self._read.words[after].end) is not None

    def _critic(self, hit: Hit) -> bool:
        if hit.label == "animal":
            return False
        for place in range(hit.first - 1, max(-1, hit.first - 1 - _CRITIC_REACH), -1):
            if self._broken(place):
                return False
            if "critic" in self._ending.get(place, ()):
                return True
        return False

    def _broken(self, place: int) -> bool:
        """Say whether a clause ends between this word and the next."""
        words = self._read.words
        return _BREAK.search(self._read.text, words[place].end, words[place + 1].begin) is not None
