"""Tests of the log pages."""
