"""What every contribution shares: author, status, text, versions, visibility."""
