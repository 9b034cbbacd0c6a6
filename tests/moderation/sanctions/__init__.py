"""Tests of sanctions."""
