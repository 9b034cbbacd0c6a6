"""What people decide about posts that screening holds: the list, two decisions, undo, and telling the author."""
