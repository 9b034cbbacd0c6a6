"""The admin pages of legal orders: enter one, see it, open the sealed copy, lift it."""
