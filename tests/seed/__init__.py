"""Tests of the load-test data."""
