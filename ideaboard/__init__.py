"""ideaboard: businesses ask, people bring ideas."""
