"""Other ways a word may be meant, for lists to try: "k*nt*l", "ga.cor", "PuIau" with a capital I for an l."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product
from string import ascii_lowercase

Readings = dict[int, tuple[str, ...]]  # where a word begins → how else it may be read

_STARRED = re.compile(r"(?<![^\W_*])[a-z]++(?:\*[a-z]++){1,2}+(?![\w*])")
_INNER = re.compile(r"[^a-z0-9 \n](?=[a-z0-9])")
_CHAIN = re.compile(r"[a-z][a-z0-9]{,11}+(?:[^\w\s]{1,2}+[a-z0-9]{1,12}+){1,4}+(?!\w)")
_LONGEST_PART = 12
_SHORTEST_CHAIN, _LONGEST_CHAIN = 3, 16  # letters
_LONGEST_RUN = 30
_SHORTEST_END = 5  # letters of a word at either end of a run: four would find words in half the dictionary
_MOST = 200  # signs of one kind in a text that are looked at: more is no disguise but noise
# A capital I behind a small letter, a small l between capitals; other scripts have I as well.
_TALL = (re.compile(r"I(?<=[a-z]I)"), re.compile(r"[A-Z]l(?=[A-Z])"))
_TALL_STRANGER = re.compile(r"[ІΙᎥ]")
_SWAPPED = str.maketrans("il", "li")


def other_readings(raw: str, text: str, places: Sequence[int], runs: Iterable[tuple[int, int]]) -> Readings:
    """Return what else the words of a text may be. `runs` are those that were put together from single letters."""
    found: Readings = {}
    for begin, words in (*_starred(text), *_split(text), *_ends(text, runs), *_tall(raw, text, places)):
        found[begin] = found.get(begin, ()) + words
    return found


def _starred(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Try every letter for one asterisk, and the vowels for two."""
    if not 0 < text.count("*") <= _MOST:
        return
    for word in _STARRED.finditer(text):
        parts = word[0].split("*")
        letters = ascii_lowercase if len(parts) == 2 else "aiueo"
        if len(word[0]) > 3:
            tries = product(letters, repeat=len(parts) - 1)
            yield word.start(), tuple(_woven(parts, filling) for filling in tries)


def _woven(parts: Sequence[str], filling: Sequence[str]) -> str:
    return "".join(part + letter for part, letter in zip(parts, (*filling, ""), strict=True))


def _split(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Read over punctuation inside a word."""
    done = 0
    for sign in islice(_INNER.finditer(text), _MOST):
        begin = sign.start()
        while begin > max(done, sign.start() - _LONGEST_PART) and text[begin - 1].isalnum():
            begin -= 1
        if done <= begin < sign.start() and (found := _CHAIN.match(text, begin)):
            done = found.end()
            word = "".join(filter(str.isalnum, found[0]))
            if _SHORTEST_CHAIN <= len(word) <= _LONGEST_CHAIN:
                yield begin, (word,)


def _ends(text: str, runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Take words off both ends of a run that may be several words."""
    for begin, end in islice(runs, _MOST):
        if end - begin <= _LONGEST_RUN:
            run = text[begin:end]
            sizes = range(_SHORTEST_END, len(run) - 1)
            yield begin, tuple(part for size in sizes for part in (run[:size], run[-size:]))


def _tall(raw: str, text: str, places: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Take i for l, and l for i, where the typed letter looks like both."""
    words: dict[int, list[int]] = {}
    patterns = _TALL if raw.isascii() else (*_TALL, _TALL_STRANGER)
    for sign in chain.from_iterable(islice(pattern.finditer(raw), _MOST) for pattern in patterns):
        place = bisect_left(places, sign.end() - 1)
        begin = place
        while begin > max(0, place - _LONGEST_RUN) and text[begin - 1].isalnum():
            begin -= 1
        words.setdefault(begin, []).append(place)
    for begin, swapped in words.items():
        end = swapped[0]
        while end < min(len(text), swapped[0] + _LONGEST_RUN) and text[end].isalnum():
            end += 1
        word = list(text[begin:end])
        for place in swapped:
            word[place - begin : place - begin + 1] = text[place : place + 1].translate(_SWAPPED)
        yield begin, ("".join(word),)
