"""Patterns of votes: looked for while support is open, kept out of the count, decided by a moderator."""
