"""Legal orders: a post that an authority has hidden, its sealed copy, and the way back."""
