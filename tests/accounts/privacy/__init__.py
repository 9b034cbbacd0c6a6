"""Tests of what people can do with their own data."""
