"""A mail server that can be told to misbehave, and that counts what it took."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from email import message_from_bytes

TAKES, HANGS, HANGS_AT_END, LATER, NEVER, POISON = "takes", "hangs", "hangs at the end", "later", "never", "poison"
REPLIES = {LATER: b"451 not now\r\n", NEVER: b"550 no\r\n"}


class MailServer:
    """One thread a connection. `mood` says what happens to a mail; POISON refuses those with that word in them."""

    def __init__(self) -> None:
        self.mood = TAKES
        self.taken: list[tuple[str, str]] = []  # recipient and Message-ID
        self.talks = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._over = threading.Event()
        threading.Thread(target=self._open, daemon=True).start()

    def close(self) -> None:
        """Stop listening; who waits for an answer gets none."""
        self._over.set()
        self._door.close()

    def _open(self) -> None:
        with suppress(OSError):
            while True:
                link, _address = self._door.accept()
                self.talks += 1
                threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        with suppress(OSError), link, link.makefile("rb") as lines:
            if self.mood == HANGS:
                self._over.wait(30)
                return
            link.sendall(b"220 ready\r\n")
            to = ""
            for line in lines:
                word = line[:4].upper()
                to = line.decode().partition("<")[2].partition(">")[0] if word == b"RCPT" else to
                if word == b"DATA":
                    self._take(link, lines, to)
                elif word == b"QUIT" and self.mood == HANGS_AT_END:
                    self._over.wait(30)
                    return
                else:
                    link.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")

    def _take(self, link: socket.socket, lines, to: str) -> None:
        link.sendall(b"354 go on\r\n")
        text = b""
        while (line := lines.readline()) not in (b".\r\n", b""):
            text += line
        mood = NEVER if self.mood == POISON and b"racun" in text else self.mood
        if mood not in REPLIES:
            self.taken.append((to, str(message_from_bytes(text)["Message-ID"])))
        link.sendall(REPLIES.get(mood, b"250 kept\r\n"))
