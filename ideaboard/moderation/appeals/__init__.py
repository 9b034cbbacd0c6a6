"""Appeals: an author says why a decision is wrong, and another moderator decides about it."""
