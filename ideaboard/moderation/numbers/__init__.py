"""How moderation works here, in numbers and without names: for everybody, and a little more for moderators."""
