"""The counts of a challenge as they were when support closed: kept, hashed, and corrected in the open."""
