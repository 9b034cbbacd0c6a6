"""Words of Indonesian texts, folded so that what means the same looks the same."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_MAY_BE_MARKS = re.compile("[^\x00-\u02ff]+")  # Marks that combine begin behind the Latin letters.
_VOWELS = set("aeiou")
SHORTEST = 4  # letters that must stay when an affix goes
_PARTICLES = ("lah", "kah", "pun")
_OWNERS = ("nya", "ku", "mu")
# A prefix, and the sound that it swallowed before a vowel: "memakai" comes from "pakai".
_NASALS = (("meny", "s"), ("peny", "s"), ("meng", ""), ("peng", ""), ("mem", "p"), ("pem", "p"))
_NASALS_LAST = (("men", "t"), ("pen", "t"))
_PLAIN = ("ber", "ter", "per", "di", "me")

_STOP_WORDS = """
    ada adalah agar akan aku anda antara apa atas atau bagi bagaimana bahkan bahwa banyak baru beberapa begitu
    belum berapa berbagai biar bila bisa boleh buat bukan cara cukup cuma dalam dan dapat dari daripada demi
    dengan di dia dua dulu gak hal hanya harus hingga ia ide ingin ini itu jadi jangan jika juga kalau kali kami
    kan karena kata ke kecuali kepada ketika kita kurang lagi lah lain lalu lebih maka mana masih mau melalui
    memang mereka mesti mungkin namun nanti nya oleh pada padahal paling para per perlu pernah pula pun punya
    saat saja saling sama sambil sampai sangat satu saya seakan seandainya sebagai sebab sebelum sebuah sedang
    sedikit sehingga sejak sekali sekarang selain selalu selama seluruh semua seorang seperti sering serta
    sesuai sesudah setelah setiap siapa suatu sudah supaya tapi telah tentang terhadap tersebut tetap tetapi
    tiap tidak tak untuk usaha yaitu yakni yang
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def fold(text: str) -> str:
    """Return `text` in small letters without accents; it may get shorter, never longer by a letter."""
    if text.isascii():
        return text.lower()
    return _MAY_BE_MARKS.sub(_without_marks, unicodedata.normalize("NFD", text.lower()))


def _without_marks(found: re.Match[str]) -> str:
    return "".join(char for char in found[0] if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Return the folded words and numbers of `text`, in order."""
    return _WORD.findall(fold(text))


def stems_of(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in words_of(text) if word not in STOP_WORDS and len(word) > 1]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Cut the affixes off a folded word. Rough: the rest need not be a word, only the same one each time."""
    verb = without_ending(word)
    root = _without_prefix(verb)
    if root != verb and root.endswith("i") and len(root) > SHORTEST + 1:  # "ditemani", but not "dipakai".
        root = root[:-1]
    bare = _cut_end(root, ("kan", "an"))
    # "kepedasan" comes from "pedas", but "kemasan" from "kemas".
    return bare[2:] if bare != root and verb.startswith("ke") and len(bare) - 2 > SHORTEST else bare


def without_ending(word: str) -> str:
    """Cut only particles and "-nya", "-ku", "-mu": what is left begins like the word itself."""
    return _cut_end(_cut_end(word, _PARTICLES), _OWNERS)


def beginning(word: str) -> str:
    """Return the shortest beginning of a folded word that other forms with the same root may share."""
    return _cut_end(without_ending(word), ("kan", "an"))


def _cut_end(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def _without_prefix(word: str) -> str:
    for prefix, lost in (*_NASALS, *_NASALS_LAST):
        if word.startswith(prefix) and len(word) - len(prefix) + len(lost) >= SHORTEST:
            rest = word[len(prefix) :]
            # "mengemas" comes from "kemas", but "mengisi" from "isi": before an e the k is the likelier loss.
            lost = "k" if prefix.endswith("ng") and rest.startswith("e") else lost
            return lost + rest if rest[0] in _VOWELS else rest
    for prefix in _PLAIN:
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST:
            return word[len(prefix) :]
    return word
