"""Tests of the breach kit."""
