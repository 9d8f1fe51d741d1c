"""HTTP connections with a time limit for the whole exchange, which a socket's own limit per read is not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from urllib3.connection import HTTPConnection, HTTPSConnection


class Watch:
    """Ends the connection when the time is up, however slowly the other side goes on talking."""

    def __init__(self) -> None:
        self.expired = False
        self._lock = threading.Lock()
        self._doors: list[socket.socket] = []

    def over(self, connection: socket.socket) -> None:
        """Watch a connection: a second handle of it stays valid when TLS takes the first one over."""
        with self._lock:
            self._doors.append(connection.dup())
            if self.expired:
                connection.shutdown(socket.SHUT_RDWR)

    def expire(self) -> None:
        """The time is up."""
        with self._lock:
            self.expired = True
            for door in self._doors:
                try:
                    door.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # it is closed already

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            for door in self._doors:
                door.close()
            self._doors.clear()


@contextmanager
def watching(deadline: float) -> Iterator[Watch]:
    """A watch that is set to a moment of the monotonic clock, for the length of a block."""
    watch = Watch()
    timer = threading.Timer(max(0.0, deadline - monotonic()), watch.expire)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        watch.close()


class WatchedConnection(HTTPConnection):
    """A connection that tells the watch of its socket before TLS begins."""

    watch: Watch

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.watch.over(made)
        return made


class WatchedTlsConnection(HTTPSConnection, WatchedConnection):
    """The same with TLS: HTTPSConnection asks the next class for its socket."""
