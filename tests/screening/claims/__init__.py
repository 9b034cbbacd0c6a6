"""Tests of known claims."""
