"""Pictures: check, re-encode, store."""
