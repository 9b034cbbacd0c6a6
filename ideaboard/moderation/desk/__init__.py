"""The moderators' pages: the queue, one case, what was decided, the keys."""
