"""The admin pages of businesses: find one, see who runs it, verify it."""
