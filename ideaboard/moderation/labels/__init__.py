"""Claim labels: what a post claims, what is known of it, and the links that show it."""
