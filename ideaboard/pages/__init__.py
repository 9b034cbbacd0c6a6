"""Public pages that put several packages together."""
