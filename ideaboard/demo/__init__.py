"""Believable demo content for an empty database."""
