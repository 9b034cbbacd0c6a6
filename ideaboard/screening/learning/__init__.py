"""The learned part of screening: one small model for each kind, taught by what moderators decide."""
