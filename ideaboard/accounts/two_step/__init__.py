"""Signing in in two steps: codes of an app, recovery codes, and what is remembered between the steps."""
