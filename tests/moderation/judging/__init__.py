"""Decisions of every kind."""
