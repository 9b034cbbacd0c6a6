"""When personal data got out: who is affected, and what they are to be told."""
