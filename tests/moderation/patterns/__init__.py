"""Tests of patterns of votes."""
