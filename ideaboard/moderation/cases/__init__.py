"""What waits for moderators: one case for everything about a post, a person or a pattern of votes."""
