"""The pictures that links show in chats: drawn by the server, kept, and made once."""
