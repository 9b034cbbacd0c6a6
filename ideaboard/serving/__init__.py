"""The embedded server: waitress, with bounds for what it reads and an end that finishes what is in flight."""
