"""Businesses, their staff and their public face."""
