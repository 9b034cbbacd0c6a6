"""What a decision means for a person: a warning, silence for a while, or no more writing at all."""
