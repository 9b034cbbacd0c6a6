"""Tests of the counts at closing."""
