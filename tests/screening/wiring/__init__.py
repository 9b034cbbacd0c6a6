"""How screening meets those who write: every kind of post, on creating and on every edit."""
