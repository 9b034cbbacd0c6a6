"""What screening has to say about a text: signals with their strength and the places they point at."""

from dataclasses import dataclass

GAMBLING, FRAUD, ABUSE, HOAX, SPAM = "gambling", "fraud", "abuse", "hoax", "spam"
KINDS = (GAMBLING, FRAUD, ABUSE, HOAX, SPAM)  # the kinds that get a score of their own
PERSONAL, DISGUISE, BEHAVIOUR = "personal", "disguise", "behaviour"
WEAK, MEDIUM, STRONG = "weak", "medium", "strong"
STRENGTHS = (WEAK, MEDIUM, STRONG)

Span = tuple[int, int]  # begin and end in the characters of the text as it was typed


@dataclass(frozen=True)
class Signal:
    """One thing that was noticed. `name` is "family.noun"; its sentences are in sentences.py."""

    name: str
    strength: str
    spans: tuple[Span, ...] = ()
    certain: bool = False  # so sure that, with a score past the strictest point, the text may be refused

    @property
    def family(self) -> str:
        """The family, which is the kind it counts for (personal data, disguise and behaviour count otherwise)."""
        return self.name.partition(".")[0]
