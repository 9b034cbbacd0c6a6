"""Reports: what readers say is wrong with a post, how much it weighs, and what they are told."""
