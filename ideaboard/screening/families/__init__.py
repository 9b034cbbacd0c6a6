"""One module for each family of signals: what it looks for, and nothing of what the others do."""
