"""Finds groups of accounts that support together in unusual ways. Plain Python: votes in, suspicions out."""
