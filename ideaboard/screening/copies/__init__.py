"""Copies: texts that were here before, word for word or slightly reworded."""
