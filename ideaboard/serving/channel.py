"""One connection: what was refused is answered with a page of ours, and heard even while the rest still arrives."""

import io
import socket
import time
from contextlib import suppress
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from ideaboard.serving.reading import Reader
from ideaboard.web.bounds import REFUSED

NEW = 1.0  # seconds in which somebody who connected may still send their first byte while we stop
HEADERS_WITHIN = 20.0  # seconds for the whole head of a request, however often a byte comes
BODY_WITHIN = 300.0  # 15 MB over half a megabit
LEFT_OVER = 20 * 1024 * 1024  # bytes of a refused request that are still read, and thrown away
# What a request may lack that could not be read to the end of its headers.
_BLANK = {"command": "GET", "path": "/", "query": "", "fragment": "", "request_uri": "/", "url_scheme": "http"}


class RefusedTask(WSGITask):
    """Lets the app answer a request that the server did not take."""

    def __init__(self, channel: Any, request: Any) -> None:
        for name, value in _BLANK.items():
            if not hasattr(request, name):
                setattr(request, name, value)
        super().__init__(channel, request)
        self.set_close_on_finish()

    def get_environment(self) -> dict[str, Any]:
        """Return what the app gets: the same without a body, and with the reason."""
        nothing = {"CONTENT_LENGTH": "0", "CONTENT_TYPE": "", "wsgi.input": io.BytesIO()}
        self.environ = {**super().get_environment(), **nothing, REFUSED: self.request.error.code}
        return self.environ


class Channel(HTTPChannel):
    """A connection with an end for slow senders, and with an end that loses no answer."""

    parser_class = Reader
    error_task_class = RefusedTask
    is_receiving = False
    answers_now = False
    began: float | None = None  # when the request began of which only a part is here
    has_read = False
    was_refused = False
    lingers = False
    left_over = LEFT_OVER

    def received(self, data: bytes) -> bool:
        """Take what arrived; remember since when the present request is incomplete."""
        self.is_receiving = True
        taken = bool(super().received(data))
        self.is_receiving = False
        self.has_read = True
        self.began = None if self.request is None else self.began or time.time()
        if self.answers_now:
            self.answers_now = False
            self._answer()
        return taken

    def takes_turn(self) -> bool:
        """Say whether the request that has just arrived is to be answered at once, by the thread that read it.

        Waking another thread costs more than a kept page does, and it would wait there behind others' writes. With
        nothing left to be sent here, its answer fits the buffer, so that the thread never waits for this browser.
        """
        if not self.is_receiving or self.total_outbufs_len:
            return False
        request = self.requests[0]
        self.answers_now = request.error is None and request.command == "GET" and self.server.is_quick(request)
        return self.answers_now

    def is_slow(self, moment: float) -> bool:
        """Say whether a request takes longer to arrive than anybody's connection would need."""
        request = self.request
        if self.began is None or request is None:
            return False
        return moment - self.began > (BODY_WITHIN if request.headers_finished else HEADERS_WITHIN)

    def is_busy(self, moment: float) -> bool:
        """Say whether somebody still waits for something here."""
        is_new = not self.has_read and moment - self.creation_time < NEW
        return (
            bool(self.requests or self.total_outbufs_len or self.request is not None or is_new) and not self.lingers
        )

    def service(self) -> None:
        """Answer one request when it is this thread's turn; the last one when the server stops."""
        with self.server.turns.take():
            self._answer()

    def _answer(self) -> None:
        self.was_refused = self.requests[0].error is not None
        super().service()
        if self.server.is_stopping and not self.requests:
            self.close_when_flushed = True
            self.server.pull_trigger()

    def handle_write(self) -> None:
        """Send; after a refusal only our side of the connection ends, or the answer could be lost on its way.

        A connection that is closed with something unread in it is reset, and a browser then shows no page at all.
        """
        if self.was_refused and self.close_when_flushed and not self.lingers:
            self._flush_exception(self._flush_some)
            if not self.total_outbufs_len:
                self._linger()
            return
        super().handle_write()

    def readable(self) -> bool:
        """Say whether to listen."""
        return bool(self.lingers or super().readable())

    def handle_read(self) -> None:
        """Read, or throw away what comes after a refusal."""
        if not self.lingers:
            super().handle_read()
            return
        data = b""
        with suppress(OSError):
            data = self.recv(1 << 16)
        self.left_over -= len(data)
        if not data or self.left_over < 0:
            self.will_close = True

    def _linger(self) -> None:
        self.lingers, self.close_when_flushed = True, False
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.will_close = True
