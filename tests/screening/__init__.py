"""Screening: what is recognised, what is left alone, and how fast."""
