"""Load-test data: many rows, fast."""
