"""The embedded server: how many connections it holds, and how it stops."""

import time
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from ideaboard.serving.channel import Channel
from ideaboard.serving.files import most_connections
from ideaboard.serving.reading import HEADERS, bounded
from ideaboard.serving.turns import Turns

THREADS = 4
IDLE = 60  # seconds after which a connection without a request is closed
LOOK_EVERY = 5  # seconds between two looks for those
STOP_WITHIN = 20.0  # seconds for what is in flight; service managers kill after 30 or more


class _Listener(TcpWSGIServer):
    """Listens at one address."""

    channel_class = Channel
    is_stopping = False
    board: Flask  # the app itself: waitress puts a function of its own around it
    turns: Turns

    def is_quick(self, request: Any) -> bool:
        """Say whether the answer is kept; asking a file whether it is true never waits, asking a server may."""
        app = self.board
        if app.extensions["engines"][0].dialect.name != "sqlite":
            return False
        return bool(
            app.extensions["replay"].is_quick(request.path, request.query, request.headers.get("COOKIE", ""))
        )

    def add_task(self, channel: Any) -> None:
        """Hand a request to the threads, unless it is answered at once."""
        if not channel.takes_turn():
            super().add_task(channel)

    def maintenance(self, now: float) -> None:
        """Close connections that are idle, or whose request never gets whole."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            channel.will_close = channel.will_close or channel.is_slow(now)

    def stop_listening(self) -> None:
        """Take who has connected already, and nobody else."""
        waiting = self._map.copy()
        self.handle_accept()
        while len(self._map) > len(waiting):
            waiting = self._map.copy()
            self.handle_accept()
        self.is_stopping, self.accepting = True, False
        wasyncore.dispatcher.close(self)


class Embedded:
    """The app behind waitress. Raises OSError or ValueError when it cannot listen there."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        adjustments = _adjustments(app, host, port)
        self._map: dict[int, Any] = {}
        self._threads = ThreadedTaskDispatcher()
        self._asked_to_stop, turns = False, Turns()
        self.listeners = [
            _Listener(app, map=self._map, dispatcher=self._threads, adj=adjustments, sockinfo=place)
            for place in adjustments.listen
        ]
        for listener in self.listeners:
            listener.board, listener.turns = app, turns
        self._threads.set_thread_count(THREADS)

    def stop(self, *_signal: Any) -> None:
        """Ask `run` to finish; safe in a signal handler, which may interrupt it anywhere, and when asked again.

        The trigger comes first: once asked, `run` may have closed it before it is pulled.
        """
        if not self._asked_to_stop:
            self.listeners[0].pull_trigger()
            self._asked_to_stop = True

    def run(self) -> None:
        """Serve until asked to stop, then finish what is in flight."""
        while not self._asked_to_stop:
            self._turn(1.0)
        for listener in self.listeners:
            listener.stop_listening()
        until = time.monotonic() + STOP_WITHIN
        while time.monotonic() < until and self._is_busy():
            self._turn(0.05)
        self._threads.shutdown()
        wasyncore.close_all(self._map)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _is_busy(self) -> bool:
        moment = time.time()
        return any(
            channel.is_busy(moment) for listener in self.listeners for channel in listener.active_channels.values()
        )


def _adjustments(app: Flask, host: str, port: int) -> Adjustments:
    found = Adjustments(
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        channel_timeout=IDLE,
        cleanup_interval=LOOK_EVERY,
        connection_limit=most_connections(),
        max_request_header_size=HEADERS,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + 1,  # waitress asks for >=
        log_socket_errors=False,
        # The host of a request whose headers could not be read.
        server_name=urlsplit(app.config["BASE_URL"]).hostname or "localhost",
    )
    found.plain = bounded(found)
    return found
