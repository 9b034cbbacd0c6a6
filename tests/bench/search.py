"""Times of search and of similar ideas on a large board: `python -m tests.bench.search [--ideas 20000]`."""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from sqlalchemy import update

from ideaboard.data.search import Asked, ranked_hits
from ideaboard.data.search_index import rebuild_index
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.forms import IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.ideas.similar import similar_to
from ideaboard.posts.models import Post
from ideaboard.seed.loader import make_plan, seed
from tests.bench.databases import apps, settle

_WORDS = """
    anyam awet bakar balut bambu banyak baru basah batik beku beras bersih besar bingkai bubuk bumbu bungkus cabai
    cair campur cap cetak cokelat dapur daun dingin durian emas garam gantung giling gula gurih hangat harum hijau
    iris jahe jahit jeruk kaca kacang kain kalung kantong kapas kardus karung kayu kelapa kemas kering keripik
    kertas khas kotak kuah kulit kuning label lada lilin lipat madu manis mangga melati merah murah nanas nasi
    pandan panggang pasar pedas pisang potong rajut rangkai rasa ringan roti sabun sambal santan saring singkong
    susu tali tebal teh tempe tenun tepung terasi tikar tomat ubi udang unik warna wangi wortel
"""
ROOTS = _WORDS.split()
AFFIXES = ("{}", "{}", "{}", "di{}", "ber{}", "{}an", "{}nya", "{}kan")
OFTEN = ("keripik", "rasa")  # in every third text
DRAFT = IdeaText(
    "Sambal tempoyak kering untuk keripik",
    "Bumbu tabur dari cabai, tomat yang dikeringkan, dan sedikit tempoyak bubuk. Rasanya pedas asam dan khas.",
)
SEARCHES = {
    "two words": "sambal kering",
    "rare word": "tempoyak",
    "very common word": "keripik",
    "beginning of a common word": "ke",
    "eight words": "keripik rasa pedas manis daun jeruk kemas wangi",
    "eight beginnings": "ke ba sa pe be me di ka",
}


def texts(number: int) -> Iterator[dict[str, Any]]:
    """Make varied texts: frequent words are frequent, as in real talk."""
    chance = random.Random(7)
    weights = [1 / (place + 3) for place in range(len(ROOTS))]
    roots = chance.sample(ROOTS, len(ROOTS))
    for place in range(number):
        words = [chance.choice(AFFIXES).format(root) for root in chance.choices(roots, weights, k=40)]
        if place % 3 == 0:
            words[5:5] = OFTEN
        if place % 600 == 0:
            words.append("tempoyak")
        yield {"title": " ".join(words[:4]).capitalize(), "body": " ".join(words[4:]) + f" {place}."}


def fill(ideas: int, challenges: int) -> None:
    """Add the load-test rows and give every idea a text of its own."""
    plan = make_plan(challenges, ideas, 0, 1)
    seed(plan, lambda rows: None)
    made = list(texts(ideas))
    ids = range(plan.first_idea, plan.first_idea + ideas)
    titles = [{"id": ident, "title": each["title"][:80]} for ident, each in zip(ids, made, strict=True)]
    bodies = [{"id": ident, "source": each["body"]} for ident, each in zip(ids, made, strict=True)]
    with transaction():
        db.session.connection().execute(_by_id(Idea.__table__, "title"), titles_of(titles))
        db.session.connection().execute(_by_id(Post.__table__, "source"), titles_of(bodies))


def _by_id(table: Any, column: str) -> Any:
    from sqlalchemy import bindparam

    return update(table).where(table.c.id == bindparam("row")).values({column: bindparam("said")})


def titles_of(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rename the columns of rows as the update calls them."""
    return [{"row": row["id"], "said": row.get("title") or row["source"]} for row in rows]


def median_ms(work: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Return the best and the median time of `work`."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times), statistics.median(times)


def measure(app: Flask, ideas: int, challenges: int, rounds: int) -> None:
    """Print one line for each thing measured."""
    client = app.test_client()
    with app.app_context():
        fill(ideas, challenges)
        settle()
        with app.test_request_context():
            for name, words in SEARCHES.items():
                select = ranked_hits(Asked.parse(words))
                report(f"hits: {name}", median_ms(lambda select=select: _rows(select), rounds))
            report("similar ideas", median_ms(lambda: similar_to(DRAFT, 1), rounds))
            start = time.perf_counter()
            with transaction():
                count = rebuild_index()
            print(f"  rebuild of {count} entries: {time.perf_counter() - start:.1f} s")
    if "pages.search" in app.view_functions:
        for name, words in SEARCHES.items():
            report(
                f"page: {name}",
                median_ms(lambda words=words: client.get("/cari", query_string={"q": words}), rounds),
            )


def _rows(select: Any) -> int:
    count = len(db.session.execute(select).all())
    db.session.rollback()
    return count


def report(name: str, times: tuple[float, float]) -> None:
    """Print best and median."""
    print(f"  {name:42} best {times[0]:7.1f} ms   median {times[1]:7.1f} ms")


def main() -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ideas", type=int, default=20_000)
    parser.add_argument("--challenges", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=21)
    asked = parser.parse_args()
    for app in apps(f"{asked.ideas} ideas in {asked.challenges} challenges"):
        measure(app, asked.ideas, asked.challenges, asked.rounds)


if __name__ == "__main__":
    main()
