"""Decisions of every kind: who may decide, what a decision does, and how it is taken back."""
