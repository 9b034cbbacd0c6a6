"""A small fingerprint of a text by which its copies are known, also when a few words were changed."""

from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from struct import pack, unpack

from ideaboard.data.words import stems_of
from ideaboard.screening.normalise import Normalised

KEPT = 64  # hashes of a sketch: up to so many pairs of words the likeness is exact, beyond it an estimate
# The smallest are looked up, of pairs and, as a frequent pair finds too much, of three words in a row: two texts
# that are half alike share one of them in 98 of 100 cases.
OF_PAIRS, OF_TRIPLES = 4, 4
KEYS = OF_PAIRS + OF_TRIPLES
LEAST_WORDS = 4  # telling words that a text must have to be called a copy of another

# What people write under a hundred posts without copying anybody; cut to stems like the texts.
_COURTESY = """
    alhamdulillah aamiin amin asik bang bagus banget bapak boleh bro bu bunda cocok coba dong dukung enak gan guys
    hai halo hebat hehe ibu ide idenya inspiratif iya jos juara kak kaka kakak kasih keren kreatif lancar lanjut
    lho loh lucu mantap mas mbak mba menarik moga nih ok oke om pak saran sehat selamat semangat semoga senang
    setuju siap sip sis sukses suka tante terbaik terima terimakasih terus thanks tks top usul wah wkwk wow ya yuk
"""
COURTESY = frozenset(stems_of(_COURTESY))


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text: a hash of its letters, and the smallest hashes of its pairs of words."""

    letters: int  # the same for texts that differ only by signs, blanks, capitals and disguise
    size: int  # how many pairs of words there are
    hashes: tuple[int, ...]  # ascending, at most KEPT
    triples: tuple[int, ...] = field(default=(), compare=False)  # to look up by; not stored with the rest

    @property
    def keys(self) -> tuple[int, ...]:
        """The hashes under which the text is found."""
        return (*self.hashes[:OF_PAIRS], *self.triples)

    def packed(self) -> bytes:
        """Return the hashes as bytes, four for each, the same on every machine."""
        return pack(f"<{len(self.hashes)}I", *self.hashes)

    @classmethod
    def stored(cls, letters: int, size: int, packed: bytes) -> "Sketch":
        """Return the sketch that was packed."""
        return cls(letters, size, unpack(f"<{len(packed) // 4}I", packed))


def sketch(read: Normalised) -> Sketch | None:
    """Return the sketch of a text, or None when it says too little to be a copy ("mantap kak")."""
    stems = stems_of(read.text)
    if len(set(stems) - COURTESY) < LEAST_WORDS:
        return None
    pairs = {_hash(f"{one} {other}", 4) for one, other in pairwise(stems)}
    letters = _hash("".join(word.key for word in read.words), 8) - 2**63  # as a signed number, for the database
    triples = {_hash(" ".join(three), 4) for three in zip(stems, stems[1:], stems[2:], strict=False)}
    return Sketch(letters, len(pairs), tuple(sorted(pairs)[:KEPT]), tuple(sorted(triples)[:OF_TRIPLES]))


def likeness(one: Sketch, other: Sketch) -> float:
    """Return how alike two texts are: the part of all their pairs of words that both have; 1 for an exact copy."""
    if one.letters == other.letters:
        return 1.0
    mine, theirs = set(one.hashes), set(other.hashes)
    both, shared = mine | theirs, mine & theirs
    if max(one.size, other.size) > KEPT:  # The smallest of all are a fair sample of all.
        both = set(sorted(both)[:KEPT])
        shared &= both
    return min(len(shared) / len(both), 0.99) if both else 0.0


def _hash(text: str, size: int) -> int:
    return int.from_bytes(blake2b(text.encode(errors="surrogatepass"), digest_size=size).digest(), "little")
