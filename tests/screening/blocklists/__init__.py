"""Tests of blocklists."""
