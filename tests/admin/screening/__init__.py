"""The screening room."""
