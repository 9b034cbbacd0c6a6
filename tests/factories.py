"""Things for tests: functions that make a believable row and return it, detached."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, text

from ideaboard.accounts.consents import TERMS_VERSION
from ideaboard.accounts.identity import fold_handle
from ideaboard.accounts.models import User
from ideaboard.businesses.models import OWNER, Business, Membership
from ideaboard.challenges.models import FAIR, OPEN, Challenge, Criterion, Prize
from ideaboard.challenges.updates.models import Update
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import SHUFFLES, Idea, hot_at
from ideaboard.posts.models import PUBLISHED, Post
from ideaboard.posts.service import submit
from tests.database import fresh, write

_numbers = itertools.count(1)


def make_user(name: str | None = None, *, confirmed: bool = True, **columns: Any) -> User:
    """A member, ready to contribute unless confirmed=False; no password unless given a hash."""
    n = next(_numbers)
    values = {
        "name": name or f"Warga {n}",
        "handle": f"warga-{n}",
        "handle_key": fold_handle(f"warga-{n}"),
        "email": f"warga{n}@contoh.example",
        "email_key": f"warga{n}@contoh.example",
        "email_confirmed_at": now() if confirmed else None,
        "terms": TERMS_VERSION,
        **columns,
    }
    user = User(**values)
    write(lambda: db.session.add(user))
    return user


def make_business(owner: User | None = None, **columns: Any) -> Business:
    """A business in Bandar Lampung with its owner."""
    n = next(_numbers)
    owner = owner or make_user()
    values = {
        "slug": f"keripik-{n}",
        "name": f"Keripik {n}",
        "city": "Bandar Lampung",
        "sector": "food",
        **columns,
    }
    business = Business(**values)

    def work() -> None:
        db.session.add(business)
        db.session.flush()
        db.session.add(Membership(business_id=business.id, user_id=owner.id, role=OWNER))

    write(work)
    return business


def make_challenge(
    business: Business | None = None,
    *,
    owner: User | None = None,
    status: str = PUBLISHED,
    rule: str = OPEN,
    stage: str = "ideas",
    **columns: Any,
) -> Challenge:
    """A challenge in the asked stage: scheduled, ideas, support (fair only) or review."""
    n = next(_numbers)
    owner = owner or make_user()
    business = business or make_business(owner)
    opens, ideas, support = {
        "scheduled": (2, 10, 15),
        "ideas": (-3, 7, 14),
        "support": (-14, -2, 5),
        "review": (-30, -20, -6),
    }[stage]
    if rule == OPEN:
        ideas = support = max(ideas, support)
    at = now()
    values = {
        "author_id": owner.id,
        "business_id": business.id,
        "slug": f"rasa-baru-{n}",
        "title": f"Rasa baru keripik nomor {n}",
        "sector": business.sector,
        "city": business.city,
        "zone": business.zone,
        "problem": "Penjualan turun dari 400 menjadi 310 bungkus per minggu.",
        "limits": "Paling mahal Rp18.000\nBahan harus halal",
        "support_rule": rule,
        "opens_at": at + timedelta(days=opens),
        "ideas_close_at": at + timedelta(days=ideas),
        "support_close_at": at + timedelta(days=support),
        "answers_due_on": (at + timedelta(days=support + 7)).date(),
        "prize_due_on": (at + timedelta(days=support + 21)).date(),
        "prize_headline": "Rp1.250.000",
        "wizard_step": 5,
        **columns,
    }
    challenge = Challenge(**values)

    def work() -> None:
        body = "Kami membuat keripik pisang sejak 2011 dan mencari satu rasa baru yang khas."
        submit(challenge, {"title": challenge.title, "body": body}, status=status)
        db.session.add_all(
            [
                Criterion(challenge_id=challenge.id, position=1, name="Bahan mudah didapat", weight=60),
                Criterion(challenge_id=challenge.id, position=2, name="Khas", weight=40),
                Prize(challenge_id=challenge.id, position=1, kind="money", amount=1_250_000),
            ]
        )

    write(work)
    return challenge


def make_fair_challenge(**kwargs: Any) -> Challenge:
    """A challenge under the fair rule, open for support."""
    return make_challenge(**{"rule": FAIR, "stage": "support", **kwargs})


def make_idea(
    challenge: Challenge | None = None,
    author: User | None = None,
    *,
    status: str = PUBLISHED,
    votes: int = 0,
    **columns: Any,
) -> Idea:
    """An idea on a board."""
    n = next(_numbers)
    challenge = challenge or make_challenge()
    author = author or make_user()
    body = columns.pop("body", "Bumbu tabur dari cabai, tomat kering, dan sedikit tempoyak bubuk. Pedas asam.")
    at = now()
    values = {
        "author_id": author.id,
        "parent_id": challenge.id,
        "challenge_id": challenge.id,
        "title": f"Keripik sambal seruit {n}",
        "excerpt": body[:220],
        "licence": "permit",
        "licence_version": "1",
        "licence_agreed_at": at,
        "vote_count": votes,
        "hot": hot_at(votes, at),
        **columns,
    }
    idea = Idea(**values)

    def work() -> None:
        submit(
            idea,
            {"title": idea.title, "body": body, "for_whom": idea.for_whom, "why": idea.why},
            status=status,
        )

    write(work)
    return fresh(idea)


def make_update(challenge: Challenge, author: User, *, body: str = "Percobaan pertama sudah jadi.") -> Update:
    """News of a challenge."""
    update = Update(author_id=author.id, parent_id=challenge.id, challenge_id=challenge.id, excerpt=body[:120])
    write(lambda: submit(update, {"body": body}, status=PUBLISHED))
    return fresh(update)


def make_many_ideas(challenge: Challenge, author: User, number: int) -> None:
    """Many listed ideas at once, by bulk insert; their texts are short and the same."""
    at, rng = now(), random.Random(1)
    posts: Any = Post.__table__
    ideas: Any = Idea.__table__

    def work() -> None:
        first = (db.session.scalar(select(func.max(posts.c.id))) or 0) + 1
        ids = range(first, first + number)
        common = {"kind": "idea", "parent_id": challenge.id, "author_id": author.id, "status": PUBLISHED}
        more = {
            "source": "x",
            "html": "<p>x</p>",
            "renderer": 1,
            "version": 1,
            "created_at": at,
            "published_at": at,
        }
        db.session.execute(insert(posts), [{"id": ident, **common, **more} for ident in ids])
        rows = [
            {
                "id": ident,
                "challenge_id": challenge.id,
                "title": f"Ide {ident}",
                "excerpt": "x",
                "for_whom": "",
                "why": "",
                "for_whom_html": "",
                "why_html": "",
                "comment_count": 0,
                "licence": "permit",
                "licence_version": "1",
                "licence_agreed_at": at,
                "listed": True,
                "sent": rng.random() * 1000,
                "hot": rng.random() * 1000,
                "vote_count": rng.randrange(50),
                "seen_count": rng.randrange(99),
                **{f"shuffle_{n}": rng.randrange(2**31) for n in range(SHUFFLES)},
            }
            for ident in ids
        ]
        db.session.execute(insert(ideas), rows)
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("SELECT setval('posts_id_seq', (SELECT max(id) FROM posts))"))

    write(work)
