"""Tests of ideaboard.keeping."""
