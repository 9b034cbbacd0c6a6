"""Ideas: writing, editing, withdrawing, listing order."""
