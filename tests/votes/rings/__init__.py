"""Tests of what finds groups that support together."""
