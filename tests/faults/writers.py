"""People who write as fast as they get answers, and note what was acknowledged."""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.faults.cast import PASSWORD, Board, Member, make_members, some_text
from tests.faults.client import Answer, Client
from tests.faults.pixels import small_picture
from tests.faults.running import Site

VOTE, BACK, IDEA, COMMENT, SIGN_IN, PICTURE = "vote", "take-back", "idea", "comment", "sign-in", "picture"
# Sign-in costs a password hash, so it comes more rarely; pictures cost drawing.
OFTEN = {VOTE: 8, BACK: 5, IDEA: 3, COMMENT: 4, SIGN_IN: 1, PICTURE: 1}
DONE = (303,)
NOBODY = -1


@dataclass
class Write:
    """One request that writes, and how it was answered: 0 when no answer came, -1 when nobody listened."""

    kind: str
    person_id: int
    key: str = ""
    idea_id: int = 0
    status: int = 0
    seconds: float = 0.0
    lost_by: str = ""  # what became of the connection
    again: Any = None
    client: Client | None = None  # of a sign-in: holds the new session

    @property
    def is_acknowledged(self) -> bool:
        """Say whether the server said that it is done."""
        return self.status in DONE

    @property
    def is_open(self) -> bool:
        """Say whether nobody told the writer what became of it."""
        return self.status == 0


@dataclass
class Writer:
    """One of several who write at the same time, each with some members of their own."""

    board: Board
    members: list[Member]
    rng: random.Random
    done: list[Write] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)  # answers that nobody should get

    def run(self, stop: threading.Event) -> None:
        """Write until told to stop, also while nobody answers."""
        kinds, weights = list(OFTEN), list(OFTEN.values())
        while not stop.is_set():
            self.one(self.rng.choices(kinds, weights)[0])

    def one(self, kind: str) -> Write:
        """Send one request and note what came of it."""
        write = getattr(self, "_" + kind.replace("-", "_"))(self.rng.choice(self.members))
        self.done.append(write)
        try:
            answer = write.again()
        except ConnectionRefusedError:
            write.status = NOBODY
            time.sleep(0.01)  # No reason to ask a thousand times a second.
            return write
        except (OSError, HTTPException) as error:
            write.lost_by = repr(error)
            return write
        write.status, write.seconds = answer.status, answer.seconds
        if (answer.status >= 500 and answer.status != 503) or b"Traceback" in answer.body:
            self.odd.append(f"{kind} {answer.status} {answer.text[:300]}")
        return write

    def _vote(self, member: Member, kind: str = VOTE) -> Write:
        idea = self.rng.choice(self.board.ideas)
        path = f"/i/{idea.id}/dukung" + ("/batal" if kind == BACK else "")
        return Write(kind, member.person.id, idea_id=idea.id, again=lambda: member.client.post(path, {}))

    def _take_back(self, member: Member) -> Write:
        return self._vote(member, BACK)

    def _idea(self, member: Member) -> Write:
        key, slug = secrets.token_urlsafe(12), self.board.challenge.slug
        fields = {
            "idempotency_key": key,
            "title": some_text(6, self.rng)[:80],
            "body": some_text(14, self.rng),
            "for_whom": some_text(4, self.rng),
            "consent": "y",
            "eligible": "y",
            "anyway": "1",
        }
        return Write(IDEA, member.person.id, key, again=lambda: member.client.post(f"/t/{slug}/ide/baru", fields))

    def _comment(self, member: Member) -> Write:
        key, idea = secrets.token_urlsafe(12), self.rng.choice(self.board.ideas)
        fields = {"idempotency_key": key, "body": some_text(9, self.rng)}
        send = lambda: member.client.post(f"/i/{idea.id}/komentar", fields)  # noqa: E731
        return Write(COMMENT, member.person.id, key, idea.id, again=send)

    def _sign_in(self, member: Member) -> Write:
        client = Client(member.client.port, source=member.client.source)
        fields = {"email": member.person.email, "password": PASSWORD}

        def send() -> Answer:
            client.take_token("/masuk")
            return client.post("/masuk", fields)

        return Write(SIGN_IN, member.person.id, again=send, client=client)

    def _picture(self, member: Member) -> Write:
        key, slug = secrets.token_urlsafe(12), self.board.challenge.slug
        fields = {"idempotency_key": key, "title": some_text(5, self.rng)[:80], "body": some_text(9, self.rng)}
        send = lambda: member.client.upload(  # noqa: E731
            f"/t/{slug}/ide/draf", {**fields, "alt": "Contoh"}, "pictures", small_picture(self.rng.randrange(256))
        )
        return Write(PICTURE, member.person.id, key, again=send)


def make_writers(site: Site, board: Board, number: int = 8, members: int = 6, seed: int = 0) -> list[Writer]:
    """Make writers, each with members and an address of their own."""
    cast = [make_members(site, members, f"127.0.{seed % 200 + 1}.{n + 1}") for n in range(number)]
    return [Writer(board, mine, random.Random(f"{seed}/{n}")) for n, mine in enumerate(cast)]


def at_work(writers: list[Writer]) -> Callable[[], list[Write]]:
    """Start all writers; the function that comes back stops them and returns what they sent."""
    stop = threading.Event()
    threads = [threading.Thread(target=writer.run, args=(stop,), daemon=True) for writer in writers]
    for thread in threads:
        thread.start()

    def end() -> list[Write]:
        stop.set()
        for thread in threads:
            thread.join(60)
        return [write for writer in writers for write in writer.done]

    return end


def wait_for_writes(writers: list[Writer], number: int, rng: random.Random, seconds: float = 40) -> None:
    """Wait until so many writes were acknowledged, and then for some moment in the middle of the next ones."""
    until = time.monotonic() + seconds
    while acknowledged(writers) < number and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(rng.uniform(0, 0.1))


def acknowledged(writers: list[Writer]) -> int:
    """Count what the server said is done."""
    return sum(write.is_acknowledged for writer in writers for write in list(writer.done))
