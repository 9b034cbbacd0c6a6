"""Comments on ideas: one level of replies, short edits, deletion that keeps a thread together."""
