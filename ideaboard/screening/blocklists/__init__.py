"""Blocklists: what admins block or allow by words, patterns, domains and networks."""
