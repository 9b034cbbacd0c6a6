"""Writing that is never lost."""
