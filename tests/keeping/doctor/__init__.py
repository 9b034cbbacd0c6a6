"""Tests of ideaboard.keeping.doctor: each fault is planted and found."""
