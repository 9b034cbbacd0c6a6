"""Time the reader of what is screened: ordinary texts, and the worst there are.

python -m tests.bench.reading
"""

import random
import statistics
import time
import unicodedata

from ideaboard.screening.families.disguise import disguise
from ideaboard.screening.normalise import normalise

ORDINARY = (
    "Kak, kopi susunya enak banget tapi kemanisan, bisa dikurangi gulanya nggak ya?",
    "Harga Rp15.000 untuk 250ml menurut saya sudah pas, asal datang sebelum jam 10.",
    "Tolong sediakan bungkus yang bisa dipakai lagi, anak2 saya suka ngumpulin 😊",
    "Pelayanannya ramah sekali, tempatnya bersih, parkirnya saja yang agak sempit.",
    "Ide saya: beli 5 gratis 1 s.d. akhir bulan, dicatat lewat nomor WA saja.",
    "Wkwkwk iya bener, sambelnya pedessss bangeeet, tapi nagih!!!",
    "Mungkin karyawannya bisa diberi kaus yang sama, misalnya warna hijau muda.",
)
LENGTH = 20_000


def main() -> None:
    """Print milliseconds of processor time."""
    chance = random.Random(1)
    texts = [" ".join(chance.choices(ORDINARY, k=30))[:1000] for _ in range(300)]
    times = sorted(_milliseconds(text) for text in texts)
    print(f"1,000 characters: median {statistics.median(times):.2f} ms, 95 % {times[285]:.2f} ms")
    slowest = sorted(((_milliseconds(text), name) for name, text in _worst().items()), reverse=True)
    print(f"{LENGTH:,} characters, slowest first:")
    for spent, name in slowest[:6]:
        print(f"{spent:8.1f} ms  {name}")


def _worst() -> dict[str, str]:
    chance = random.Random(2)
    letters = [sign for sign in map(chr, range(0x20000)) if unicodedata.category(sign)[0] in "LMNS"]
    repeated = [
        "a",
        "ab ",
        "a ",
        "a.",
        "a!",
        "a@b.",
        "sl0t ",
        "aA1 ",
        "k*nt*l ",
        "s l o t ",
        "a b c ",
        "aaab",
        "AlA",
    ]
    repeated += ["https://a.id/a1b/", "𝐀a ", "сІот ", "a\u0333", "a\u200b", "ﬃ", "㏂ ", "🇮 ", "👩\u200d👧 ", "語a"]
    texts = {sign: (sign * LENGTH)[:LENGTH] for sign in repeated}
    for name, signs in {"letters and digits": "ab01 ", "signs": "a1.@$! ", "mixed": "aА𝐀\u200b4 .*"}.items():
        texts[name] = "".join(chance.choices(signs, k=LENGTH))
    texts["any letters"] = "".join(chance.choices(letters, k=LENGTH))
    texts["different letters"] = "".join(chance.sample(letters, LENGTH))
    return texts


def _milliseconds(text: str) -> float:
    """Return the best of three, so that other work on the machine counts less."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        disguise(normalise(text))
        spent.append((time.process_time() - start) * 1000)
    return min(spent)


if __name__ == "__main__":
    main()
