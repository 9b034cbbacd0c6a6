"""What can be learned at all."""

from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, SPAM

# Not hoax: whether something is true cannot be told from its wording (measured: chance, on other topics).
LEARNED_KINDS = (GAMBLING, FRAUD, ABUSE, SPAM)
