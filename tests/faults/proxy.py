"""A proxy on loopback that can fail: between Rasa and the action server, or any other two."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Iterator

NONSENSE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<h1>hallo</h1>",
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]",
    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 41\r\n\r\n{"events": [], "responses": [{"text": 7}]}',
    b'HTTP/1.1 400 Bad Request\r\nContent-Length: 44\r\n\r\n{"action_name": "action_advies", "error": ""}',
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n" + b"[" * 3_000_000,
    b"SSH-2.0-babble\r\n",
    b"",
)


class Proxy:
    """`mode` is pass, dead (cuts), slow (takes the request and says nothing) or nonsense."""

    def __init__(self, target: int) -> None:
        self.mode, self._target, self._asked = "pass", target, 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self._open: set[socket.socket] = set()
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mode: str) -> None:
        """From now on, also for connections that are open."""
        self.mode = mode
        for connection in list(self._open):
            _cut(connection)

    def close(self) -> None:
        self.set("dead")
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._kept(connection), contextlib.suppress(OSError):
            if self.mode == "pass":
                self._pass(connection)
            elif self.mode == "slow":
                while connection.recv(65_536):
                    pass
            elif self.mode == "nonsense":
                connection.recv(65_536)
                self._asked += 1
                connection.sendall(NONSENSE[self._asked % len(NONSENSE)])

    def _pass(self, connection: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._target), timeout=5) as behind, self._kept(behind):
            behind.settimeout(None)
            threading.Thread(target=_pump, args=(connection, behind), daemon=True).start()
            _pump(behind, connection)

    @contextlib.contextmanager
    def _kept(self, connection: socket.socket) -> Iterator[None]:
        self._open.add(connection)
        try:
            yield
        finally:
            self._open.discard(connection)
            _cut(connection)
            connection.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    _cut(sink)


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
