"""Atom feeds: of the site and of one challenge."""
