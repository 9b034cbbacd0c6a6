"""What to make: how many of each, where the ids begin, and who does what. Pure."""

import random
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import gcd


@dataclass(frozen=True)
class Plan:
    """The same numbers, state, first ids and day mean the same rows."""

    challenges: int
    ideas: int
    votes: int
    state: int
    midnight: datetime  # of today: every date is counted from here
    first_user: int = 1
    first_business: int = 1
    first_post: int = 1
    comments: int = 0

    @cached_property
    def vote_counts(self) -> list[int]:
        """How many votes each idea has: a few have many, most have few, as on real boards."""
        places = list(range(self.ideas))
        self.chance("places").shuffle(places)
        whole = sum(1 / (place + 10) for place in places) or 1
        counts = [int(self.votes / whole / (place + 10)) for place in places]
        for number in range(self.votes - sum(counts)):
            counts[number % self.ideas] += 1
        return counts

    @cached_property
    def people(self) -> int:
        """How many people there are: enough for the most supported idea, besides its author and the owner."""
        return max(
            50, self.votes // 10, self.ideas // 20, self.comments // 50, max(self.vote_counts, default=0) + 2
        )

    @property
    def rows(self) -> int:
        """How many rows the progress bar counts."""
        return self.people + self.challenges + self.ideas + self.votes + self.comments

    @property
    def first_idea(self) -> int:
        """The id of the first idea; they follow the challenges."""
        return self.first_post + self.challenges

    @property
    def first_comment(self) -> int:
        """The id of the first comment; they follow the ideas."""
        return self.first_idea + self.ideas

    def chance(self, kind: str) -> random.Random:
        """Return the random numbers for one kind of row; no secret comes from them."""
        return random.Random(f"{self.state}/{kind}")  # noqa: S311

    def owner(self, challenge: int) -> int:
        """Return the id of who owns challenge number `challenge`."""
        return self.first_user + challenge % self.people

    def author(self, idea: int) -> int:
        """Return the id of who sent idea number `idea`."""
        return self.first_user + (idea * 7 + 3) % self.people

    def voters(self, idea: int, chance: random.Random) -> list[int]:
        """Return different people for one idea: steps around all of them, beginning anywhere."""
        step = chance.randrange(1, self.people)
        while gcd(step, self.people) != 1:
            step = chance.randrange(1, self.people)
        start, wanted = chance.randrange(self.people), self.vote_counts[idea]
        round_trip = (self.first_user + (start + turn * step) % self.people for turn in range(wanted + 2))
        barred = {self.author(idea), self.owner(idea % self.challenges)}
        return [person for person in round_trip if person not in barred][:wanted]
