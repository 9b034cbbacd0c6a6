"""The five steps in which a business writes, checks and publishes a challenge."""
