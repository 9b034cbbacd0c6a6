"""The rows of a plan, in order: dictionaries for bulk inserts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from ideaboard.businesses.models import OWNER
from ideaboard.ideas.models import SHUFFLES, hot_at
from ideaboard.posts.models import PUBLISHED
from ideaboard.seed.plan import Plan
from ideaboard.web.markup import RENDERER_VERSION, excerpt, render_markdown

Row = dict[str, Any]
SECTORS = ("food", "fashion", "craft", "agribusiness", "herbal", "services", "household", "other")
CITIES = ("Bandar Lampung", "Kupang", "Tasikmalaya", "Surakarta", "Makassar", "Ambon", "Yogyakarta", "Medan")
THINGS = ("keripik", "tas", "anyaman", "kopi", "jamu", "sabun", "label", "kotak", "botol", "sambal", "kain", "kue")
TRAITS = (
    "pedas",
    "ringan",
    "hemat",
    "khas",
    "lipat",
    "kecil",
    "wangi",
    "tebal",
    "renyah",
    "manis",
    "cerah",
    "awet",
)
SENTENCES = (
    "Bahannya ada di pasar dekat rumah dan harganya tetap sepanjang tahun.",
    "Ukurannya pas di tangan, jadi **mudah dibawa** naik motor.",
    "Pembeli bisa mencoba dulu sebelum membeli yang besar.",
    "Warnanya menonjol di rak tanpa menambah biaya cetak.",
    "Saya sudah mencobanya di rumah dan tetangga suka.",
    "Sisa bahan masih bisa dipakai untuk produk lain.",
)
IDEAS_SENT_WITHIN = 8 * 86_400  # seconds before today


def people(plan: Plan) -> Iterator[Row]:
    """Make members who never sign in."""
    for ident in range(plan.first_user, plan.first_user + plan.people):
        handle = f"beban-{ident}"
        since = plan.midnight - timedelta(days=200, seconds=ident % 86_400)
        yield {
            "id": ident,
            "name": f"Warga {ident}",
            "handle": handle,
            "handle_key": handle,
            "email": f"{handle}@contoh.example",
            "email_key": f"{handle}@contoh.example",
            "email_confirmed_at": since,
            "created_at": since,
            "city": CITIES[ident % 8],
        }


def businesses(plan: Plan) -> Iterator[tuple[Row, Row]]:
    """Make one business and its owner's membership for each challenge."""
    since = plan.midnight - timedelta(days=100)
    for number in range(plan.challenges):
        ident = plan.first_business + number
        place = {"city": CITIES[number % 8], "sector": SECTORS[number % 8]}
        yield (
            {"id": ident, "slug": f"usaha-{ident}", "name": f"Usaha {ident}", "created_at": since, **place},
            {"business_id": ident, "user_id": plan.owner(number), "role": OWNER, "joined_at": since},
        )


def challenges(plan: Plan) -> Iterator[tuple[Row, Row, Row]]:
    """Make post, challenge and version of each challenge; all are open for ideas and support."""
    texts = texts_of(plan)
    for number in range(plan.challenges):
        begun = plan.midnight - timedelta(days=10 + number % 20)
        close = plan.midnight + timedelta(days=7 + number % 30)
        post = post_row(plan.first_post + number, "challenge", plan.owner(number), texts[number % len(texts)])
        post |= {"created_at": begun, "published_at": begun}
        title = f"Cari {TRAITS[number % 12]} baru untuk {THINGS[number // 12 % 12]} {post['id']}"
        challenge = {
            "id": post["id"],
            "business_id": plan.first_business + number,
            "slug": f"beban-{post['id']}",
            "title": title,
            "sector": SECTORS[number % 8],
            "city": CITIES[number % 8],
            "problem": "Penjualan turun sejak Juni.",
            "opens_at": begun,
            "ideas_close_at": close,
            "support_close_at": close,
            "answers_due_on": (close + timedelta(days=7)).date(),
            "prize_headline": "Rp1.250.000",
            "wizard_step": 5,
            "listed": True,
        }
        yield post, challenge, version_row(post, {"title": title})


def criteria(plan: Plan) -> Iterator[Row]:
    """Make two criteria for each challenge."""
    for number in range(plan.challenges):
        for position, (name, weight) in enumerate((("Khas", 60), ("Mudah dibuat", 40)), start=1):
            place = {"challenge_id": plan.first_post + number, "position": position}
            yield {**place, "name": name, "weight": weight}


def ideas(plan: Plan) -> Iterator[tuple[Row, Row, Row]]:
    """Make post, idea and version of each idea, the oldest first."""
    texts, chance = texts_of(plan), plan.chance("ideas")
    for number, votes in enumerate(plan.vote_counts):
        text = texts[chance.randrange(len(texts))]
        sent = plan.midnight - timedelta(seconds=(plan.ideas - number) * IDEAS_SENT_WITHIN / plan.ideas)
        challenge = plan.first_post + number % plan.challenges
        post = post_row(plan.first_idea + number, "idea", plan.author(number), text)
        post |= {"parent_id": challenge, "created_at": sent, "published_at": sent}
        title = f"{chance.choice(THINGS).capitalize()} {chance.choice(TRAITS)} nomor {post['id']}"
        idea = {
            "id": post["id"],
            "challenge_id": challenge,
            "title": title,
            "excerpt": text[2],
            "licence": "permit",
            "licence_version": "2026-11",
            "licence_agreed_at": sent,
            "listed": True,
            "sent": hot_at(0, sent),
            "hot": hot_at(votes, sent),
            "vote_count": votes,
            "seen_count": chance.randrange(500),
        }
        idea |= {f"shuffle_{turn}": chance.getrandbits(31) for turn in range(SHUFFLES)}
        yield post, idea, version_row(post, {"title": title})


def votes(plan: Plan) -> Iterator[Row]:
    """Make the votes of every idea."""
    chance = plan.chance("votes")
    for number in range(plan.ideas):
        for person in plan.voters(number, chance):
            vote = {"user_id": person, "idea_id": plan.first_idea + number, "idea_version": 1}
            yield {**vote, "created_at": plan.midnight}


def texts_of(plan: Plan) -> list[tuple[str, str, str]]:
    """Make a stock of texts with their HTML and their beginning."""
    chance = plan.chance("texts")
    bodies = [" ".join(chance.sample(SENTENCES, 2 + number % 4)) for number in range(200)]
    return [(body, render_markdown(body), excerpt(body)) for body in bodies]


def post_row(ident: int, kind: str, author: int, text: tuple[str, str, str]) -> Row:
    """Make the post of a published contribution."""
    source, html, _ = text
    common = {"id": ident, "kind": kind, "author_id": author, "status": PUBLISHED, "renderer": RENDERER_VERSION}
    return {**common, "source": source, "html": html, "parent_id": None}


def version_row(post: Row, fields: Row | None = None) -> Row:
    """Make the one version of a post; `fields` are what it has besides its body."""
    place = {"post_id": post["id"], "number": 1, "editor_id": post["author_id"], "created_at": post["created_at"]}
    return {**place, "fields": {**(fields or {}), "body": post["source"]}}
