"""Figures about weight and speed: `make bench`. What must not get worse is a test in tests/e2e."""
